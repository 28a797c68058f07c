import Foundation

/// A thread of its own for calls that block, with a stack for hostile input.
///
/// librabbitmq 0.11 decodes nested tables by recursion without a limit; a header frame of 128 KiB can nest some 20,000
/// deep. The stack is address space, not memory, until it is used.
struct OwnedThread: Sendable {
    private static let stackSize = 64 << 20
    private let running: Monitor<Bool>

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let running = Monitor(true)
        self.running = running
        let thread = Thread {
            body()
            running.change { $0 = false }
        }
        thread.name = String(name.prefix(15))
        thread.stackSize = Self.stackSize
        thread.start()
    }

    /// - Returns: whether the thread has ended.
    func join(until deadline: ContinuousClock.Instant) -> Bool {
        running.wait(until: deadline) { $0 ? nil : true } ?? false
    }
}

/// Without this a write to a socket that the broker closed ends the process.
func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
}
