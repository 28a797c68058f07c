import Foundation
import Logging
import Synchronization

/// Ends a worker in good order: the first SIGTERM or SIGINT asks for a drain, the second, or the end of the grace period,
/// ends the process with 75.
///
/// A worker that is ended so has lost nothing: what was not acknowledged is delivered again.
package final class Shutdown: Sendable {
    /// `EX_TEMPFAIL` of sysexits.h.
    package static let endedEarly: Int32 = 75

    private struct State {
        var deadline: ContinuousClock.Instant?
        var actions: [@Sendable () -> Void] = []
    }

    private let state = Mutex(State())
    private let grace: Duration
    private let logger: Logger

    /// - Parameter grace: from the request to the end, at most.
    package init(grace: Duration, logger: Logger) {
        self.grace = grace
        self.logger = logger
    }

    package var isRequested: Bool { deadline != nil }

    /// When the process ends whatever it does; nil: nobody asked for it.
    package var deadline: ContinuousClock.Instant? { state.withLock { $0.deadline } }

    /// Has `action` called once when the end is asked for, at once if it was. It must not block.
    package func onRequest(_ action: @escaping @Sendable () -> Void) {
        let isLate = state.withLock { state in
            if state.deadline == nil { state.actions.append(action) }
            return state.deadline != nil
        }
        if isLate { action() }
    }

    /// Asks for the end. A second call changes nothing.
    package func request(_ reason: String) {
        let actions = state.withLock { state -> [@Sendable () -> Void]? in
            guard state.deadline == nil else { return nil }
            state.deadline = .now + grace
            defer { state.actions = [] }
            return state.actions
        }
        guard let actions else { return }
        logger.notice("draining", metadata: ["reason": .string(reason), "grace": .string(grace.settingText)])
        for action in actions { action() }
    }

    /// Takes over SIGTERM and SIGINT, and ignores SIGPIPE. Once a process.
    package func watchSignals() {
        let signals = SignalPipe.open()
        signal(SIGPIPE, SIG_IGN)
        let thread = Thread { [self] in
            while true {
                let left = deadline.map { ContinuousClock.now.duration(to: $0) }
                if let left, left <= .zero { end("grace period over") }
                // A request that did not come by a signal is noticed within a second.
                let wait = min(left ?? .seconds(1), .seconds(1))
                guard let number = signals.next(waiting: wait) else { continue }
                let name = number == SIGINT ? "SIGINT" : "SIGTERM"
                if isRequested { end("second signal, \(name)") }
                request(name)
            }
        }
        thread.name = "signals"
        thread.start()
    }

    private func end(_ reason: String) -> Never {
        logger.error("ended before it had drained", metadata: ["reason": .string(reason)])
        // Not exit(3): its handlers may wait for the very thread that does not end.
        _exit(Self.endedEarly)
    }
}

/// Signals as something a thread can wait for: the handler does nothing but write one byte into a pipe.
private struct SignalPipe {
    private let readEnd: Int32

    static func open() -> SignalPipe {
        var ends: [Int32] = [-1, -1]
        precondition(pipe(&ends) == 0, "no file descriptor left")
        for end in ends {
            // Not inherited by children; and a handler must never wait for room.
            precondition(fcntl(end, F_SETFD, FD_CLOEXEC) == 0 && fcntl(end, F_SETFL, O_NONBLOCK) == 0)
        }
        // Touched before a handler can run: in the handler it is a plain load.
        signalPipeWriteEnd = ends[1]
        var action = sigaction()
        action.sa_flags = SA_RESTART
        action.__sigaction_handler.sa_handler = { number in
            let saved = errno
            var byte = UInt8(truncatingIfNeeded: number)
            _ = write(signalPipeWriteEnd, &byte, 1)
            errno = saved
        }
        sigaction(SIGTERM, &action, nil)
        sigaction(SIGINT, &action, nil)
        return SignalPipe(readEnd: ends[0])
    }

    func next(waiting: Duration) -> Int32? {
        var descriptor = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Int32(max(1, (waiting.inSeconds * 1000).rounded(.up))))
        var byte: UInt8 = 0
        return read(readEnd, &byte, 1) == 1 ? Int32(byte) : nil
    }
}

/// A signal handler can capture nothing. Written once, before the handler is installed; only read after that.
nonisolated(unsafe) private var signalPipeWriteEnd: Int32 = -1
