import AMQP
import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store
import TestSupport

/// Reminders from upstream's event to the mail server's acceptance and the stored outcome.
struct FleetBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fleet",
        abstract: "Due reminders from event to acceptance by postfix's smtp-sink, outcome stored.",
        discussion: """
            Starts a private broker, a ledger that syncs every commit and each worker, once if not said otherwise. Every \
            reminder is an overdue invoice of an account of its own. The accounts are there before; the clock runs from \
            the first invoice's event until the last outcome is stored. \
            The last line is: fleet reminders=N per_second=R peak_rss_mb=…
            """)

    @Option(help: "Reminders, each from an account event and an invoice event.")
    var reminders = 50_000

    @Option(help: "Domains that the recipients are spread over.")
    var domains = 1000

    @Option(help: "Connections of the email sender.")
    var connections = 128

    @Option(help: "Planners, each a process.")
    var planners = 1

    @Option(help: "Renderers, each a process.")
    var renderers = 1

    @Option(help: "Email senders, each a process.")
    var senders = 1

    @Option(help: "Where the ledger is: sqlite or postgres.")
    var store = TemporaryStore.Kind.sqlite

    func run() throws {
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let config = products.appending(path: "dunlin_Rulebook.resources/Default")
        let sink = try SMTPSink()
        let fleet = try Fleet(products: products, config: config, now: "2026-11-24T09:00:00Z", store: store)
        let copies = [("planner", planners), ("renderer", renderers), ("email-sender", senders)]
        let workers = copies.flatMap { worker, count in
            (1...max(1, count)).map { (worker: worker, name: $0 == 1 ? worker : "\(worker)-\($0)") }
        }
        for (worker, name) in workers {
            try fleet.start(
                worker, as: name,
                [
                    "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(sink.port)", "DUNLIN_EMAIL_SECURITY": "none",
                    "DUNLIN_EMAIL_CONNECTIONS": String(connections),
                ])
        }
        let books = FleetBenchBooks(domains: domains)
        let publisher = Publisher(
            broker: try BrokerAddress(url: fleet.broker.url), name: "bench upstream", log: { _ in }, wake: {})
        publisher.start()
        let watch = try Ledger.open(path: fleet.store, purpose: .read)
        Self.publish((0..<reminders).map(books.account), by: publisher)
        guard eventually(within: .seconds(300), { Self.applied(by: workers, of: fleet) >= reminders })
        else { throw ValidationError("the accounts were not applied in time") }
        let invoices = (0..<reminders).map(books.invoice)
        let processes =
            try workers.compactMap { fleet.processID(of: $0.name) } + [fleet.broker.processID(), sink.processID]
        let cpuBefore = processes.map(Self.cpuSeconds)
        let began = ContinuousClock.now
        Self.publish(invoices, by: publisher)
        print("published in \(Self.seconds(since: began)) s")
        // The sink's count costs nothing; the ledger is asked only when it can be done.
        var accepted: Int64 = 0
        var lastReport = ContinuousClock.now
        let deadline = began + .seconds(600)
        while accepted < reminders, ContinuousClock.now < deadline {
            usleep(50_000)
            let received = sink.received
            if received >= reminders { accepted = try watch.status().attemptsByState["accepted"] ?? 0 }
            if lastReport.duration(to: .now) > .seconds(5) {
                lastReport = .now
                print("\(Self.seconds(since: began)) s: \(received) at the mail server")
            }
        }
        let seconds = Self.seconds(since: began)
        let names = workers.map(\.name)
        let memory = names.map { "\($0):\(fleet.peakMemory(of: $0))" }.joined(separator: ",")
        for name in names {
            for line in try fleet.metrics(of: name).split(separator: "\n") where line.hasPrefix("dunlin_store_") {
                print("\(name) \(line)")
            }
        }
        let states = try watch.status().attemptsByState
        print("states: \(states.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " "))")
        print("smtp-sink received \(sink.received)")
        let used = zip(zip(names + ["broker", "smtp-sink"], processes), cpuBefore).map { entry, before in
            "\(entry.0):\(((Self.cpuSeconds(entry.1) - before) * 100_000 / Double(reminders)).rounded() / 100)"
        }
        print("cpu_ms_per_reminder=\(used.joined(separator: ","))")
        _ = publisher.close(within: .seconds(5))
        fleet.stop()
        guard accepted == reminders else { throw ValidationError("\(accepted) of \(reminders) were accepted in time") }
        print("fleet reminders=\(reminders) per_second=\(Int(Double(reminders) / seconds)) peak_rss_mb=\(memory)")
    }

    /// Events that the planner has applied so far.
    private static func applied(by workers: [(worker: String, name: String)], of fleet: Fleet) -> Int {
        workers.filter { $0.worker == "planner" }.reduce(0) { sum, planner in
            let metrics = (try? fleet.metrics(of: planner.name)) ?? ""
            let line = metrics.split(separator: "\n").first {
                $0.hasPrefix("dunlin_messages_acknowledged_total{queue=\"dunlin.planner\"}")
            }
            return sum + (line?.split(separator: " ").last.flatMap { Int($0) } ?? 0)
        }
    }

    static func publish(_ events: [OutgoingMessage], by publisher: Publisher) {
        for start in stride(from: 0, to: events.count, by: 1000) {
            let receipt = publisher.publish(Array(events[start..<min(start + 1000, events.count)]))
            if start + 1000 >= events.count { _ = receipt.wait(until: .now + .seconds(120)) }
        }
    }

    /// User and system time of a process so far, in seconds; proc(5), stat, fields 14 and 15.
    private static func cpuSeconds(_ process: pid_t) -> Double {
        let stat = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        // The second field is the program's name in brackets, which may hold anything.
        let fields = stat.drop { $0 != ")" }.split(separator: " ")
        guard fields.count > 12, let user = Double(fields[12]), let system = Double(fields[13]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (seconds, attoseconds) = start.duration(to: .now).components
        return Double(seconds) + (Double(attoseconds) / 1e16).rounded() / 100
    }
}

