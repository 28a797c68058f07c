import AMQP
import Contracts
import Foundation
import Ledger
import Links
import Logging
import Policy
import Rulebook
import Store
import TestSupport
import Testing
import Worker

@testable import ResponseIngester

/// A site on a free port, over a ledger of its own and the tests' broker.
final class SiteFixture: Sendable {
    static let creditor: Identifier = "harbour-supplies"
    static let signer = LinkSigner(key: [UInt8](0..<32))!
    static let secret = WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!
    static let euro = Currency("EUR")!

    private static let shippedRulebook = Result { try Rulebook.load(folder: Rulebook.defaultFolder) }

    let port: Int
    let folder: URL
    let ledgerPath: String
    let rulebook: Rulebook
    private let server: SiteServer
    private let reader: LedgerReader
    private let publisher: Publisher

    /// - Parameters:
    ///   - isBrokerThere: false: events never find their way.
    ///   - language: the account's.
    static func make(isBrokerThere: Bool = true, misses: Int = 1000, language: String? = nil) async throws
        -> SiteFixture
    {
        try await onThread { try SiteFixture(isBrokerThere: isBrokerThere, misses: misses, language: language) }
    }

    private init(isBrokerThere: Bool, misses: Int, language: String?) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-site-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        ledgerPath = folder.appending(path: "ledger.sqlite").path()
        rulebook = try Self.shippedRulebook.get()
        let ledger = try Ledger.create(path: ledgerPath, testClock: Instant("2026-11-03T09:00:00Z")!)
        try ledger.activate(config: rulebook.hash)
        try Self.fill(ledger, language: language)
        let url = isBrokerThere ? try EventQueue.broker().url : "amqp://nobody:x@127.0.0.1:\(try LoopbackPort.free())/"
        let confirms = ConfirmWaiters()
        publisher = Publisher(broker: try BrokerAddress(url: url), name: "site", wake: { confirms.settle() })
        publisher.start()
        reader = try LedgerReader(path: ledgerPath, health: HealthBoard())
        let quiet = Logger(label: "test") { _ in JSONLog(worker: "test", level: .critical) }
        let site = Site(
            desk: CaseDesk(
                ledger: reader, rulebook: rulebook, signer: Self.signer, oldestLink: .seconds(400 * 86_400)),
            events: EventDesk(
                publisher: publisher, outbound: Outbound(worker: "response-ingester"), waiters: confirms,
                patience: isBrokerThere ? .seconds(10) : .milliseconds(200)),
            webhookSecrets: [
                WebhookSecret("whsec_" + Data(repeating: 9, count: 24).base64EncodedString())!, Self.secret,
            ],
            misses: MissLimit(perMinute: misses), proxies: 0, log: RequestLog(quiet, PrometheusRegistry()))
        let server = SiteServer(site: site, host: "127.0.0.1", port: 0, logger: quiet)
        self.server = server
        let thread = Thread {
            do { try server.runToEnd() } catch { Issue.record(error) }
        }
        thread.start()
        guard eventually({ server.port != nil }), let port = server.port else {
            throw CannotServe(address: "", reason: "late")
        }
        self.port = port
    }

    deinit {
        server.stop()
        reader.stop()
        do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path())") }
        let publisher = publisher
        let thread = Thread { publisher.close(within: .milliseconds(100)) }
        thread.start()
    }

    /// Three open invoices of 30.50, 100.00 and 1,234.56, and an unapplied payment of 20.00.
    private static func fill(_ ledger: Ledger, language: String?) throws {
        // An attempt's id follows from its case and contact: this keeps those of two tests apart.
        let contact = Identifier("contact-" + UUID().uuidString)!
        let account = Account(
            creditor: creditor, account: "4711", name: "Müller & Söhne <GmbH>", language: language,
            contacts: [Contact(contact: contact, email: "billing@example.com")])
        var payloads: [Payload] = [.account(account)]
        for (id, minor, due) in [
            ("i1", Int64(3050), "2026-10-22"), ("i2", 10_000, "2026-11-03"), ("i3", 123_456, "2026-12-01"),
        ] {
            let due = CivilDate(due)!
            payloads.append(
                .invoice(
                    Invoice(
                        creditor: creditor, account: "4711", invoice: Identifier(id)!, number: "R-\(id)",
                        amount: Money(minor: minor, currency: euro), issuedOn: due.adding(days: -30), dueOn: due),
                    .issued))
        }
        payloads.append(payment("p0", 2000))
        try apply(payloads, to: ledger)
    }

    static func payment(_ id: Identifier, _ minor: Int64, on lines: [Allocation]? = nil) -> Payload {
        .payment(
            Payment(
                creditor: creditor, account: "4711", payment: id, amount: Money(minor: minor, currency: euro),
                receivedOn: CivilDate("2026-11-02")!, allocations: lines))
    }

    static func apply(_ payloads: [Payload], to ledger: Ledger) throws {
        let messages = payloads.enumerated().map { index, payload in
            Message(
                id: UUID().uuidString, source: "/billing",
                time: Instant("2026-10-01T00:00:00Z")!.adding(.seconds(index)),
                payload: payload)
        }
        var done = 0
        while done < messages.count {
            done += try ledger.apply(
                messages.dropFirst(done).map { ($0, Array($0.id.utf8)) }, settle: .zero
            ).count
        }
    }

    /// Has events happen in the ledger.
    func apply(_ payloads: Payload...) async throws {
        let path = ledgerPath
        try await onThread { try Self.apply(payloads, to: Ledger.open(path: path)) }
    }

    func revokeLinks() async throws {
        let path = ledgerPath
        try await onThread {
            _ = try Ledger.open(path: path).database.write { try $0.execute("UPDATE dunning_case SET link_epoch = 1") }
        }
    }

    /// The reminder that is due, with its links.
    func reminder() async throws -> ReminderRender {
        let (path, rulebook) = (ledgerPath, rulebook)
        return try await onThread {
            let result = try Ledger.open(path: path).planDue(
                limit: 10, rules: rulebook.rules, config: rulebook.hash,
                links: {
                    LinkMaker(base: "https://links.example.com", signer: Self.signer).links(
                        case: $0, epoch: $1, attempt: $2)
                },
                source: "test")
            guard case .reminderRender(let render) = result.dispatches.first?.command.payload else {
                throw CannotServe(address: "", reason: "nothing was due")
            }
            return render
        }
    }

    func token(_ purpose: LinkPurpose = .portal(case: 1, epoch: 0), issued: Instant = .now) -> String {
        Self.signer.token(for: purpose, issued: issued)
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await HTTPAnswer.to("GET", path, headers, port: port)
    }

    func post(_ path: String, _ body: String, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        let form = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await HTTPAnswer.to("POST", path, form.merging(headers) { $1 }, body: body, port: port)
    }
}

/// Runs what blocks on a thread of its own, so that the server under test keeps those of the shared pool.
func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        let thread = Thread { continuation.resume(with: Result { try work() }) }
        thread.start()
    }
}
