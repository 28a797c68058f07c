import AMQP
import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store
import TestSupport

/// Reminders from upstream's event to the mail server's acceptance and the stored outcome, each worker once.
struct FleetBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Due reminders from event to acceptance by postfix's smtp-sink, outcome stored.",
        discussion: """
            Starts a private broker, a ledger with synchronous=FULL and each worker once. Every reminder is an account \
            and an overdue invoice of its own. The last line is: fleet reminders=N per_second=R peak_rss_mb=…
            """)

    @Option(help: "Reminders, each from an account event and an invoice event.")
    var reminders = 50_000

    @Option(help: "Domains that the recipients are spread over.")
    var domains = 1000

    @Option(help: "Connections of the email sender.")
    var connections = 32

    func run() throws {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let config = products.appending(path: "dunlin_Rulebook.resources/Default")
        let sink = try SMTPSink()
        let fleet = try Fleet(products: products, config: config, now: "2026-11-24T09:00:00Z")
        let workers = ["planner", "renderer", "email-sender"]
        for worker in workers {
            try fleet.start(
                worker,
                [
                    "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(sink.port)", "DUNLIN_EMAIL_SECURITY": "none",
                    "DUNLIN_EMAIL_CONNECTIONS": String(connections),
                ])
        }
        let publisher = Publisher(
            broker: try BrokerAddress(url: fleet.broker.url), name: "bench upstream", log: { _ in }, wake: {})
        publisher.start()
        let watch = try Ledger.open(path: fleet.store, purpose: .read)
        let began = ContinuousClock.now
        let books = FleetBenchBooks(domains: domains)
        for start in stride(from: 0, to: reminders, by: 1000) {
            let receipt = publisher.publish(
                (start..<min(start + 1000, reminders)).flatMap { books.events(ofAccount: $0) })
            if start + 1000 >= reminders { _ = receipt.wait(until: .now + .seconds(120)) }
        }
        print("published in \(Self.seconds(since: began)) s")
        var accepted: Int64 = 0
        var lastReport = ContinuousClock.now
        let deadline = began + .seconds(600)
        while accepted < reminders, ContinuousClock.now < deadline {
            usleep(100_000)
            accepted = try watch.status().attemptsByState["accepted"] ?? 0
            if lastReport.duration(to: .now) > .seconds(5) {
                lastReport = .now
                print("\(Self.seconds(since: began)) s: \(accepted) accepted")
            }
        }
        let seconds = Self.seconds(since: began)
        let memory = workers.map { "\($0):\(fleet.peakMemory(of: $0))" }.joined(separator: ",")
        let states = try watch.status().attemptsByState
        print("states: \(states.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))")
        print("smtp-sink received \(sink.received)")
        _ = publisher.close(within: .seconds(5))
        fleet.stop()
        guard accepted == reminders else { throw ValidationError("\(accepted) of \(reminders) were accepted in time") }
        print("fleet reminders=\(reminders) per_second=\(Int(Double(reminders) / seconds)) peak_rss_mb=\(memory)")
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) + (Double(attoseconds) / 1e16).rounded() / 100
    }
}

/// What upstream publishes for the benchmark: accounts in four languages, each with one invoice overdue by 10 days.
struct FleetBenchBooks {
    let domains: Int
    private let euro = Currency("EUR")!
    private let due = CivilDate(year: 2026, month: 11, day: 14)!

    init(domains: Int) {
        self.domains = domains
    }

    func events(ofAccount number: Int) -> [OutgoingMessage] {
        let account = Identifier("account-\(number)")!
        let payloads: [Payload] = [
            .account(
                Account(
                    creditor: "harbour-supplies", account: account, name: "Example \(number) Ltd",
                    language: ["en", "de", "fr", "es"][number % 4],
                    contacts: [
                        Contact(
                            contact: "c1", role: "billing", name: "Accounts payable",
                            email: "ap\(number)@d\(number % domains).example.com")
                    ])),
            .invoice(
                Invoice(
                    creditor: "harbour-supplies", account: account, invoice: Identifier("invoice-\(number)")!,
                    amount: Money(minor: Int64(10_000 + number), currency: euro), issuedOn: due.adding(days: -30),
                    dueOn: due), .issued),
        ]
        return payloads.enumerated().map { index, payload in
            let message = Message(
                id: "bench-\(number)-\(index)", source: "/bench", time: Instant("2026-11-24T08:00:00Z")!,
                payload: payload)
            return OutgoingMessage(
                exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
                type: message.type.rawValue, body: message.encoded())
        }
    }
}
