import Contracts
import Foundation
import Store

/// A dead letter that was collected: what it can be found by. Its content is sealed, see ``DeadMessage``.
package struct DeadLetter: Hashable, Sendable {
    /// What happens to a letter. It never leaves the ledger.
    package enum State: String, CaseIterable, Sendable {
        /// Nobody's; may be planned, edited and archived.
        case waiting
        /// A replay has it in hand: published or about to be, and not marked yet. In doubt when that replay died.
        case publishing
        /// Confirmed by the broker in its work queue.
        case replayed
        case archived
        /// An edited copy took its place.
        case replaced
    }

    package let number: Int64
    package let state: State
    /// The dead-letter queue that it was taken from.
    package let queue: String
    package let messageID: String
    /// A ``DeadLetterClass``, or `unrouted`.
    package let `class`: String
    package let type: String?
    package let creditor: String?
    package let account: String?
    package let template: String?
    /// The content hash of the configuration that a command was made with.
    package let config: String?
    package let error: String?
    /// Where in the body, as a JSON path.
    package let path: String?
    package let worker: String?
    package let diedAt: Instant
    package let collectedAt: Instant
    /// Replays before this one.
    package let generation: Int64
    /// Bytes of the body.
    package let size: Int64
    /// The letter that this one is an edited copy of, or came back from after its replay.
    package let origin: Int64?
    /// The plan by which it was replayed last.
    package let plan: String?

    /// The work queue it belongs to; nil: no worker of this version reads its type.
    package var workQueue: String? {
        if queue == Topology.unroutedQueue {
            let known = type.flatMap(MessageType.init(rawValue:))
            return known?.exchange == Topology.eventsExchange ? known?.queue : nil
        }
        return Topology.workQueues.first { Topology.deadLetterQueue(of: $0) == queue }
    }

    /// The class of what no queue took.
    package static let unrouted = "unrouted"

    /// Every queue whose messages are dead letters.
    package static let queues = Topology.workQueues.map(Topology.deadLetterQueue) + [Topology.unroutedQueue]

    static let columns = """
        number, state, queue, message_id, class, type, creditor, account, template, config, error, path, worker,
        died_at, collected_at, generation, size, origin, plan
        """

    init(_ row: borrowing Row) throws {
        guard let state = State(rawValue: row.text(1)) else {
            throw StoreError.misuse("a dead letter has a state that is unknown here")
        }
        number = row.int(0)
        self.state = state
        queue = row.text(2)
        messageID = row.text(3)
        `class` = row.text(4)
        type = row.optionalText(5)
        creditor = row.optionalText(6)
        account = row.optionalText(7)
        template = row.optionalText(8)
        config = row.optionalText(9)
        error = row.optionalText(10)
        path = row.optionalText(11)
        worker = row.optionalText(12)
        diedAt = Instant(milliseconds: row.int(13))
        collectedAt = Instant(milliseconds: row.int(14))
        generation = row.int(15)
        size = row.int(16)
        origin = row.optionalInt(17)
        plan = row.optionalText(18)
    }
}
