import Templates

/// The languages that the pages speak.
enum PageLanguage: String, CaseIterable, Sendable {
    case en, de, fr, es

    var ownName: String {
        switch self {
        case .en: "English"
        case .de: "Deutsch"
        case .fr: "Français"
        case .es: "Español"
        }
    }

    /// The first of these that the pages speak, each with its region left out.
    init?(firstOf tags: [String?]) {
        for case let tag? in tags {
            if let language = LanguageTag(tag).flatMap({ PageLanguage(rawValue: $0.language) }) {
                self = language
                return
            }
        }
        return nil
    }

    /// The browser's wish, the best first.
    /// - Source: RFC 9110 §12.5.4.
    static func wishes(in acceptLanguage: String?) -> [String] {
        let ranges = (acceptLanguage ?? "").prefix(500).split(separator: ",").compactMap { range -> (String, Double)? in
            let parts = range.split(separator: ";").map { $0.filter { !$0.isWhitespace } }
            guard let tag = parts.first else { return nil }
            let quality = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 }
            return (tag, quality ?? 1)
        }
        let wanted = ranges.enumerated().filter { $0.element.1 > 0 }
        return wanted.sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
    }

    /// The tag in which amounts and dates are written: the account's own where it is of this language, as in `de-AT`.
    func formatTag(_ tags: [String?]) -> LanguageTag {
        for case let tag? in tags {
            if let tag = LanguageTag(tag), tag.language == rawValue { return tag }
        }
        // The raw value is a language tag by itself.
        return LanguageTag(rawValue)!
    }
}
