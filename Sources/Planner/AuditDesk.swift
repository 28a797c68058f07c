import AMQP
import Contracts
import Ledger
import Worker

/// Publishes the audit log to its stream, in order and without a gap.
struct AuditDesk {
    private let ledger: Ledger
    private let outbound: Outbound
    private let worker: String
    private var next = ContinuousClock.now

    /// Between two looks at a log that has nothing new.
    private let rest = Duration.milliseconds(500)
    private let entriesAtOnce = 256
    /// Another planner takes over after this, should this one die.
    private let lease = Duration.seconds(30)

    init(ledger: Ledger, outbound: Outbound) {
        self.ledger = ledger
        self.outbound = outbound
        worker = ledger.worker ?? MessageID.fresh()
    }

    /// What the stream lacks; empty: nothing, or another planner is at it.
    mutating func messages() throws -> (messages: [OutgoingMessage], last: Int64, isMore: Bool)? {
        let now = ContinuousClock.now
        guard now >= next else { return nil }
        let entries = try ledger.auditEntriesToStream(worker: worker, lease: lease, limit: entriesAtOnce)
        guard let last = entries.last else {
            next = now.advanced(by: rest)
            return nil
        }
        let messages = entries.map { entry in
            outbound.message(
                Message(
                    id: entry.messageID, source: "dunlin/planner", time: entry.at,
                    payload: .auditRecorded(entry.record)))
        }
        return (messages, last.number, entries.count == entriesAtOnce)
    }
}
