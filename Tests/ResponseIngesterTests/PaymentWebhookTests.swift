import Contracts
import Foundation
import HTTPTypes
import Testing

@testable import ResponseIngester

@Suite struct `A payment webhook` {
    private static let path = "/webhooks/payments/harbour-supplies"

    @Test func `becomes a payment that the broker has when it is answered`() async throws {
        let (site, queue) = (try await SiteFixture.make(), try await EventQueue.make())
        let id = "msg_" + UUID().uuidString
        let answer = try await Self.post(Self.body(), id: id, to: site)
        #expect(answer.status == 202)
        #expect(answer.body.contains("\"status\" : \"accepted\""))
        let events = try await queue.take { $0.id == id }
        #expect(events.count == 1)
        #expect(events.first?.source == "webhooks/payments/harbour-supplies")
        #expect(events.first?.time == Instant("2026-11-03T08:00:00Z"))
        #expect(
            events.first?.payload
                == .payment(
                    Payment(
                        creditor: "harbour-supplies", account: "4711", payment: "p9",
                        amount: Money(minor: 3050, currency: SiteFixture.euro), receivedOn: CivilDate("2026-11-03")!,
                        reference: "R-i1", allocations: [Allocation(invoice: "i1", minor: 3050)])))
    }

    @Test func `is the same event when it is posted again`() async throws {
        let (site, queue) = (try await SiteFixture.make(), try await EventQueue.make())
        let id = "msg_" + UUID().uuidString
        for age: Int64 in [120, 60, 0] {
            #expect(try await Self.post(Self.body(), id: id, age: age, to: site).status == 202)
        }
        #expect(Set(try await queue.take { $0.id == id }.map { $0.encoded() }).count == 1)
    }

    @Test(arguments: [
        ("$", "[]"), ("$", "{"), ("$.type", #"{"type":"payment.failed","data":{}}"#),
        ("$.data", #"{"type":"payment.received"}"#),
        ("$", body(extra: #","more":1"#)), ("$.data", body(data: #","allocation":[]"#)),
        ("$.timestamp", body().replacing("2026-11-03T08:00:00Z", with: "yesterday")),
        ("$.data.creditor", body(data: #","creditor":"another""#)),
        ("$.data.account", body().replacing("\"4711\"", with: "4711")),
        ("$.data.amount.minor", body().replacing("\"minor\":3050,\"currency\"", with: "\"minor\":30.5,\"currency\"")),
        ("$.data.amount.currency", body().replacing("EUR", with: "EURO")),
        ("$.data.receivedOn", body().replacing("2026-11-03\"", with: "2026-02-30\"")),
        ("$.data.payment", body().replacing("\"payment\":\"p9\",", with: "")),
    ])
    func `is refused with the place of what is wrong`(_ path: String, _ body: String) async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let answer = try await Self.post(body, to: site)
        #expect(answer.status == 400)
        let error = try JSONDecoder().decode([String: [String: String]].self, from: Data(answer.body.utf8))["error"]
        #expect(error?["path"] == path, "\(answer.body)")
        #expect(error?["code"] == "invalid")
    }

    @Test func `is believed only with a signature over exactly its bytes, and fresh`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let body = Self.body()
        #expect(try await Self.post(body, signedBody: body + " ", to: site).status == 401)
        #expect(try await Self.post(body, age: 400, to: site).status == 401)
        #expect(try await Self.post(body, age: -400, to: site).status == 401)
        #expect(try await site.post(Self.path, body).status == 401)
        // Signed, but there is no broker: it got past the signature.
        let unconfirmed = try await Self.post(body, to: site)
        #expect(unconfirmed.status == 503)
        #expect(unconfirmed.headers["retry-after"] == "30")
    }

    @Test func `goes to creditors of the fleet only and may not be large`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        #expect(try await Self.post(Self.body(), to: site, path: "/webhooks/payments/nobody").status == 404)
        let large = Self.body(extra: String(repeating: " ", count: 70_000))
        #expect(try await Self.post(large, to: site).status == 413)
    }

    @Test func `agrees with the published vectors`() throws {
        guard let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"] else {
            return print("skipped: DUNLIN_CORPORA is not set, so the webhook vectors were not checked")
        }
        let file = URL(fileURLWithPath: folder).appending(path: "webhooks/vectors.json")
        let all = try JSONDecoder().decode([Vector?].self, from: Data(contentsOf: file)).compactMap(\.self)
        let vectors = all.filter { $0.scheme == "standard-webhooks" }
        #expect(vectors.count >= 14)
        for vector in vectors { #expect(vector.isAccepted == vector.valid, "\(vector.id)") }
    }

    private struct Vector: Decodable {
        let id: String
        let scheme: String
        let secret: String?
        let body: String?
        let header: [String: String]?
        let now: Int64?
        let valid: Bool

        var isAccepted: Bool {
            guard let secret = WebhookSecret(secret ?? "") else { return false }
            var fields = HTTPFields()
            for (name, value) in header ?? [:] { fields[HTTPField.Name(name)!] = value }
            let now = Instant(milliseconds: (now ?? 0) * 1000)
            return (try? WebhookHeaders(fields, body: Data((body ?? "").utf8), secrets: [secret], now: now)) != nil
        }
    }

    private static func body(data: String = "", extra: String = "") -> String {
        """
        {"type":"payment.received","timestamp":"2026-11-03T08:00:00Z","data":{"account":"4711","payment":"p9",\
        "amount":{"minor":3050,"currency":"EUR"},"receivedOn":"2026-11-03","reference":"R-i1",\
        "allocations":[{"invoice":"i1","minor":3050}]\(data)}\(extra)}
        """
    }

    private static func post(
        _ body: String, signedBody: String? = nil, id: String = "msg_1", age: Int64 = 0, to site: SiteFixture,
        path: String = path
    ) async throws -> HTTPAnswer {
        let time = String(Instant.now.milliseconds / 1000 - age)
        let signature = SiteFixture.secret.signature(id: id, timestamp: time, body: Data((signedBody ?? body).utf8))
        return try await site.post(
            path, body,
            [
                "Content-Type": "application/json", "webhook-id": id, "webhook-timestamp": time,
                "webhook-signature": "v1,bm9uZQ== \(signature)",
            ])
    }
}
