import AMQP
import Foundation
import Synchronization

/// What this process knows about its own health; written by its loop, read by the health server.
package final class HealthBoard: Sendable {
    private struct State {
        var reasons: [String: [String]] = ["start": ["starting"]]
        var links: [(name: String, state: @Sendable () -> LinkState)] = []
        var waits: [(name: String, since: @Sendable () -> ContinuousClock.Instant?)] = []
        var busySince: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let stallLimit: Duration
    private let outageLimit: Duration

    /// - Parameters:
    ///   - stallLimit: a handler that works on one batch for longer counts as dead.
    ///   - outageLimit: how long the broker may be gone, or the ledger busy, before the worker is no longer ready.
    package init(stallLimit: Duration = .seconds(120), outageLimit: Duration = .seconds(10)) {
        self.stallLimit = stallLimit
        self.outageLimit = outageLimit
    }

    /// Replaces the reasons of one source; none means that this source is content. Sources are `start`, `handler`, `drain`…
    package func report(_ reasons: [String], from source: String) {
        state.withLock { $0.reasons[source] = reasons.isEmpty ? nil : reasons }
    }

    /// Has the state of a connection count for readiness.
    package func watch(_ name: String, _ link: @escaping @Sendable () -> LinkState) {
        state.withLock { $0.links.append((name, link)) }
    }

    /// Has a wait for something that others hold count for readiness.
    package func watchWait(_ name: String, _ since: @escaping @Sendable () -> ContinuousClock.Instant?) {
        state.withLock { $0.waits.append((name, since)) }
    }

    /// The main loop has work in its hands from now on.
    package func beginWork(at now: ContinuousClock.Instant = .now) {
        state.withLock { $0.busySince = now }
    }

    package func endWork() {
        state.withLock { $0.busySince = nil }
    }

    /// Why the worker should get no traffic now; empty: it is ready.
    package func notReady(at now: ContinuousClock.Instant = .now) -> [String] {
        let (reasons, links, waits) = state.withLock { ($0.reasons, $0.links, $0.waits) }
        var all = reasons.sorted { $0.key < $1.key }.flatMap(\.value)
        for link in links {
            switch link.state() {
            case .connected: break
            case .disconnected(let since) where since.duration(to: now) > outageLimit:
                all.append("broker: no connection to \(link.name) for \(since.duration(to: now).components.seconds) s")
            case .disconnected: break
            case .blocked(let reason, _): all.append("broker: \(link.name) blocked: \(reason)")
            }
        }
        for wait in waits {
            guard let since = wait.since(), since.duration(to: now) > outageLimit else { continue }
            all.append("\(wait.name): busy for \(since.duration(to: now).components.seconds) s")
        }
        return all
    }

    /// Why the process should be ended and started again; nil: it lives. Never the broker's fault.
    package func stalled(at now: ContinuousClock.Instant = .now) -> String? {
        guard let since = state.withLock({ $0.busySince }), since.duration(to: now) > stallLimit else { return nil }
        return "the main loop has been in its handler for \(since.duration(to: now).components.seconds) s"
    }
}
