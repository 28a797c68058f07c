import Contracts
import Policy

/// What a creditor's accounts have otherwise than its policies say: the keys `overrides` and `segments` of its file.
package struct CreditorOverrides: Hashable, Sendable {
    /// An override and the line of each of its keys.
    struct Entry: Hashable, Sendable {
        var overrides: Overrides
        var lines: [String: Int]
    }

    let all: Entry?
    let segments: [String: Entry]

    /// Of each segment, without what all accounts have.
    package func segmentLevels(of creditor: Identifier) -> [String: [OverrideLevel]] {
        segments.keys.reduce(into: [:]) { levels, name in
            levels[name] = self.levels(of: creditor, segment: name).filter { !$0.isCreditors }
        }
    }

    /// The levels of an account of this segment, to be merged with its own and its invoice's.
    package func levels(of creditor: Identifier, segment: String?) -> [OverrideLevel] {
        var levels =
            all.map { [OverrideLevel($0.overrides, of: .creditor(creditor, line: nil), lines: $0.lines)] } ?? []
        if let segment, let entry = segments[segment] {
            levels.append(
                OverrideLevel(entry.overrides, of: .segment(segment, of: creditor, line: nil), lines: entry.lines))
        }
        return levels
    }
}

extension CreditorOverrides {
    /// What is wrong, is noted.
    /// - Parameter languages: those that the creditor writes in.
    init(in file: YAMLOutline, languages: [String]) {
        all = file.outline("overrides", isRequired: false).map { outline in
            // The policy and the language of all its accounts are keys of the creditor itself.
            let overrides = Self.common(in: outline)
            outline.refuseOtherKeys()
            return Entry(overrides: overrides, lines: outline.lines)
        }
        var segments: [String: Entry] = [:]
        if let outline = file.outline("segments", isRequired: false) {
            for name in outline.keys {
                guard let segment = outline.outline(name, isRequired: true) else { continue }
                var overrides = Self.common(in: segment)
                overrides.policy = segment.optionalText("policy", allowed: "a policy's id", Forms.id)
                let words = "one of the creditor's languages: \(languages.joined(separator: ", "))"
                overrides.language = segment.optionalText("language", allowed: words) {
                    languages.contains($0) ? $0 : nil
                }
                segment.refuseOtherKeys()
                segments[name] = Entry(overrides: overrides, lines: segment.lines)
            }
            // A key that is no text has been read by nobody.
            outline.refuseOtherKeys(allowed: "names of segments")
        }
        self.segments = segments
    }

    private static func common(in outline: YAMLOutline) -> Overrides {
        let names = Channel.all.joined(separator: ", ")
        return Overrides(
            terms: outline.optionalText("terms", allowed: "payment terms \(PaymentTerms.form)", terms),
            leftOut: outline.optionalTexts("leave_out", allowed: "a list of ids of steps", Forms.id).map(Set.init),
            pausedUntil: outline.optionalText("pause_until", allowed: "a date YYYY-MM-DD") { CivilDate($0) },
            channels: outline.optionalTexts("channels", allowed: "a list of \(names)") { Channel(rawValue: $0) })
    }

    /// nil: they are none. What is allowed, the caller says.
    private static func terms(_ text: String) -> PaymentTerms? {
        do throws(TextRefusal) {
            return try PaymentTerms(text)
        } catch {
            return nil
        }
    }
}
