import AMQP
import Contracts
import Foundation
import Ledger
import Policy
import Rulebook
import Store
import TestSupport
import Testing

/// A ledger with reminders that are due, a broker with the fleet's queues, and the built `email-sender` as a process.
final class SenderFixture {
    let folder: PeerFolder
    let ledger: Ledger
    let rulebook: Rulebook
    private let broker: BrokerAddress
    private let brokerURL: String
    private var senders: [pid_t] = []
    private var accounts = 0
    private var starts = 0

    /// A Tuesday morning within the policy's window.
    static let now = Instant("2026-11-24T09:00:00Z")!

    /// The built sender, beside the test bundle.
    private static let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appending(path: "email-sender").path

    /// A virtual host of this suite's own, so that others may declare the same names otherwise.
    private static let prepared = Result<String, any Error> {
        let node = try PrivateBroker.shared()
        try node.control(["add_vhost", "email-sender"])
        try node.control(["set_permissions", "-p", "email-sender", node.user, ".*", ".*", ".*"])
        let url = node.url(port: node.port) + "email-sender"
        let inspection = try Inspection(broker: BrokerAddress(url: url), name: "tests")
        let definition = BrokerDefinition.current
        for exchange in definition.exchanges { try inspection.declareExchange(exchange.name, type: exchange.type) }
        try inspection.declareExchange(definition.marker, type: "fanout")
        let queues = definition.queues.map(\.name).filter { !Topology.streams.contains($0) }
        for queue in queues { try inspection.declareQuorumQueue(queue) }
        for binding in definition.bindings where queues.contains(binding.destination) {
            try inspection.bind(queue: binding.destination, to: binding.source, routingKey: binding.routingKey)
        }
        try inspection.close()
        return url
    }

    init() throws {
        brokerURL = try Self.prepared.get()
        broker = try BrokerAddress(url: brokerURL)
        folder = try PeerFolder()
        rulebook = try Rulebook.load(folder: Rulebook.defaultFolder)
        ledger = try Ledger.create(path: folder.path("ledger.sqlite"), testClock: Self.now)
        try ledger.activate(config: rulebook.hash)
        let inspection = try Inspection(broker: broker, name: "tests")
        for queue in BrokerDefinition.current.queues.map(\.name) where !Topology.streams.contains(queue) {
            try inspection.purge(queue)
        }
        try inspection.close()
    }

    deinit {
        for sender in senders {
            kill(sender, SIGKILL)
            _ = Command.wait(for: sender)
        }
    }

    // MARK: The ledger

    func apply(_ payload: Payload) throws {
        let message = Message(id: MessageID.fresh(), source: "/tests", time: .now, payload: payload)
        _ = try ledger.apply([(message, Array(message.encoded().suffix(40)))], settle: .zero)
    }

    /// The send commands of so many accounts with one overdue invoice each, as planner and renderer would make them.
    func planned(_ count: Int, domain: String = "example.com") throws -> [EmailSend] {
        for _ in 0..<count {
            accounts += 1
            let account = Identifier("a\(accounts)")!
            try apply(
                .account(
                    Account(
                        creditor: "harbour-supplies", account: account, name: "Example \(accounts) Ltd",
                        contacts: [Contact(contact: "c1", email: "billing\(accounts)@\(domain)")])))
            try apply(
                .invoice(
                    Invoice(
                        creditor: "harbour-supplies", account: account, invoice: Identifier("i\(accounts)")!,
                        amount: Money(minor: 10_000, currency: Currency("EUR")!), issuedOn: CivilDate("2026-10-01")!,
                        dueOn: CivilDate("2026-11-10")!), .issued))
        }
        return try replanned(count)
    }

    func replanned(_ count: Int) throws -> [EmailSend] {
        var sends: [EmailSend] = []
        while true {
            let result = try ledger.planDue(
                limit: 128, rules: { [rulebook] in rulebook.rules(for: $0) }, config: rulebook.hash,
                links: { _, _, attempt in
                    ReminderLinks(
                        portal: "https://pay.example.com/c/x", unsubscribe: "https://pay.example.com/u/\(attempt)",
                        replyToken: "0123456789abcdef")
                }, source: "tests")
            try ledger.markDispatched(result.dispatches.map { ($0.attempt, $0.revision) })
            for dispatch in result.dispatches {
                guard case .reminderRender(let render) = dispatch.command.payload else { continue }
                sends.append(try Self.send(render, rulebook))
            }
            if !result.isMore { break }
        }
        try #require(sends.count == count)
        return sends
    }

