import Contracts
import Metrics
import Worker

/// What became of mails, counted.
struct SendingMetrics {
    private let outcomes: [DeliveryResult: Counter]
    private let inProgress: Recorder
    private let acceptance: Metrics.Timer

    init(_ registry: PrometheusRegistry, connections: Int) {
        outcomes = Dictionary(
            uniqueKeysWithValues: DeliveryResult.allCases.map { result in
                (result, Counter(label: Self.name(of: result), dimensions: [], factory: registry))
            })
        inProgress = Recorder(
            label: "dunlin_email_in_progress", dimensions: [], aggregate: false, factory: registry)
        acceptance = Metrics.Timer(label: "dunlin_email_acceptance_seconds", dimensions: [], factory: registry)
        Recorder(label: "dunlin_email_connections", dimensions: [], aggregate: false, factory: registry)
            .record(connections)
        registry.describe(Self.name(of: .accepted), "Mails that the server has taken over.")
        registry.describe(Self.name(of: .rejected), "Mails that the server will never take.")
        registry.describe(Self.name(of: .deferred), "Mails that were refused for now, or never left.")
        registry.describe(Self.name(of: .unknown), "Mails that the server may have or not.")
        registry.describe(Self.name(of: .declined), "Mails that the ledger refused at their claim, or got back unsent.")
        registry.describe("dunlin_email_in_progress", "Mails claimed and without an outcome.")
        registry.describe("dunlin_email_connections", "Connections to the mail server, at most.")
        registry.describe("dunlin_email_acceptance_seconds", "From the claim to the server's acceptance.")
    }

    func note(_ result: DeliveryResult) { outcomes[result]?.increment() }

    func noteAcceptance(since claim: ContinuousClock.Instant) { acceptance.record(since: claim) }

    func showInProgress(_ count: Int) { inProgress.record(count) }

    private static func name(of result: DeliveryResult) -> String { "dunlin_email_\(result.rawValue)_total" }
}
