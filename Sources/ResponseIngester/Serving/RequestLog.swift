import CoreMetrics
import Hummingbird
import Logging
import Metrics
import Worker

/// Counts and logs requests by the name of their route: an address holds a token, and a token is a right.
struct RequestLog: Sendable {
    private let logger: Logger
    private let registry: PrometheusRegistry

    init(_ logger: Logger, _ registry: PrometheusRegistry) {
        self.logger = logger
        self.registry = registry
        registry.describe("dunlin_http_requests_total", "Requests answered, by route and status.")
    }

    func answered(_ route: String, method: String, status: Int, in time: Duration) {
        Counter(
            label: "dunlin_http_requests_total", dimensions: [("route", route), ("status", String(status))],
            factory: registry
        ).increment()
        logger.debug(
            "answered",
            metadata: [
                "route": .string(route), "method": .string(method), "status": .stringConvertible(status),
                "milliseconds": .stringConvertible(Int(time.inSeconds * 1000)),
            ])
    }

    func failed(_ what: String, _ error: any Error) {
        logger.error("\(what)", metadata: ["error": .string(ErrorText.of(error))])
    }
}