    private static func send(_ render: ReminderRender, _ rulebook: Rulebook) throws -> EmailSend {
        let creditor = try #require(rulebook.creditor(render.case.creditor))
        return EmailSend(
            attempt: render.attempt, case: render.case, basis: render.basis, config: render.config,
            from: creditor.from,
            to: Mailbox(name: render.recipient.name, address: try #require(render.recipient.email)),
            replyTo: Mailbox(name: nil, address: creditor.replyAddress(token: render.links.replyToken)),
            subject: "Zahlungserinnerung für \(render.accountName)", text: "Guten Tag,\nbitte zahlen Sie.\n",
            html: "<p>Guten Tag</p>\n", language: "de", unsubscribe: render.links.unsubscribe,
            template: render.template + "/de")
    }

    func state(_ send: EmailSend) throws -> String? {
        try ledger.database.read {
            try $0.first("SELECT state FROM attempt WHERE id = $1", .text(send.attempt.id)) { $0.text(0) }
        }
    }

    // MARK: The broker

    func publish(_ sends: [EmailSend]) throws {
        let messages = sends.map { send in
            Message(
                id: MessageID.message(.emailSend, of: send.attempt), source: "tests", time: .now,
                payload: .emailSend(send))
        }
        try publish(bodies: messages.map { $0.encoded() })
    }

    func publish(bodies: [Data]) throws {
        let publisher = Publisher(broker: broker, name: "tests")
        publisher.start()
        defer { publisher.close(within: .seconds(5)) }
        let messages = bodies.map { body in
            OutgoingMessage(
                exchange: Topology.commandsExchange, routingKey: MessageType.emailSend.routingKey,
                messageID: MessageID.fresh(), type: MessageType.emailSend.rawValue, body: body)
        }
        let receipt = publisher.publish(messages)
        guard receipt.wait(until: .now + .seconds(30)), receipt.failures.isEmpty else {
            throw Missing(what: "confirms")
        }
    }

    /// What the sender tells the planner.
    func reports(_ count: Int) throws -> [Message] {
        try take(count, from: Topology.plannerQueue).map { try Message(body: $0.body) }
    }

    func outcomes(_ count: Int) throws -> [(result: DeliveryResult, outcome: DeliveryOutcome)] {
        try reports(count).compactMap { message in
            guard case .delivery(let outcome, let result) = message.payload else { return nil }
            return (result, outcome)
        }
    }

    /// Reads reports until one tells this outcome.
    func awaitOutcome(_ result: DeliveryResult) throws -> DeliveryOutcome {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            if let found = try outcomes(1).first(where: { $0.result == result }) { return found.outcome }
        }
        throw Missing(what: "\(result)\n\(log)")
    }

    func take(_ count: Int, from queue: String) throws -> [IncomingMessage] {
        let consumer = Consumer(
            broker: broker, name: "tests", subscriptions: [Subscription(queue: queue, prefetch: 1000)])
        consumer.start()
        defer { consumer.close(within: .seconds(5)) }
        var messages: [IncomingMessage] = []
        let deadline = ContinuousClock.now + .seconds(30)
        while messages.count < count, ContinuousClock.now < deadline {
            let batch = consumer.next(max: count - messages.count, waiting: .seconds(1))
            messages += batch.messages
            batch.acknowledge()
        }
        guard messages.count == count else { throw Missing(what: "\(count - messages.count) of \(queue)\n\(log)") }
        return messages
    }

    func depth(_ queue: String) throws -> Int {
        let inspection = try Inspection(broker: broker, name: "tests")
        let depth = try inspection.queueDepth(queue) ?? -1
        try inspection.close()
        return depth
    }

    // MARK: The sender

    @discardableResult
    func start(port: Int, _ settings: [String: String] = [:]) throws -> pid_t {
        starts += 1
        let environment = [
            "DUNLIN_BROKER_URL": brokerURL, "DUNLIN_STORE": folder.path("ledger.sqlite"),
            "DUNLIN_CONFIG": Rulebook.defaultFolder.path, "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(port)",
            "DUNLIN_HEALTH_PORT": "0", "DUNLIN_EMAIL_LEASE": "2s", "DUNLIN_EMAIL_DOMAIN_CONNECTIONS": "0",
        ]
        let sender = try Command.spawn(
            [Self.program], environment: environment.merging(settings) { $1 }, output: .file(logPath))
        senders.append(sender)
        return sender
    }

    /// Ends a sender by a signal.
    /// - Returns: its exit status, or 128 and the signal.
    func stop(_ sender: pid_t, _ signal: Int32 = SIGTERM) -> Int32 {
        kill(sender, signal)
        return ended(sender)
    }

    func ended(_ sender: pid_t) -> Int32 {
        senders.removeAll { $0 == sender }
        return Command.wait(for: sender)
    }

    /// Of the sender that was started last.
    var log: String {
        String(decoding: FileManager.default.contents(atPath: logPath) ?? Data(), as: UTF8.self)
    }

    private var logPath: String { folder.path("sender-\(starts).log") }

    /// Sweeps until the leases of dead senders have ended and something was found.
    func sweep() throws -> (givenBack: Int, unknown: Int) {
        var found = (givenBack: 0, unknown: 0)
        _ = try eventually {
            let result = try ledger.sweep(dispatchTimeout: .seconds(3600))
            found.givenBack += result.givenBack
            found.unknown += result.unknown
            return found.givenBack + found.unknown > 0
        }
        return found
    }

    struct Missing: Error {
        let what: String
    }
}
