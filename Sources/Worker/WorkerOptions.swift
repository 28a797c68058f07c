import ArgumentParser
import Foundation

/// What every worker's command line understands, beside `--help` and `--version`.
package struct WorkerOptions: ParsableArguments {
    @Option(
        name: .customLong("settings"),
        help: ArgumentHelp("Settings file, JSON (default: DUNLIN_SETTINGS).", valueName: "file"))
    var file: String?

    @Flag(help: "Read and print the settings, verify them, and end.")
    package var check = false

    package init() {}

    /// The settings of this process.
    ///
    /// - Throws: ``SettingsError``, also when the file cannot be read.
    package func read(
        _ table: SettingsTable, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(SettingsError) -> Settings {
        guard let path = file ?? environment["DUNLIN_SETTINGS"], !path.isEmpty else {
            return try table.read(environment: environment)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError(problems: ["settings file: cannot be read: \(path)"])
        }
        return try table.read(environment: environment, file: data)
    }
}

extension CommandConfiguration {
    /// The command line of a worker: its help lists all its settings.
    package init(_ worker: WorkerDescription) {
        self.init(
            commandName: worker.name, abstract: worker.abstract, discussion: worker.settings.help,
            version: "\(worker.name) \(worker.version)")
    }
}

extension ExitCode {
    /// `EX_CONFIG` of sysexits.h: somebody has to mend a setting.
    package static let configuration = ExitCode(78)
    /// `EX_UNAVAILABLE`: something outside is missing.
    package static let unavailable = ExitCode(69)
    /// `EX_TEMPFAIL`: ended before it had drained; nothing is lost.
    package static let endedEarly = ExitCode(Shutdown.endedEarly)
}
