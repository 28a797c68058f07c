import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization

/// Serves the site until it is told to stop, then finishes the requests that are under way.
final class SiteServer: Sendable {
    private let group: ServiceGroup
    private let bound = Mutex<Int?>(nil)
    private let isStopping = Mutex(false)
    private let address: String

    /// - Parameter port: 0: one that the system chooses; see ``port``.
    init(site: Site, host: String, port: Int, logger: Logger) {
        address = "\(host):\(port)"
        // The library's own records name addresses, and those hold tokens.
        var quiet = logger
        quiet.logLevel = .critical
        let started = Started()
        var decoder = HTTP1Channel.Configuration.DecoderConfiguration()
        decoder.maxHeaderFieldSize = 16 << 10
        decoder.maxHeaderListSize = 32 << 10
        decoder.maxHeaderFieldCount = 100
        let application = Application(
            router: site.router,
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    idleTimeout: .seconds(30), httpDecoderConfiguration: decoder)),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? port
                started.report(port)
                logger.notice("serving", metadata: ["host": .string(host), "port": .stringConvertible(port)])
            }, logger: quiet)
        group = ServiceGroup(
            configuration: ServiceGroupConfiguration(services: [application], logger: quiet))
        started.hear { [self] port in bound.withLock { $0 = port } }
    }

    /// Where it listens; nil before it does.
    var port: Int? { bound.withLock { $0 } }

    /// Serves; for a plain thread. Returns after ``stop()``, when the last request was answered.
    ///
    /// - Throws: ``CannotServe``.
    func runToEnd() throws(CannotServe) {
        let ended = DispatchSemaphore(value: 0)
        let failure = Mutex<String?>(nil)
        let report = Report { reason in
            failure.withLock { $0 = reason }
            ended.signal()
        }
        Task { [group] in
            do {
                try await group.run()
                report.end(nil)
            } catch {
                report.end(String(describing: error))
            }
        }
        ended.wait()
        // Told to stop before it listened, the library reports a failure that is none.
        if port == nil, isStopping.withLock({ $0 }) { return }
        if let reason = failure.withLock({ $0 }) { throw CannotServe(address: address, reason: reason) }
    }

    /// Accepts no more. Does not wait.
    func stop() {
        isStopping.withLock { $0 = true }
        Task { [group] in await group.triggerGracefulShutdown() }
    }

    private struct Report: Sendable {
        let end: @Sendable (String?) -> Void
    }

    /// Passes the port on to a server that is not made yet when the application is.
    private final class Started: Sendable {
        private let listener = Mutex<(@Sendable (Int) -> Void)?>(nil)

        func hear(_ listener: @escaping @Sendable (Int) -> Void) {
            self.listener.withLock { $0 = listener }
        }

        func report(_ port: Int) {
            listener.withLock { $0 }?(port)
        }
    }
}

/// The site could not be served.
struct CannotServe: Error, CustomStringConvertible {
    let address: String
    let reason: String

    var description: String { "cannot serve on \(address): \(reason); set DUNLIN_HTTP_HOST and DUNLIN_HTTP_PORT" }
}
