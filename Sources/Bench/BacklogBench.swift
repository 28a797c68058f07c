import AMQP
import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store
import TestSupport

/// How long a payment waits behind an import, and what a payment that cannot be used does.
struct BacklogBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backlog",
        abstract: "Payments published while imports are queued; and accounts with a payment that was parked.",
        discussion: """
            Queues account events, starts a planner and publishes payments one after the other while the events are \
            worked off; each must be in the ledger within 2 s. Then accounts with an overdue invoice get a payment that \
            cannot be read, and as many get none: the first are sent nothing, the others one mail each. \
            The last line is: backlog imports=N payments=N slowest_ms=N held=N sent_to_held=0
            """)

    @Option(help: "Account events that are queued before the planner starts.")
    var imports = 200_000

    @Option(help: "Payments published while the imports are worked off.")
    var payments = 20

    @Option(help: "Accounts with a payment that is parked, and as many without.")
    var accounts = 25

    @Option(help: "Where the ledger is: sqlite or postgres.")
    var store = TemporaryStore.Kind.sqlite

    private static let limit = Duration.seconds(2)

    func run() throws {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let config = products.appending(path: "dunlin_Rulebook.resources/Default")
        let fleet = try Fleet(products: products, config: config, now: "2026-11-24T09:00:00Z", store: store)
        defer { fleet.stop() }
        let publisher = Publisher(
            broker: try BrokerAddress(url: fleet.broker.url), name: "bench upstream", log: { _ in }, wake: {})
        publisher.start()
        let books = FleetBenchBooks(domains: 100)
        FleetBench.publish((0..<imports).map(books.account), by: publisher)
        try fleet.start("planner")
        let ledger = try Ledger.open(path: fleet.store, purpose: .read)
        let slowest = try payBehindImports(books, ledger, fleet, publisher)
        guard eventually(within: .seconds(600), { (try? Self.waiting(in: fleet)) == 0 }) else {
            throw ValidationError("the imports were not applied in time")
        }
        let sent = try sendBesideParked(books, ledger, fleet, publisher)
        _ = publisher.close(within: .seconds(5))
        print(
            """
            backlog imports=\(imports) payments=\(payments) slowest_ms=\(Int(slowest / .milliseconds(1))) \
            held=\(accounts) sent_to_held=\(sent)
            """)
        guard slowest <= Self.limit else { throw ValidationError("a payment took longer than \(Self.limit)") }
        guard sent == 0 else { throw ValidationError("accounts were written to whose payment was parked") }
    }

    /// - Returns: the longest time from publishing a payment to the ledger's having it.
    private func payBehindImports(
        _ books: FleetBenchBooks, _ ledger: Ledger, _ fleet: Fleet, _ publisher: Publisher
    ) throws -> Duration {
        guard eventually({ (try? ledger.status().accounts).map { $0 > 256 } ?? false }) else {
            throw ValidationError("the planner does not apply the imports")
        }
        var slowest = Duration.zero
        for number in 0..<payments {
            let account = Identifier("payer-\(number)")!
            let began = ContinuousClock.now
            FleetBench.publish([books.payment(number, account: account)], by: publisher)
            let isBooked = eventually(within: .seconds(60)) {
                (try? ledger.view(of: "harbour-supplies", account, rules: { _ in nil })) != nil
            }
            guard isBooked else { throw ValidationError("payment \(number) was not applied within 60 s") }
            let (took, behind) = (began.duration(to: .now), try Self.waiting(in: fleet))
            print("payment \(number): \(Int(took / .milliseconds(1))) ms, \(behind) imports wait")
            guard behind > 0 else { throw ValidationError("the imports were through before payment \(number)") }
            slowest = max(slowest, took)
        }
        return slowest
    }

    /// - Returns: how many mails went to accounts whose payment lies in the dead-letter queue.
    private func sendBesideParked(
        _ books: FleetBenchBooks, _ ledger: Ledger, _ fleet: Fleet, _ publisher: Publisher
    ) throws -> Int64 {
        let sink = try SMTPSink()
        try fleet.start("renderer")
        try fleet.start(
            "email-sender",
            ["DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(sink.port)", "DUNLIN_EMAIL_SECURITY": "none"])
        let held = (imports..<imports + accounts)
        let free = (held.upperBound..<held.upperBound + accounts)
        FleetBench.publish((held.lowerBound..<free.upperBound).map(books.account), by: publisher)
        // The payment and the invoice come at the same time, as they may.
        FleetBench.publish(
            zip(held.map(books.unreadablePayment), held.map(books.invoice)).flatMap { [$0, $1] }
                + free.map(books.invoice), by: publisher)
        let isSent = eventually(within: .seconds(120)) {
            guard let status = try? ledger.status() else { return false }
            return status.attemptsByState["accepted"] ?? 0 >= accounts && status.dueCases == 0
                && status.incomplete == accounts
        }
        let status = try ledger.status()
        guard isSent else { throw ValidationError("not all is done after 120 s: \(status.attemptsByState)") }
        // What was accepted beyond one for each free account, by the mail server's count, went to the others.
        return Int64(sink.received) - Int64(accounts)
    }

    private static func waiting(in fleet: Fleet) throws -> Int {
        let inspection = try Inspection(broker: try BrokerAddress(url: fleet.broker.url), name: "bench")
        let waiting = try inspection.queueDepth(Topology.plannerQueue) ?? 0
        try inspection.close()
        return waiting
    }
}
