import Contracts
import Foundation

/// One way in which the broker is not as it must be.
struct TopologyDifference: Encodable, Hashable {
    enum Kind: String, Encodable {
        case missing, different, extra
    }

    let kind: Kind
    /// What it is about, for example `queue dunlin.planner`.
    let subject: String
    var wanted: String?
    var found: String?
    /// What it leads to, where that is not plain to see.
    var consequence: String?

    /// `different  policy dunlin.planner: wanted …, found … (…)`
    var line: String {
        let values = [wanted.map { "wanted \($0)" }, found.map { "found \($0)" }].compactMap { $0 }
        return kind.rawValue + String(repeating: " ", count: 11 - kind.rawValue.utf8.count) + subject
            + (values.isEmpty ? "" : ": " + values.joined(separator: ", ")) + (consequence.map { " (\($0))" } ?? "")
    }
}

extension TopologyDifference {
    static func missing(_ subject: String, wanted: String? = nil, consequence: String? = nil) -> Self {
        Self(kind: .missing, subject: subject, wanted: wanted, consequence: consequence)
    }

    static func extra(_ subject: String, consequence: String? = nil) -> Self {
        Self(kind: .extra, subject: subject, consequence: consequence)
    }

    static func different(
        _ subject: String, wanted: some Encodable, found: some Encodable, consequence: String? = nil
    ) -> Self {
        Self(
            kind: .different, subject: subject, wanted: text(of: wanted), found: text(of: found),
            consequence: consequence)
    }

    private static func text(of value: some Encodable) -> String {
        if let text = value as? String { return text }
        return String(decoding: JSONValue.document(value), as: UTF8.self)
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    }
}
