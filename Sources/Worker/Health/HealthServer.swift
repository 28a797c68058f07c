import Foundation
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// Serves `/metrics`, `/livez` and `/readyz`, apart from the main loop.
///
/// `/livez`: 200, or 503 when the loop hangs in its handler. `/readyz`: 200, or 503. Both tell
/// `{"reasons":[…],"status":"…"}`.
package struct HealthServer: Sendable {
    /// Where it listens; the one the system chose if 0 was asked for.
    package let port: Int
    private let serving: Task<Void, Never>

    /// Starts serving and waits until it does. For plain threads.
    ///
    /// - Throws: ``HealthServerError`` when it cannot listen there.
    package init(
        host: String, port: Int, board: HealthBoard, registry: PrometheusRegistry, logger: Logger
    ) throws(HealthServerError) {
        let started = Mutex<Result<Int, HealthServerError>?>(nil)
        let ready = DispatchSemaphore(value: 0)
        let outcome = Outcome { result in
            started.withLock { if $0 == nil { $0 = result } }
            ready.signal()
        }
        let application = Self.application(host, port, board, registry, logger) { outcome.report(.success($0)) }
        serving = Task {
            do {
                try await application.run()
            } catch {
                outcome.report(.failure(HealthServerError(host: host, port: port, reason: String(describing: error))))
            }
        }
        ready.wait()
        switch started.withLock({ $0 }) {
        case .success(let port): self.port = port
        case .failure(let error): throw error
        case nil: throw HealthServerError(host: host, port: port, reason: "ended at once")
        }
    }

    package func stop() {
        serving.cancel()
    }

    private static func application(
        _ host: String, _ port: Int, _ board: HealthBoard, _ registry: PrometheusRegistry, _ logger: Logger,
        started: @escaping @Sendable (Int) -> Void
    ) -> some ApplicationProtocol {
        let router = Router()
        router.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: registry.exposition())))
        }
        router.get("livez") { _, _ in answer(board.stalled().map { [$0] } ?? []) }
        router.get("readyz") { _, _ in answer(board.notReady()) }
        var quiet = logger
        quiet.logLevel = .warning
        return Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "dunlin"),
            onServerRunning: { started($0.localAddress?.port ?? port) }, logger: quiet)
    }

    private static func answer(_ reasons: [String]) -> Response {
        var line = JSONLine()
        line.add("reasons", .array(reasons.map { .string($0) }))
        line.add("status", reasons.isEmpty ? "ok" : "not ok")
        return Response(
            status: reasons.isEmpty ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: line.end())))
    }

    private struct Outcome: Sendable {
        let report: @Sendable (Result<Int, HealthServerError>) -> Void
    }
}

/// The health server could not listen.
package struct HealthServerError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: String

    package var description: String {
        "health server cannot listen on \(host):\(port): \(reason); set DUNLIN_HEALTH_PORT (0 turns it off)"
    }
}
