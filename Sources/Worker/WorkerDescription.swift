import Contracts

/// What a worker is: enough for its help text, its settings and its place on the broker.
package struct WorkerDescription: Sendable {
    /// As in `planner`: its executable, its log lines, its broker connections.
    package let name: String
    package let version: String
    /// One sentence for `--help`.
    package let abstract: String
    /// The queues it consumes, the most urgent first; empty: it only publishes.
    package let queues: [String]
    /// The exchange that says which topology the broker has: ``BrokerDefinition/marker``.
    package let marker: String
    package let retries: RetryPolicy
    package let standard: RuntimeSettings
    package let settings: SettingsTable

    /// - Parameter settings: those that only this worker has.
    package init(
        name: String, version: String, abstract: String, queues: [String], marker: String,
        retries: RetryPolicy = .standard, standard: RuntimeSettings = RuntimeSettings(),
        settings: [any SettingDeclaration] = []
    ) {
        self.name = name
        self.version = version
        self.abstract = abstract
        self.queues = queues
        self.marker = marker
        self.retries = retries
        self.standard = standard
        self.settings = SettingsTable(worker: name, standard.declarations(consumes: !queues.isEmpty) + settings)
    }
}
