/// A language that replies are read in.
package enum Language: String, Sendable, CaseIterable, Codable {
    case english = "en"
    case german = "de"
    case french = "fr"
    case spanish = "es"
    case dutch = "nl"
    case italian = "it"
    case portuguese = "pt"
    case polish = "pl"
    case swedish = "sv"
    case danish = "da"

    /// The language of a BCP 47 tag such as `de` or `en-US`; nil for one that is not read. Norwegian is read as Danish.
    package init?(tag: String) {
        let primary = tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).first?.lowercased() ?? ""
        switch primary {
        case "nb", "no", "nn": self = .danish
        default:
            guard let language = Language(rawValue: primary) else { return nil }
            self = language
        }
    }
}
