import Foundation
import Synchronization

/// Ends a library call that hangs, by shutting its socket down from a thread of its own.
///
/// librabbitmq 0.11 can block without limit in a publish to a silent broker and in a write to a full socket. Shutting the
/// socket down makes every such call return an error at once.
final class Watchdog: Sendable {
    private struct Watched {
        var descriptor: Int32 = -1
        var isOver = false
    }

    private let limit: Duration
    private let report: @Sendable (Duration) -> Void
    private let watched = Mutex(Watched())
    /// When the owning thread entered the library, in nanoseconds of the monotonic clock; 0: it is not in there.
    private let enteredAt = Atomic<UInt64>(0)
    private let signal = Signal()
    private let interventions = Atomic<Int>(0)

    init(limit: Duration, report: @escaping @Sendable (Duration) -> Void) {
        self.limit = limit
        self.report = report
        _ = OwnedThread(name: "amqp-watchdog") { [self] in watch() }
    }

    var interventionCount: Int { interventions.load(ordering: .relaxed) }

    func enter() {
        enteredAt.store(Self.now, ordering: .relaxed)
    }

    func leave() {
        enteredAt.store(0, ordering: .relaxed)
    }

    /// Watches this socket from now on.
    ///
    /// A duplicate is kept: the library closes its own descriptor when it likes, and the number may be given away again.
    func attach(socket: Int32) {
        let duplicate = fcntl(socket, F_DUPFD_CLOEXEC, 0)
        watched.withLock {
            if $0.descriptor >= 0 { close($0.descriptor) }
            $0.descriptor = duplicate
        }
    }

    func detach() {
        leave()
        attachNothing()
    }

    /// Shuts the socket down now, so that the owning thread comes back.
    func interrupt() {
        watched.withLock {
            if $0.descriptor >= 0 { _ = shutdown($0.descriptor, Int32(SHUT_RDWR)) }
        }
    }

    /// Ends the watching thread.
    func stop() {
        attachNothing()
        watched.withLock { $0.isOver = true }
        signal.raise()
    }

    private func attachNothing() {
        watched.withLock {
            if $0.descriptor >= 0 { close($0.descriptor) }
            $0.descriptor = -1
        }
    }

    private func watch() {
        while !watched.withLock({ $0.isOver }) {
            signal.wait(limit / 8)
            let entered = enteredAt.load(ordering: .relaxed)
            let now = Self.now
            guard entered != 0, now > entered, Duration.nanoseconds(now - entered) > limit else { continue }
            // Stands for the same call from now on, so that one hang is reported once a limit.
            guard enteredAt.compareExchange(expected: entered, desired: now, ordering: .relaxed).exchanged else {
                continue
            }
            interventions.add(1, ordering: .relaxed)
            interrupt()
            report(.nanoseconds(now - entered))
        }
    }

    private static var now: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
