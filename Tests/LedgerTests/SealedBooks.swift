import Contracts
import Foundation
import Store
import TestSupport

@testable import Ledger

/// Books in which everything personal can be told from everything else: it says so.
final class SealedBooks {
    let books: Books
    var ledger: Ledger { books.ledger }
    var store: TemporaryStore { books.store }

    /// In each text that must not be found.
    static let name = "Arctic Tern Trading"
    static let email = "arctic.tern@example.com"
    static let words = "whimbrel said so"
    static let personal = ["Arctic Tern", "arctic.tern", "whimbrel", "+4915550100"]

    /// - Parameter isSealed: false: as a ledger was before it could seal anything.
    init(keys: FleetKeys? = nil, isSealed: Bool = true) throws {
        books = try Books(keys: keys)
        if isSealed { return }
        try ledger.database.write { transaction in
            try transaction.execute("DELETE FROM setting WHERE name = 'sealing'")
            try transaction.execute("UPDATE migration SET is_compatible = 1 WHERE version = 8")
        }
    }

    static func key(_ byte: UInt8) -> String { Data(repeating: byte, count: 32).base64EncodedString() }
    static func keys(_ bytes: UInt8...) throws -> FleetKeys {
        try FleetKeys(text: bytes.map(key).joined(separator: "\n"), source: "test")
    }

    func open(keys: FleetKeys? = nil) throws -> Ledger { try Ledger.open(path: store.address, keys: keys) }

    func account(_ id: Identifier = "account", email: String = SealedBooks.email) -> Payload {
        .account(
            Account(
                creditor: "creditor", account: id, name: Self.name,
                contacts: [Contact(contact: "c1", name: "Arctic Tern", email: email, phone: "+4915550100")]))
    }

    func invoice(_ id: Identifier = "i1", account: Identifier = "account") -> Payload {
        let due = CivilDate("2026-10-03")!
        return .invoice(
            Invoice(
                creditor: "creditor", account: account, invoice: id,
                amount: Money(minor: 10_000, currency: Books.euro), issuedOn: due.adding(days: -30), dueOn: due,
                reference: "order of " + Self.words, document: Document(url: "https://example.com/whimbrel.pdf")),
            .issued)
    }

    /// An account of which everything is said that can be, and a reminder that is due.
    func fill() throws {
        let paid = Money(minor: 10, currency: Books.euro)
        try books.apply(
            account(), invoice(),
            .payment(
                Payment(
                    creditor: "creditor", account: "account", payment: "p1", amount: paid,
                    receivedOn: CivilDate("2026-11-02")!, reference: Self.words)),
            .paymentReversal(
                PaymentReversal(
                    creditor: "creditor", account: "account", payment: "p1", reversal: "r1",
                    reversedOn: CivilDate("2026-11-02")!, reason: Self.words)),
            .dispute(
                Dispute(
                    creditor: "creditor", account: "account", dispute: "d1", invoice: "i9", reason: Self.words),
                isOpen: true),
            .hold(
                Hold(
                    creditor: "creditor", hold: "h1", account: "account", reason: Self.words, author: Self.words),
                isPlaced: false),
            .promise(
                PaymentPromise(
                    creditor: "creditor", account: "account", promise: "pp1", amount: paid,
                    promisedOn: CivilDate("2026-11-30")!, author: Self.words, reason: Self.words),
                isMade: false),
            .taskClosed(
                TaskClosed(
                    creditor: "creditor", account: "account", task: "t1", outcome: .done, author: Self.words,
                    reason: Self.words)),
            .chargeWaived(
                ChargeWaived(
                    creditor: "creditor", account: "account", charge: "c1", author: Self.words, reason: Self.words)))
    }

    /// Everything that the store keeps, as whoever copies it finds it.
    func copy() throws -> Data {
        switch store.kind {
        case .postgres: return Data(try Command.run(["pg_dump", store.address]).utf8)
        case .sqlite:
            return try ["", "-wal"].map { store.address + $0 }
                .filter { FileManager.default.fileExists(atPath: $0) }
                .reduce(into: Data()) { $0 += try Data(contentsOf: URL(filePath: $1)) }
        }
    }

    /// Those of ``personal`` that a copy holds.
    func found() throws -> [String] {
        let copy = try copy()
        return Self.personal.filter { copy.range(of: Data($0.utf8)) != nil }
    }

    func texts(_ sql: String) throws -> [String] {
        try ledger.database.read { try $0.all(sql) { $0.text(0) } }
    }

    func run(_ sql: String) throws {
        _ = try ledger.database.write { try $0.execute(sql) }
    }
}
