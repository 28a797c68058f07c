/// A language with, perhaps, its script and region: `de`, `de-AT`, `zh-Hant-TW`.
///
/// Variants, extensions and private use are left out: they change nothing that a reminder says.
/// - Source: BCP 47 (RFC 5646 §2.1).
package struct LanguageTag: Hashable, Sendable {
    package let language: String
    package let script: String?
    package let region: String?

    package init?(_ text: String) {
        guard text.utf8.count <= 100 else { return nil }
        var subtags = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "_" }[...]
        guard let language = subtags.popFirst(), (2...3).contains(language.utf8.count),
            language.allSatisfy(\.isASCIILetter)
        else { return nil }
        self.language = language.lowercased()
        if let script = subtags.first, script.utf8.count == 4, script.allSatisfy(\.isASCIILetter) {
            self.script = script.prefix(1).uppercased() + script.dropFirst().lowercased()
            subtags.removeFirst()
        } else {
            self.script = nil
        }
        if let region = subtags.first,
            region.utf8.count == 2 && region.allSatisfy(\.isASCIILetter)
                || region.utf8.count == 3 && region.allSatisfy(\.isASCIIDigit)
        {
            self.region = region.uppercased()
            subtags.removeFirst()
        } else {
            self.region = nil
        }
        guard
            subtags.allSatisfy({ subtag in
                (1...8).contains(subtag.utf8.count) && subtag.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
            })
        else { return nil }
    }

    /// `zh-Hant-TW`.
    package var text: String {
        [language, script, region].compactMap { $0 }.joined(separator: "-")
    }

    /// The tag itself, then ever less of it: `de-AT`, `de`.
    package var fallbacks: [String] {
        var texts = [text]
        if region != nil, let script { texts.append(language + "-" + script) }
        if script != nil || region != nil { texts.append(language) }
        return texts
    }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
    fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
