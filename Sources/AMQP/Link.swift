import Foundation
import Synchronization

/// What the owner of a connection and the threads that use it share: its settings, its state, its alarm clock.
final class Link: Sendable {
    let broker: BrokerAddress
    let name: String
    let settings: ConnectionSettings
    let log: @Sendable (AMQPEvent) -> Void
    /// Up when the owning thread has something to look at.
    let signal = Signal()
    let watchdog: Watchdog
    private let current = Mutex(LinkState.disconnected(since: .now))
    private let connects = Atomic<Int>(0)

    init(
        broker: BrokerAddress, name: String, settings: ConnectionSettings, log: @escaping @Sendable (AMQPEvent) -> Void
    ) {
        self.broker = broker
        self.name = name
        self.settings = settings
        self.log = log
        watchdog = Watchdog(limit: settings.effectiveHangLimit) { log(.hung(for: $0)) }
    }

    var state: LinkState { current.withLock { $0 } }

    /// Connections made after the first.
    var reconnects: Int { max(0, connects.load(ordering: .relaxed) - 1) }

    func blocked(_ reason: String) {
        current.withLock { $0 = .blocked(reason: reason, since: .now) }
        log(.blocked(reason: reason))
    }

    func unblocked() {
        current.withLock { $0 = .connected }
        log(.unblocked)
    }

    /// Connects, serves, and connects again until it is over; runs on the owning thread and returns at the end.
    ///
    /// - Parameters:
    ///   - isOver: whether to give up between connections.
    ///   - serve: uses the connection until it is lost (throws) or no longer needed (returns).
    ///   - lost: called after each connection that ended, and each that did not come about.
    func run(
        isOver: () -> Bool, serve: (borrowing Connection) throws(AMQPError) -> Void, lost: () -> Void
    ) {
        ignoreBrokenPipes()
        var attempt = 0
        var hosts: [BrokerAddress.Host] = []
        while !isOver() {
            if hosts.isEmpty { hosts = broker.hosts.shuffled() }
            let started = ContinuousClock.now
            do throws(AMQPError) {
                try connect(to: hosts.removeLast(), serve)
                return
            } catch {
                lost()
                // A broker that takes the login and then closes must not be asked five times a second.
                attempt = started.duration(to: .now) > .seconds(5) + settings.connectTimeout ? 1 : attempt + 1
                let delay = settings.reconnect.delay(afterAttempt: attempt)
                log(.disconnected(error, retryIn: delay))
                sleep(delay, unless: isOver)
            }
        }
    }

    private func connect(
        to host: BrokerAddress.Host, _ serve: (borrowing Connection) throws(AMQPError) -> Void
    ) throws(AMQPError) {
        let connection = try Connection(to: host, of: broker, name: name, settings: settings, watchdog: watchdog)
        connects.add(1, ordering: .relaxed)
        current.withLock { $0 = .connected }
        log(.connected(host: host.name, port: host.port))
        defer { current.withLock { $0 = .disconnected(since: .now) } }
        do throws(AMQPError) {
            try serve(connection)
        } catch {
            watchdog.enter()
            throw connection.reason(behind: error)
        }
        watchdog.enter()
        do throws(AMQPError) {
            try connection.close()
        } catch {
            log(.uncleanClose(error))
        }
    }

    private func sleep(_ delay: Duration, unless isOver: () -> Bool) {
        let end = ContinuousClock.now + delay
        while !isOver() {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            signal.lower()
            if isOver() { return }
            signal.wait(left)
        }
    }
}
