import Contracts
import Replies

/// A reply as a line of input has it.
struct ReplyLine {
    let text: String
    let received: CivilDate
    let language: Language?
    let isMonthFirst: Bool

    init(_ question: Question) throws(InputRefusal) {
        text = try question.text("text")
        let instant = try question.text("ref")
        guard let day = CivilDate(instant.prefix(10)) else {
            throw InputRefusal("date", "does not begin with a date YYYY-MM-DD", path: "$.ref")
        }
        received = day
        let tag = try question.optionalText("lang")
        language = tag.flatMap(Language.init(tag:))
        if let channel = try question.optionalText("channel"), !Self.channels.contains(channel) {
            throw InputRefusal("channel", "is none of email, sms, voice and letter", path: "$.channel")
        }
        let region = try question.optionalText("region") ?? tag.flatMap(Self.region)
        if let region {
            isMonthFirst = Self.monthFirstRegions.contains(region.uppercased())
        } else {
            isMonthFirst = (language ?? .english) == .english && Self.isNorthAmerican(offset: instant.suffix(6))
        }
    }

    private static let channels: Set<String> = ["email", "sms", "voice", "letter"]
    private static let monthFirstRegions: Set<String> = ["US", "CA", "PR"]

    /// `US` of `en-US`.
    private static func region(of tag: String) -> String? {
        tag.split(whereSeparator: { $0 == "-" || $0 == "_" }).dropFirst().last { $0.utf8.count == 2 }.map(String.init)
    }

    /// From `-10:00`, Hawaii, to `-03:30` and `-02:30`, Newfoundland in winter and summer; not `-03:00`, South America.
    private static func isNorthAmerican(offset: Substring) -> Bool {
        guard offset.first == "-", offset.dropFirst(3).first == ":", let hours = Int(offset.dropFirst().prefix(2))
        else {
            return false
        }
        return (4...10).contains(hours) || offset.hasSuffix(":30") && (2...3).contains(hours)
    }
}
