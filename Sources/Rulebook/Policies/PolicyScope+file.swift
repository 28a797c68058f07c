import Contracts
import Policy

extension PolicyScope {
    /// Reads the key `for`; nobody of its own accord without it. What is wrong, is noted.
    init(in file: YAMLOutline) {
        self = .byName
        guard let outline = file.outline("for", isRequired: false) else { return }
        let before = outline.problemCount
        let lineWords = "a list of texts of at most 200 bytes"
        creditors = Set(
            outline.optionalTexts("creditors", allowed: "a list of creditors' ids") { Identifier($0) } ?? [])
        tags = Set(outline.optionalTexts("tags", allowed: lineWords, Forms.line) ?? [])
        segments = Set(outline.optionalTexts("segments", allowed: lineWords, Forms.line) ?? [])
        let kinds = AccountKind.all.joined(separator: ", ")
        self.kinds = Set(
            outline.optionalTexts("kinds", allowed: "a list of \(kinds)") { AccountKind(rawValue: $0) } ?? [])
        countries = Set(
            outline.optionalTexts(
                "countries", allowed: "a list of countries of ISO 3166 such as DE, or parts such as AT-9"
            ) {
                Jurisdiction($0).flatMap { Countries.all.contains($0.country) ? $0 : nil }
            } ?? [])
        outline.refuseOtherKeys()
        if self == .byName, outline.problemCount == before {
            outline.refuse("is for nobody; allowed are creditors, segments, kinds, countries and tags, one at least")
        }
    }
}
