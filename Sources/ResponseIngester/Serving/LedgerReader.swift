import Foundation
import Ledger
import Store
import Synchronization
import Worker

/// Reads the ledger on a thread of its own, one question at a time: a blocking read never holds up other requests'
/// threads.
final class LedgerReader: Sendable {
    enum Failure: Error, CustomStringConvertible {
        /// More questions wait than can be answered soon.
        case busy
        case stopped

        var description: String {
            switch self {
            case .busy: "the ledger is asked faster than it answers"
            case .stopped: "the ledger was closed"
            }
        }
    }

    private typealias Question = @Sendable (Ledger) -> Void

    private struct Queue {
        var questions: [Question] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let arrivals = DispatchSemaphore(value: 0)
    private let health: HealthBoard
    /// Waiting questions; a read takes well under a millisecond.
    private static let capacity = 2000

    /// Opens the ledger for reading.
    ///
    /// - Throws: what opening it throws.
    init(path: String, keys: FleetKeys? = nil, health: HealthBoard) throws {
        self.health = health
        let opened = Mutex<(any Error)?>(nil)
        let ready = DispatchSemaphore(value: 0)
        let report = Report { error in
            opened.withLock { $0 = error }
            ready.signal()
        }
        let thread = Thread { [self] in
            do {
                let ledger = try Ledger.open(path: path, purpose: .read, keys: keys)
                try ledger.checkKeys()
                report.done(nil)
                answer(with: ledger)
            } catch {
                report.done(error)
            }
        }
        thread.name = "ledger"
        thread.start()
        ready.wait()
        if let error = opened.withLock({ $0 }) { throw error }
    }

    /// Asks the ledger.
    ///
    /// - Throws: ``Failure``, or what `question` throws.
    func read<Answer: Sendable>(_ question: @escaping @Sendable (Ledger) throws -> Answer) async throws -> Answer {
        try await withCheckedThrowingContinuation { continuation in
            let refusal = queue.withLock { queue -> Failure? in
                if queue.isStopped { return .stopped }
                guard queue.questions.count < Self.capacity else { return .busy }
                queue.questions.append { [health] ledger in
                    let result = Result { try question(ledger) }
                    if case .failure(let error) = result {
                        health.report(["ledger: \(ErrorText.of(error))"], from: "ledger")
                    } else {
                        health.report([], from: "ledger")
                    }
                    continuation.resume(with: result)
                }
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) } else { arrivals.signal() }
        }
    }

    /// Answers what is waiting, then ends the thread.
    func stop() {
        queue.withLock { $0.isStopped = true }
        arrivals.signal()
    }

    private func answer(with ledger: Ledger) {
        while true {
            arrivals.wait()
            let (question, isStopped) = queue.withLock { queue in
                (queue.questions.isEmpty ? nil : queue.questions.removeFirst(), queue.isStopped)
            }
            if let question { question(ledger) } else if isStopped { return }
        }
    }

    private struct Report: Sendable {
        let done: @Sendable ((any Error)?) -> Void
    }
}
