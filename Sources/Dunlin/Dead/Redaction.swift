import Contracts
import Foundation
import Ledger

/// A message without what is personal in it: structure and identifiers stay, texts and amounts go.
enum Redaction {
    /// Members whose plain values say which message it is, and nothing about the debtor.
    private static let shown: Set<String> = [
        "specversion", "id", "source", "type", "time", "datacontenttype", "traceparent", "creditor", "account",
        "invoice", "payment", "number", "currency", "attempt", "revision", "generation", "episode", "step",
        "occurrence", "channel", "role", "contact", "basis", "config", "template", "class", "status", "worker",
    ]
    private static let mark = JSONValue.text("…")

    /// nil: the body is no JSON.
    static func outline(of body: Data) -> JSONValue? {
        // Bodies of dead letters are often broken: that is shown, not thrown.
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: body) else { return nil }
        return redacted(value, isShown: false)
    }

    static func headers(of message: DeadMessage) -> [String: JSONValue] {
        message.properties.headers.reduce(into: [:]) { headers, header in
            let isOurs = header.key.hasPrefix("dunlin-") || header.key == Header.traceparent
            switch header.value {
            case .integer(let integer): headers[header.key] = .integer(integer)
            case .text(let text) where isOurs: headers[header.key] = .text(text)
            case .flag(let flag): headers[header.key] = .boolean(flag)
            case .text, .number, .bytes, .time, .nothing, .unread: headers[header.key] = mark
            }
        }
    }

    private static func redacted(_ value: JSONValue, isShown: Bool) -> JSONValue {
        switch value {
        case .object(let members):
            .object(
                members.reduce(into: [:]) { $0[$1.key] = redacted($1.value, isShown: shown.contains($1.key)) })
        case .list(let elements): .list(elements.map { redacted($0, isShown: false) })
        case .null: .null
        case .text, .integer, .number, .boolean: isShown ? value : mark
        }
    }
}
