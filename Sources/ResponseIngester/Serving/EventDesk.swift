import AMQP
import Contracts
import Synchronization
import Worker

/// Publishes events and tells when the broker has them.
struct EventDesk: Sendable {
    enum Outcome: Hashable, Sendable {
        case confirmed
        /// Not in time. It may still be published: whoever asked should ask again, with the same id.
        case unconfirmed
        /// For good, for example without permission.
        case refused
    }

    let publisher: Publisher
    let outbound: Outbound
    let waiters: ConfirmWaiters
    /// How long to wait for a confirm.
    let patience: Duration

    /// While the broker is away: beyond this, events are not even tried. Far below the publisher's own limits, at which
    /// it would block.
    private static let backlog = 400

    func publish(_ message: Message) async -> Outcome {
        guard publisher.counts.unfinished < Self.backlog else { return .unconfirmed }
        let receipt = publisher.publish([outbound.message(message)])
        return await waiters.outcome(of: receipt, within: patience)
    }
}

/// Requests that wait for confirms.
final class ConfirmWaiters: Sendable {
    private struct Waiter {
        let receipt: Receipt
        let resume: CheckedContinuation<EventDesk.Outcome, Never>
    }

    private struct Waiting {
        var waiters: [Int: Waiter] = [:]
        var lastNumber = 0
    }

    private let waiting = Mutex(Waiting())

    func outcome(of receipt: Receipt, within patience: Duration) async -> EventDesk.Outcome {
        let number = waiting.withLock { waiting in
            waiting.lastNumber += 1
            return waiting.lastNumber
        }
        let alarm = Task {
            try await Task.sleep(for: patience)
            expire(number)
        }
        defer { alarm.cancel() }
        return await withCheckedContinuation { continuation in
            waiting.withLock { $0.waiters[number] = Waiter(receipt: receipt, resume: continuation) }
            // It may have completed before it was on the list.
            settle()
        }
    }

    /// Answers those whose receipts are complete. Does not block.
    func settle() {
        let done = waiting.withLock { waiting in
            let done = waiting.waiters.filter { $0.value.receipt.isComplete }
            for number in done.keys { waiting.waiters[number] = nil }
            return done.values
        }
        for waiter in done {
            let outcome: EventDesk.Outcome =
                switch waiter.receipt.failures[0] {
                case nil: .confirmed
                case .abandoned: .unconfirmed
                case .returned, .refused, .oversize: .refused
                }
            waiter.resume.resume(returning: outcome)
        }
    }

    private func expire(_ number: Int) {
        let waiter = waiting.withLock { $0.waiters.removeValue(forKey: number) }
        waiter?.resume.resume(returning: .unconfirmed)
    }
}
