import Contracts
import Store

/// What applying a message to the ledger led to.
package enum Application: Hashable, Sendable {
    /// It was taken, perhaps for the second time. These must be published, every time the message comes by.
    case applied([Payload])
    /// It contradicts what is known: the same id with other content.
    case conflict(reason: String)
}

/// Applies messages within one transaction.
///
/// Applying is idempotent, and the result does not depend on the order of messages: entities keep their highest
/// version, amounts are computed from all facts, and facts about unknown entities wait in their rows.
struct Applier: ~Copyable {
    let ledger: Ledger
    let realNow: Instant
    /// How long a case must be quiet before it is planned.
    let settle: Duration
    /// What it may write; nil: everything, nobody else writes.
    var accounts: LockedAccounts?
}

extension Ledger {
    /// Applies messages in one transaction; none of them, if it throws.
    ///
    /// The transaction ends early rather than hold up other writers.
    /// - Parameters:
    ///   - contents: a hash of each message's bytes.
    ///   - settle: how long a case must be quiet, in real time, before it is planned.
    /// - Returns: for each of the first messages what it led to; at least one. The rest must be given again.
    package func apply(
        _ messages: [(message: Message, content: [UInt8])], settle: Duration
    ) throws -> [Application] {
        try writeFacts(of: messages.map(\.message)) { count, accounts, transaction in
            let applier = Applier(ledger: self, realNow: realNow, settle: settle, accounts: accounts)
            var results: [Application] = []
            results.reserveCapacity(count)
            for (message, content) in messages.prefix(count) {
                results.append(try applier.apply(message, content: content, in: transaction))
                if transaction.elapsed > .milliseconds(40) { break }
            }
            return results
        }
    }
}

extension Applier {
    func apply(_ message: Message, content: [UInt8], in transaction: borrowing Transaction) throws -> Application {
        let direction = message.type.direction
        if direction == .upstream {
            let known = try transaction.first(
                "SELECT content FROM inbox WHERE source = $1 AND id = $2", .text(message.source), .text(message.id)
            ) { $0.blob(0) }
            if known == content { return .applied([]) }
        }
        let result = try applyPayload(of: message, in: transaction)
        guard case .applied = result, direction == .upstream else { return result }
        let owner = message.payload.owner
        try transaction.execute(
            """
            INSERT INTO inbox (source, id, content, account_id, type, subject, time, applied_at)
            VALUES ($1, $2, $3, (SELECT id FROM account WHERE creditor = $4 AND account = $5), $6, $7, $8, $9)
            ON CONFLICT (source, id) DO UPDATE SET
                content = excluded.content, account_id = excluded.account_id, type = excluded.type,
                subject = excluded.subject, time = excluded.time, applied_at = excluded.applied_at
            """,
            .text(message.source), .text(message.id), .blob(content), .text(owner?.creditor.text),
            .text(owner?.account?.text), .text(message.type.rawValue), .text(message.payload.subject?.text),
            .int(message.time.milliseconds), .int(realNow.milliseconds))
        return result
    }

    func applyPayload(of message: Message, in transaction: borrowing Transaction) throws -> Application {
        let version = EntityVersion(message)
        switch message.payload {
        case .account(let account): return try apply(account, version, in: transaction)
        case .accountStatement(let statement): return try apply(statement, in: transaction)
        case .invoice(let invoice, let status): return try apply(invoice, status, version, in: transaction)
        case .payment(let payment): return try apply(payment, version, in: transaction)
        case .paymentReversal(let reversal): return try apply(reversal, version, in: transaction)
        case .paymentAllocation(let allocation): return try apply(allocation, version, in: transaction)
        case .creditNote(let note): return try apply(note, version, in: transaction)
        case .dispute(let dispute, let isOpen): return try apply(dispute, isOpen: isOpen, version, in: transaction)
        case .hold(let hold, let isPlaced): return try apply(hold, isPlaced: isPlaced, version, in: transaction)
        case .heartbeat(let heartbeat): return try apply(heartbeat, in: transaction)
        case .promise(let promise, let isMade): return try apply(promise, isMade: isMade, version, in: transaction)
        case .plan(let plan, let isAgreed): return try apply(plan, isAgreed: isAgreed, version, in: transaction)
        case .taskClosed(let closed): return try apply(closed, version, in: transaction)
        case .chargeWaived(let waived): return try apply(waived, version, in: transaction)
        case .delivery(let outcome, let result):
            return try apply(outcome, result, toldAt: message.time, in: transaction)
        case .attemptParked(let parked): return try apply(parked, in: transaction)
        case .attemptResolved(let resolved): return try apply(resolved, version, in: transaction)
        case .optOut(let optOut): return try apply(optOut, in: transaction)
        case .factsAccepted(let accepted): return try apply(accepted, in: transaction)
        case .reminderRender, .emailSend, .reminderSent, .consentChanged, .taskOpened, .eventRefused,
            .promiseOutcome, .chargeRaised, .auditRecorded:
            return .conflict(reason: "\(message.type.rawValue) is not for the planner")
        }
    }
}

/// Which version of an entity an event carries. The highest (revision, time, event) wins.
struct EntityVersion {
    /// The event's own, else its time in milliseconds.
    var revision: Int64
    var time: Int64
    var event: String

    init(_ message: Message) {
        self.time = message.time.milliseconds
        self.event = message.id
        self.revision =
            switch message.payload {
            case .account(let data): data.revision ?? time
            case .invoice(let data, _): data.revision ?? time
            case .paymentAllocation(let data): data.revision ?? time
            case .dispute(let data, _): data.revision ?? time
            case .hold(let data, _): data.revision ?? time
            case .promise(let data, _): data.revision ?? time
            case .plan(let data, _): data.revision ?? time
            default: time
            }
    }
}
