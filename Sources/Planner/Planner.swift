import ArgumentParser
import Contracts
import Logging
import Store
import Worker

/// Keeps the books of facts and decides what is due: the only writer of business facts.
@main struct Planner: ParsableCommand {
    static let worker = WorkerDescription(
        name: "planner", version: Version.current,
        abstract: "Applies events to the ledger and plans the reminders that are due.",
        queues: [Topology.plannerStopQueue, Topology.plannerQueue], marker: BrokerDefinition.current.marker,
        retries: .planner, standard: RuntimeSettings(healthPort: 9101, tick: .milliseconds(200)),
        settings: PlannerSettings.all)
    static let configuration = CommandConfiguration(worker)

    @OptionGroup var options: WorkerOptions

    func run() throws {
        guard let runtime = try WorkerRuntime(Self.worker, options) else { return }
        try runtime.runBatches { runtime in
            do {
                return try PlannerHandler(runtime)
            } catch {
                // A database that is away may be back when the planner is started again; nothing else will.
                runtime.logger.error("cannot start: \(error)")
                throw (error as? StoreError)?.isTransient == true ? ExitCode.unavailable : ExitCode.configuration
            }
        }
    }
}
