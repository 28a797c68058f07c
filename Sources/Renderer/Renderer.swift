import ArgumentParser
import Contracts
import Foundation
import Logging
import Rulebook
import Worker

/// Writes the mails: render commands in, send commands out.
@main struct Renderer: ParsableCommand {
    static let worker = WorkerDescription(
        name: "renderer", version: Version.current,
        abstract: "Writes reminders from templates, in the debtor's language.", queues: [Topology.rendererQueue],
        marker: BrokerDefinition.current.marker, standard: RuntimeSettings(healthPort: 9102),
        settings: [SharedSettings.config])
    static let configuration = CommandConfiguration(worker)

    @OptionGroup var options: WorkerOptions

    func run() throws {
        guard let runtime = try WorkerRuntime(Self.worker, options) else { return }
        do {
            try runtime.runBatches { runtime in
                try RendererHandler(
                    outbound: runtime.outbound, retries: Self.worker.retries,
                    folder: URL(filePath: runtime.settings[SharedSettings.config]))
            }
        } catch let error as RulebookProblems {
            for problem in error.problems { runtime.logger.error("configuration: \(problem)") }
            throw ExitCode.configuration
        }
    }
}
