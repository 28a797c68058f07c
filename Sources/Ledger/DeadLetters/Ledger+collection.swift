import Contracts
import Foundation
import Store

/// What became of messages that were to be stored.
package struct CollectionResult: Hashable, Sendable {
    package var stored = 0
    /// In the ledger already: their acknowledgement was lost, or they were imported before.
    package var known = 0
    /// Of those stored: came back from a replay.
    package var returned = 0

    package init() {}

    package static func += (left: inout CollectionResult, right: CollectionResult) {
        left.stored += right.stored
        left.known += right.known
        left.returned += right.returned
    }
}

extension Ledger {
    /// Stores messages of dead-letter queues, each once, in one transaction. When it returns they may be acknowledged.
    ///
    /// - Parameters:
    ///   - messages: at most 256.
    ///   - action: for the audit log.
    package func collect(
        _ messages: [DeadMessage], actor: String, action: String = "dead.collect"
    ) throws -> CollectionResult {
        let now = realNow
        let packed = try messages.map { message in
            (
                message: message, identity: try message.identity(), facts: DeadLetterFacts(message, collectedAt: now),
                content: try message.packed()
            )
        }
        return try database.write { transaction in
            var result = CollectionResult()
            var next = try transaction.nextDeadLetter()
            for entry in packed {
                let origin = try entry.facts.replay.flatMap { replay in
                    try transaction.first("SELECT number FROM dead_letter WHERE replay = $1", .text(replay)) {
                        $0.int(0)
                    }
                }
                let isNew = try insert(
                    entry.facts, of: entry.message, number: next, identity: entry.identity, origin: origin,
                    content: entry.content, at: now, in: transaction)
                guard isNew else {
                    result.known += 1
                    continue
                }
                result.stored += 1
                if origin != nil { result.returned += 1 }
                next += 1
            }
            try transaction.audit([
                AuditAct(
                    actor: actor, action: action, subject: "dead letters",
                    detail: [
                        "stored": .integer(Int64(result.stored)), "known": .integer(Int64(result.known)),
                        "last": .integer(next - 1),
                    ])
            ])
            return result
        }
    }

    /// The message itself.
    ///
    /// - Throws: ``SealError`` when no key at hand opens it, or it was erased.
    package func message(of number: Int64) throws -> DeadMessage? {
        try database.read { try deadMessage(number, in: $0) }
    }

    /// Stores a letter, sealed with the key of the account that it names.
    /// - Returns: false if a letter with this identity is there already.
    func insert(
        _ facts: DeadLetterFacts, of message: DeadMessage, number: Int64, identity: String, origin: Int64?,
        content: Data, at now: Instant, in transaction: borrowing Transaction
    ) throws -> Bool {
        let sealed = try sealing.seal(
            content, for: identity, of: Person(named: facts.creditor, facts.account), in: transaction)
        return try transaction.insert(
            facts, of: message, number: number, identity: identity, origin: origin, content: sealed.content,
            key: sealed.key, at: now)
    }

    func deadMessage(_ number: Int64, in transaction: borrowing Transaction) throws -> DeadMessage? {
        let row = try transaction.first(
            "SELECT identity, sealing_key, content FROM dead_letter WHERE number = $1", .int(number)
        ) { (identity: $0.text(0), key: $0.text(1), content: $0.blob(2)) }
        guard let row else { return nil }
        return try DeadMessage(
            packed: try sealing.open(row.content, key: row.key, for: row.identity, in: transaction))
    }
}

extension Transaction {
    func nextDeadLetter() throws -> Int64 {
        let last = try first("SELECT number FROM dead_letter ORDER BY number DESC LIMIT 1") { $0.int(0) }
        return (last ?? 0) + 1
    }

    fileprivate func insert(
        _ facts: DeadLetterFacts, of message: DeadMessage, number: Int64, identity: String, origin: Int64?,
        content: [UInt8], key: String, at now: Instant
    ) throws -> Bool {
        try execute(
            """
            INSERT INTO dead_letter (
                number, identity, state, queue, message_id, class, type, creditor, account, template, config, error,
                path, worker, died_at, collected_at, generation, size, origin, sealing_key, content)
            VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                $20)
            ON CONFLICT (identity) DO NOTHING
            """,
            .int(number), .text(identity), .text(message.properties.queue), .text(facts.messageID),
            .text(facts.class), .text(facts.type), .text(facts.creditor), .text(facts.account), .text(facts.template),
            .text(facts.config), .text(facts.error), .text(facts.path), .text(facts.worker),
            .int(facts.diedAt.milliseconds), .int(now.milliseconds), .int(facts.generation), .int(message.body.count),
            .int(origin), .text(key), .blob(content)) == 1
    }
}
