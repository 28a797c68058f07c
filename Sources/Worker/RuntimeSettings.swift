import AMQP
import Logging

/// The settings that every worker has, with defaults that a worker may choose.
package struct RuntimeSettings: Sendable {
    package let brokerURL = Setting<BrokerAddress>(
        "broker.url",
        "Where the broker is, as amqp://user:password@host:5672/vhost; several hosts with commas; amqps with "
            + "?cacertfile=, certfile= and keyfile= for TLS; without user and password the certificate is the login",
        unit: "url (amqp, amqps)", default: nil, secret: true
    ) { text throws(SettingProblem) in
        do throws(AMQPError) {
            return try BrokerAddress(url: text)
        } catch {
            throw SettingProblem(String(describing: error))
        }
    }
    package let heartbeat = Setting.duration(
        "broker.heartbeat", "Silence after which a connection is asked for a sign of life; given up after twice this",
        default: "15s", range: .seconds(1) ... .seconds(300))
    package let logLevel = Setting.choice(
        "log.level", "The least severe records that are written", of: Logger.Level.allCases.map(\.rawValue),
        default: "info")
    package let healthHost = Setting.string(
        "health.host", "Address on which /metrics, /livez and /readyz are served", default: "127.0.0.1")
    package let healthPort: Setting<Int>
    package let healthStall = Setting.duration(
        "health.stall", "Work on one batch that takes longer makes /livez fail", default: "2m",
        range: .seconds(1) ... .seconds(3600))
    package let shutdownGrace = Setting.duration(
        "shutdown.grace", "Time to drain after SIGTERM; past it the worker ends with 75 and its messages come again",
        default: "25s", range: .seconds(2) ... .seconds(3600))
    package let prefetch: Setting<Int>
    package let batchSize: Setting<Int>
    package let batchWait = Setting.duration(
        "batch.wait", "How long a batch that is not full waits for more messages", default: "5ms",
        range: .zero ... .seconds(10))
    package let batchPending = Setting.int(
        "batch.pending", "Batches whose publishes are not confirmed yet, at most; the next one waits", unit: "batches",
        default: 4, range: 1...64)
    package let tick: Setting<Duration>

    /// - Parameters:
    ///   - healthPort: 0 turns the health server off.
    ///   - prefetch: messages of a queue that the broker may send ahead.
    ///   - batch: messages of one batch.
    package init(healthPort: Int = 0, prefetch: Int = 1024, batch: Int = 256, tick: Duration = .milliseconds(500)) {
        self.healthPort = .int(
            "health.port", "Port for /metrics, /livez and /readyz; 0 turns them off", unit: "port",
            default: healthPort, range: 0...65_535)
        self.prefetch = .int(
            "broker.prefetch", "Messages of each queue that the broker may send ahead", unit: "messages",
            default: prefetch, range: 1...65_535)
        batchSize = .int(
            "batch.size", "Messages worked on together, at most", unit: "messages", default: batch, range: 1...10_000)
        self.tick = .duration(
            "tick", "Longest time between two looks for work that no message asks for", default: tick.settingText,
            range: .milliseconds(10) ... .seconds(60))
    }

    func declarations(consumes: Bool) -> [any SettingDeclaration] {
        let all: [any SettingDeclaration] = [
            brokerURL, heartbeat, logLevel, healthHost, healthPort, healthStall, shutdownGrace,
        ]
        return consumes ? all + [prefetch, batchSize, batchWait, batchPending, tick] : all
    }

    package func limits(_ settings: Settings) -> BatchLimits {
        var limits = BatchLimits()
        limits.batch = settings[batchSize]
        limits.wait = settings[batchWait]
        limits.pending = settings[batchPending]
        limits.tick = settings[tick]
        return limits
    }
}