/// What upstream publishes for the benchmark: accounts in four languages, each with one invoice overdue by 10 days.
struct FleetBenchBooks {
    let domains: Int
    private let creditor: Identifier = "harbour-supplies"
    private let euro = Currency("EUR")!
    private let due = CivilDate(year: 2026, month: 11, day: 14)!

    init(domains: Int) {
        self.domains = domains
    }

    func account(_ number: Int) -> OutgoingMessage {
        message(
            "account-\(number)",
            .account(
                Account(
                    creditor: creditor, account: Identifier("account-\(number)")!, name: "Example \(number) Ltd",
                    language: ["en", "de", "fr", "es"][number % 4],
                    contacts: [
                        Contact(
                            contact: "c1", role: "billing", name: "Accounts payable",
                            email: "ap\(number)@d\(number % domains).example.com")
                    ])))
    }

    func invoice(_ number: Int) -> OutgoingMessage {
        message(
            "invoice-\(number)",
            .invoice(
                Invoice(
                    creditor: creditor, account: Identifier("account-\(number)")!,
                    invoice: Identifier("invoice-\(number)")!,
                    amount: Money(minor: Int64(10_000 + number), currency: euro), issuedOn: due.adding(days: -30),
                    dueOn: due), .issued))
    }

    func payment(_ number: Int, account: Identifier) -> OutgoingMessage {
        message(
            "payment-\(number)",
            .payment(
                Payment(
                    creditor: creditor, account: account, payment: Identifier("payment-\(number)")!,
                    amount: Money(minor: 10_000, currency: euro), receivedOn: due)))
    }

    /// A payment of everything whose amount is no amount.
    func unreadablePayment(_ number: Int) -> OutgoingMessage {
        var payment = self.payment(number, account: Identifier("account-\(number)")!)
        let text = String(decoding: payment.body, as: UTF8.self)
        payment.body = Data(text.replacingOccurrences(of: "10000", with: #""ten thousand""#).utf8)
        return payment
    }

    private func message(_ id: String, _ payload: Payload) -> OutgoingMessage {
        let message = Message(
            id: id, source: "/bench", time: Instant("2026-11-24T08:00:00Z")!, payload: payload)
        return OutgoingMessage(
            exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
            type: message.type.rawValue, body: message.encoded())
    }
}
