import AMQP
import ArgumentParser
import Contracts
import Foundation
import Ledger
import Logging
import Rulebook
import Worker

/// Listens to the answer: the pages behind links, opt-outs and payment webhooks.
@main struct ResponseIngester: ParsableCommand {
    static let worker = WorkerDescription(
        name: "response-ingester", version: Version.current,
        abstract: "Serves the pages behind links, and turns opt-outs and payment webhooks into events.",
        queues: [], marker: BrokerDefinition.current.marker, standard: RuntimeSettings(healthPort: 9104),
        settings: IngesterSettings.all)
    static let configuration = CommandConfiguration(worker)

    @OptionGroup var options: WorkerOptions

    func run() throws {
        guard let runtime = try WorkerRuntime(Self.worker, options) else { return }
        try Self.serve(runtime)
    }

    /// The worker's whole life: waits for the broker, serves until the end is asked for, and flushes what is unconfirmed.
    ///
    /// - Throws: `ExitCode` 78 for a configuration that cannot be used, 69 when a part outside is missing, 75 when not
    ///   everything could be confirmed in time.
    static func serve(_ runtime: WorkerRuntime) throws {
        let settings = runtime.settings
        let rulebook = try loadRulebook(settings, runtime)
        let ledger = try openLedger(settings, runtime)
        defer { ledger.stop() }
        guard try runtime.awaitTopology() else { return }
        let confirms = ConfirmWaiters()
        let publisher = runtime.publisher { confirms.settle() }
        let site = Site(
            desk: CaseDesk(
                ledger: ledger, rulebook: rulebook, signer: settings[SharedSettings.linksKey],
                oldestLink: settings[IngesterSettings.linkAge]),
            events: EventDesk(
                publisher: publisher, outbound: runtime.outbound, waiters: confirms,
                patience: settings[IngesterSettings.confirmPatience]),
            webhookSecrets: settings[IngesterSettings.webhookSecrets] ?? [],
            misses: MissLimit(perMinute: settings[IngesterSettings.missesPerMinute]),
            proxies: settings[IngesterSettings.proxies], log: RequestLog(runtime.logger, runtime.metrics.registry))
        let server = SiteServer(
            site: site, host: settings[IngesterSettings.host], port: settings[IngesterSettings.port],
            logger: runtime.logger)
        runtime.shutdown.onRequest { server.stop() }
        do {
            try server.runToEnd()
        } catch {
            runtime.logger.error("\(error)")
            publisher.close(within: .seconds(2))
            throw ExitCode.unavailable
        }
        let left = runtime.shutdown.deadline.map { ContinuousClock.now.duration(to: $0) } ?? .seconds(10)
        guard publisher.close(within: max(left - .seconds(1), .seconds(1))) else { throw ExitCode.endedEarly }
    }

    private static func loadRulebook(_ settings: Settings, _ runtime: WorkerRuntime) throws -> Rulebook {
        do throws(RulebookProblems) {
            return try Rulebook.load(folder: URL(fileURLWithPath: settings[SharedSettings.config]))
        } catch {
            runtime.logger.error("\(error)")
            throw ExitCode.configuration
        }
    }

    private static func openLedger(_ settings: Settings, _ runtime: WorkerRuntime) throws -> LedgerReader {
        do {
            return try LedgerReader(
                path: settings[SharedSettings.store], keys: FleetKeys(setting: settings[SharedSettings.key]),
                health: runtime.health)
        } catch {
            runtime.logger.error("\(error)")
            throw ExitCode.configuration
        }
    }
}
