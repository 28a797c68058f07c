import AMQP
import ArgumentParser
import Foundation
import Logging
import Metrics

/// Everything a worker has beside its handler: settings, log, metrics, health, signals and the way to the broker.
///
/// One per process; made and used on the main thread.
/// ```swift
/// @main struct Planner: ParsableCommand {
///     static let worker = WorkerDescription(name: "planner", …)
///     static let configuration = CommandConfiguration(worker)
///     @OptionGroup var options: WorkerOptions
///
///     func run() throws {
///         guard let runtime = try WorkerRuntime(Self.worker, options) else { return }
///         try runtime.runBatches { runtime in try PlannerHandler(runtime) }
///     }
/// }
/// ```
package final class WorkerRuntime {
    package let worker: WorkerDescription
    package let settings: Settings
    package let logger: Logger
    package let metrics: WorkerMetrics
    package let health: HealthBoard
    package let shutdown: Shutdown
    package let outbound: Outbound
    private var healthServer: HealthServer?

    /// Reads the settings and takes over signals; nil after `--check`, which has printed them.
    ///
    /// - Throws: `ExitCode` 78 after every problem was printed, 69 when the health server cannot listen.
    package init?(
        _ worker: WorkerDescription, _ options: WorkerOptions,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        let settings: Settings
        do throws(SettingsError) {
            settings = try options.read(worker.settings, environment: environment)
        } catch {
            Self.complain("\(worker.name): \(error.problems.count) problems with the settings", error.problems)
            throw ExitCode.configuration
        }
        if options.check {
            print(settings.listing)
            return nil
        }
        self.worker = worker
        self.settings = settings
        let standard = worker.standard
        let level = Logger.Level(rawValue: settings[standard.logLevel]) ?? .info
        let logger = Logger(label: worker.name) { _ in JSONLog(worker: worker.name, level: level) }
        self.logger = logger
        metrics = WorkerMetrics()
        // For libraries that count by themselves; what is ours names its registry.
        MetricsSystem.bootstrap(metrics.registry)
        health = HealthBoard(stallLimit: settings[standard.healthStall])
        metrics.watch(health)
        shutdown = Shutdown(grace: settings[standard.shutdownGrace], logger: logger)
        outbound = Outbound(worker: worker.name)
        shutdown.watchSignals()
        try startHealthServer()
        logger.notice("started", metadata: ["version": .string(worker.version), "pid": .stringConvertible(getpid())])
    }

    private func startHealthServer() throws {
        let port = settings[worker.standard.healthPort]
        guard port != 0 else { return }
        do throws(HealthServerError) {
            healthServer = try HealthServer(
                host: settings[worker.standard.healthHost], port: port, board: health, registry: metrics.registry,
                logger: logger)
        } catch {
            logger.error("\(error)")
            throw ExitCode.unavailable
        }
    }

    /// Waits until the broker can be reached, and checks that it has this worker's queues and the marker.
    ///
    /// A broker that is down or refuses the login is tried again until it does not, with readiness off.
    /// - Returns: whether the check passed; false: the end was asked for before it could be made.
    /// - Throws: `ExitCode` 78 when something is missing, after naming it.
    package func awaitTopology() throws -> Bool {
        let gate = TopologyGate(queues: worker.queues, marker: worker.marker)
        var trial = Trial()
        while !shutdown.isRequested {
            do {
                let inspection = try Inspection(broker: broker, name: connectionName("start"), settings: connection)
                try gate.check(inspection)
                try inspection.close()
                health.report([], from: "start")
                return true
            } catch let mismatch as TopologyMismatch {
                logger.error("\(mismatch)")
                throw ExitCode.configuration
            } catch {
                trial.fail()
                health.report(["broker: \(error)"], from: "start")
                if trial.isWorthTelling { logger.warning("waiting for the broker", metadata: ["error": "\(error)"]) }
            }
            while ContinuousClock.now < trial.notBefore, !shutdown.isRequested { Thread.sleep(forTimeInterval: 0.05) }
        }
        return false
    }

    /// A consumer for this worker's queues, started, and watched by metrics and health.
    ///
    /// - Parameter wake: called from the connection's thread when messages arrived. Must not block.
    package func consumer(wake: @escaping @Sendable () -> Void = {}) -> Consumer {
        let subscriptions = worker.queues.map {
            Subscription(queue: $0, prefetch: settings[worker.standard.prefetch])
        }
        let consumer = Consumer(
            broker: broker, name: connectionName("consume"), subscriptions: subscriptions, settings: connection,
            log: log("consume"), wake: wake)
        metrics.watch(consumer)
        health.watch("consume") { consumer.state }
        consumer.start()
        return consumer
    }

    /// A publisher, started, and watched by metrics and health.
    ///
    /// - Parameter wake: called from the connection's thread when a receipt completes. Must not block.
    package func publisher(wake: @escaping @Sendable () -> Void = {}) -> Publisher {
        let publisher = Publisher(
            broker: broker, name: connectionName("publish"), settings: connection, log: log("publish"), wake: wake)
        metrics.watch(publisher)
        health.watch("publish") { publisher.state }
        publisher.start()
        return publisher
    }

    /// Shows how long the ledger's connection waits for its turn and holds it; a long wait counts for readiness.
    package func watchStore(_ figures: @escaping @Sendable () -> StoreFigures) {
        metrics.watch(figures)
        health.watchWait("ledger") { figures().waitingSince }
    }

    /// The whole life of a worker that handles batches: waits for the broker, makes the handler, works, drains.
    ///
    /// - Parameter make: makes the handler, once the broker is there. A throw ends the worker with its error.
    /// - Throws: `ExitCode` 75 when not everything could be settled in time; returns after a full drain.
    package func runBatches<Handler: BatchHandler>(_ make: (WorkerRuntime) throws -> Handler) throws {
        let handler = try make(self)
        guard try awaitTopology() else { return }
        let consumer = consumer()
        let publisher = publisher { consumer.interrupt() }
        shutdown.onRequest { consumer.interrupt() }
        let loop = BatchLoop(
            handler: handler, consumer: consumer, publisher: publisher, outbound: outbound, policy: worker.retries,
            limits: worker.standard.limits(settings), metrics: metrics, health: health, shutdown: shutdown,
            logger: logger)
        let isFinished = loop.run()
        healthServer?.stop()
        if !isFinished { throw ExitCode.endedEarly }
    }

    private var broker: BrokerAddress { settings[worker.standard.brokerURL] }

    private var connection: ConnectionSettings {
        var connection = ConnectionSettings()
        connection.heartbeat = settings[worker.standard.heartbeat]
        return connection
    }

    private func connectionName(_ role: String) -> String { "\(worker.name)/\(worker.version) \(role)" }

    private func log(_ direction: String) -> @Sendable (AMQPEvent) -> Void {
        let logger = logger
        return { event in
            let level: Logger.Level =
                switch event {
                case .connected, .subscribed, .unblocked: .info
                default: .warning
                }
            logger.log(level: level, "broker: \(event)", metadata: ["direction": .string(direction)])
        }
    }

    private static func complain(_ title: String, _ problems: [String]) {
        let text = ([title + ":"] + problems.map { "  " + $0 }).joined(separator: "\n") + "\n"
        JSONLog.standardError(Array(text.utf8))
    }
}
