import Contracts
import Foundation
import Testing

@Suite struct `A refusal` {
    /// What is changed in the golden message, and what the refusal says of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let type: MessageType
        let path: [Step]
        let value: JSONValue
        let reason: String
        /// Whether a schema can say it too.
        var inSchema = true
        var at: String?
        var testDescription: String { "\(type.rawValue) \(path.text)" }
    }

    private static func data(_ names: String...) -> [Step] { [.member("data")] + names.map(Step.member) }
    private static let firstAllocation = data("allocations") + [.item(0), .member("minor")]

    static let cases: [Case] = [
        Case(type: .invoiceIssued, path: [.member("specversion")], value: "0.3", reason: "is not 1.0"),
        Case(type: .invoiceIssued, path: [.member("id")], value: "", reason: "must not be empty"),
        Case(
            type: .invoiceIssued, path: [.member("id")], value: .text(String(repeating: "x", count: 300)),
            reason: "has 300 bytes, at most 128 are allowed"),
        Case(type: .invoiceIssued, path: [.member("id")], value: "a\u{0}b", reason: "holds a control character"),
        Case(
            type: .invoiceIssued, path: [.member("id")], value: .text(String(repeating: "é", count: 100)),
            reason: "has 200 bytes, at most 128 are allowed", inSchema: false),
        Case(
            type: .invoiceIssued, path: [.member("time")], value: "yesterday", reason: "is not a date-time of RFC 3339"),
        Case(
            type: .invoiceIssued, path: data("amount", "minor"), value: .number(12.5),
            reason: "is not a whole number of 64 bits"),
        Case(
            type: .invoiceIssued, path: data("amount", "minor"), value: .number(1e30),
            reason: "is not a whole number of 64 bits"),
        Case(
            type: .invoiceIssued, path: data("revision"), value: .number(0.5),
            reason: "is not a whole number of 64 bits"),
        Case(
            type: .invoiceIssued, path: data("amount", "minor"), value: 1_000_000_000_001,
            reason: "is beyond 1000000000000 minor units"),
        Case(type: .invoiceIssued, path: data("amount", "minor"), value: -1, reason: "must not be negative"),
        Case(
            type: .invoiceIssued, path: data("amount", "currency"), value: "EURO",
            reason: "is not a currency code of ISO 4217 such as EUR"),
        Case(type: .invoiceIssued, path: data("dueOn"), value: "2026-02-30", reason: "is not a date YYYY-MM-DD"),
        Case(type: .invoiceIssued, path: data("dueOn"), value: "20261101", reason: "is not a date YYYY-MM-DD"),
        Case(
            type: .invoiceIssued, path: data("dueOn"), value: "2020-01-01", reason: "must not be before issuedOn",
            inSchema: false),
        Case(
            type: .invoiceIssued, path: data("number"), value: .text(String(repeating: "x", count: 130_000)),
            reason: "has 130000 bytes, at most 1000 are allowed"),
        Case(type: .invoiceIssued, path: data("reference"), value: "a\r\nBcc: b", reason: "holds a control character"),
        Case(type: .accountUpserted, path: data("kind"), value: "robot", reason: "is none of business, consumer"),
        Case(type: .accountUpserted, path: data("name"), value: "", reason: "must not be empty"),
        Case(
            type: .accountUpserted, path: data("contacts") + [.item(0), .member("email")],
            value: .text(String(repeating: "x", count: 255)), reason: "has 255 bytes, at most 254 are allowed"),
        Case(
            type: .accountUpserted, path: data("contacts"), value: [["contact": "c1"], ["contact": "c1"]],
            reason: "two contacts have the same id", inSchema: false),
        Case(type: .paymentReceived, path: data("amount", "minor"), value: 0, reason: "must be more than 0"),
        Case(type: .paymentReceived, path: firstAllocation, value: 0, reason: "must be more than 0"),
        Case(
            type: .paymentReceived, path: firstAllocation, value: 50_001, reason: "sum to more than the amount",
            inSchema: false, at: "$.data.allocations"),
        Case(type: .paymentReversed, path: data("amount", "minor"), value: -5, reason: "must be more than 0"),
        Case(type: .creditNoteIssued, path: firstAllocation, value: -1, reason: "must be more than 0"),
        Case(type: .disputeOpened, path: data("amount", "minor"), value: 0, reason: "must be more than 0"),
        Case(type: .holdPlaced, path: data("account"), value: .null, reason: "is needed with invoice", inSchema: false),
        Case(
            type: .holdPlaced, path: data("until"), value: "2001-01-01T00:00:00Z", reason: "must not be before from",
            inSchema: false),
        Case(
            type: .invoiceIssued, path: data("instalments"),
            value: [["dueOn": "2026-11-10", "minor": 60_000], ["dueOn": "2026-12-10", "minor": 60_000]],
            reason: "do not sum to the amount", inSchema: false),
        Case(
            type: .invoiceIssued, path: data("dunning", "policy"), value: "strict", reason: "is the account's",
            inSchema: false),
        Case(
            type: .accountUpserted, path: data("parent"), value: "A-1001", reason: "must be another account",
            inSchema: false),
        Case(
            type: .accountUpserted, path: data("tags") + [.item(0)], value: "a\nb", reason: "holds a control character"),
        Case(type: .promiseMade, path: data("amount", "minor"), value: 0, reason: "must be more than 0"),
        Case(
            type: .planAgreed, path: data("invoices"), value: [], reason: "1 to 1000 are allowed", inSchema: false),
        Case(
            type: .planAgreed, path: data("instalments") + [.item(1), .member("dueOn")], value: "2026-11-30",
            reason: "must be after the one before", inSchema: false),
        Case(type: .taskClosed, path: data("outcome"), value: "maybe", reason: "is none of done, declined"),
        Case(
            type: .eventRefused, path: data("class"), value: "lost",
            reason: "is none of parked, permanent, schema, config, conflict, expired, unknown, broker"),
    ]

    @Test(arguments: cases)
    func `names the path and the reason`(of damage: Case) throws {
        let document = try GoldenFiles.document(of: damage.type).replacing(damage.path, with: damage.value)
        let refusal = try #require(throws: MessageRefusal.self) { try Message(body: document.document) }
        #expect(refusal.class == .permanent)
        #expect(refusal.path == damage.at ?? damage.path.text)
        #expect(refusal.reason == damage.reason)
    }

    @Test func `agrees with the schema wherever a schema can say it`() throws {
        let bodies = try Self.cases.map { damage in
            let document = try GoldenFiles.document(of: damage.type).replacing(damage.path, with: damage.value)
            return (type: damage.type, body: document.document)
        }
        for (damage, problem) in zip(Self.cases, try SchemaValidator.problems(bodies)) {
            #expect((problem != nil) == damage.inSchema, "\(damage.testDescription)")
        }
    }

    @Test func `tells a type that nobody knows only when it looks like one of ours`() throws {
        for (type, isShown) in [("dunlin.plan.requested.v1", true), ("someone@example.com", false)] {
            let document = try GoldenFiles.document(of: .invoiceIssued)
                .replacing([.member("type")], with: .text(type))
            let refusal = try #require(throws: MessageRefusal.self) { try Message(body: document.document) }
            #expect(refusal.class == .schema)
            #expect(refusal.reason.contains(type) == isShown)
        }
    }

    @Test func `keeps what could be read, so that the account can be held`() throws {
        let document = try GoldenFiles.document(of: .invoiceIssued)
            .replacing([.member("data"), .member("amount")], with: nil)
        let refusal = try #require(throws: MessageRefusal.self) { try Message(body: document.document) }
        #expect(refusal.remains.source == "/billing")
        #expect(refusal.remains.type == "dunlin.invoice.issued.v1")
        #expect(refusal.remains.creditor == "harbour-supplies")
        #expect(refusal.remains.account == "A-1001")
    }

    @Test func `keeps the account of a case too`() throws {
        let document = try GoldenFiles.document(of: .deliveryAccepted)
            .replacing([.member("data"), .member("at")], with: nil)
        let refusal = try #require(throws: MessageRefusal.self) { try Message(body: document.document) }
        #expect(refusal.remains.account == "A-1001")
    }

    @Test func `of too large a body comes before reading it`() throws {
        let refusal = try #require(throws: MessageRefusal.self) {
            try Message(body: Data(repeating: UInt8(ascii: "["), count: Message.largestBody + 1))
        }
        #expect(refusal.path == "$")
        #expect(refusal.reason == "body has 262145 bytes, at most 262144 are allowed")
    }
}
