import Contracts
import Foundation

/// What a dead letter can be found by, read out of the message without trusting it.
struct DeadLetterFacts: Hashable {
    var messageID: String
    var `class`: String
    var type: String?
    var creditor: String?
    var account: String?
    var template: String?
    var config: String?
    var error: String?
    var path: String?
    var worker: String?
    var diedAt: Instant
    var generation: Int64
    /// The replay that it came back from.
    var replay: String?

    init(_ message: DeadMessage, collectedAt: Instant) {
        let properties = message.properties
        func text(_ name: String) -> String? {
            if case .text(let text)? = properties.headers[name] { return Self.clean(text) }
            return nil
        }
        messageID = Self.clean(properties.messageID ?? "")
        type = properties.type.flatMap { $0.isEmpty ? nil : Self.clean($0) }
        error = text(Header.errorReason)
        path = text(Header.errorPath)
        worker = text(Header.errorWorker)
        replay = text(Header.replay)
        diedAt = text(Header.errorAt).flatMap { Instant($0) } ?? collectedAt
        generation = 0
        if case .integer(let count)? = properties.headers[Header.generation], count > 0 { generation = count }
        `class` = Self.class(of: properties)
        if properties.queue == Topology.unroutedQueue {
            // The broker checked who may publish with this key. The property is whatever the sender wrote, and must not
            // lead a replay into the queue of commands.
            type = Self.clean(MessageType.prefix + properties.routingKey)
            error = error ?? "no queue took it"
        }
        if `class` == DeadLetterClass.broker.rawValue { error = error ?? "given up by the broker" }
        guard message.body.count <= Message.largestCommand,
            let outline = try? JSONDecoder().decode(Outline.self, from: message.body)
        else { return }
        let data = outline.data
        creditor = (data?.case?.creditor ?? data?.creditor).map(Self.clean)
        account = (data?.case?.account ?? data?.account).map(Self.clean)
        template = data?.template.map(Self.clean)
        config = data?.config.map(Self.clean)
    }

    /// The first word of the key under which the broker dead-lettered it: what a sender wrote into a header counts less.
    private static func `class`(of properties: DeadMessage.Properties) -> String {
        if properties.queue == Topology.unroutedQueue { return DeadLetter.unrouted }
        let word = properties.routingKey.prefix { $0 != "." }
        if DeadLetterClass(rawValue: String(word)) != nil { return String(word) }
        if case .text(let text)? = properties.headers[Header.errorClass], DeadLetterClass(rawValue: text) != nil {
            return text
        }
        return DeadLetterClass.broker.rawValue
    }

    /// At most 500 bytes without control characters: a database column takes no U+0000, a terminal no escape.
    private static func clean(_ text: String) -> String {
        var kept = ""
        for scalar in text.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            kept.unicodeScalars.append(isControl ? " " : scalar)
            if kept.utf8.count >= 500 { break }
        }
        return kept
    }

    /// An envelope in which everything may be missing or of the wrong type.
    private struct Outline: Decodable {
        var data: Inner?

        struct Owner: Decodable {
            var creditor: String?
            var account: String?

            enum CodingKeys: String, CodingKey { case creditor, account }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                creditor = try? container.decode(String.self, forKey: .creditor)
                account = try? container.decode(String.self, forKey: .account)
            }
        }

        struct Inner: Decodable {
            var creditor: String?
            var account: String?
            var `case`: Owner?
            var template: String?
            var config: String?

            enum CodingKeys: String, CodingKey { case creditor, account, `case`, template, config }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                creditor = try? container.decode(String.self, forKey: .creditor)
                account = try? container.decode(String.self, forKey: .account)
                `case` = try? container.decode(Owner.self, forKey: .case)
                template = try? container.decode(String.self, forKey: .template)
                config = try? container.decode(String.self, forKey: .config)
            }
        }

        enum CodingKeys: String, CodingKey { case data }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            data = try? container.decode(Inner.self, forKey: .data)
        }
    }
}
