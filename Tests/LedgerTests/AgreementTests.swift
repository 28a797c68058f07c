import Contracts
import Foundation
import Policy
import Store
import Testing

@testable import Ledger

@Suite struct `What was agreed on` {
    let books: Books

    init() throws {
        books = try Books()
        try books.fillWithOneOverdueInvoice()
    }

    private func promise(_ minor: Int64) -> PaymentPromise {
        PaymentPromise(
            creditor: "creditor", account: "account", promise: "p1", amount: Money(minor: minor, currency: Books.euro),
            promisedOn: CivilDate("2026-12-01")!)
    }

    @Test func `keeps its highest version, in whatever order the versions come`() throws {
        let versions = [
            books.message(.promise(promise(500), isMade: true)),
            books.message(.promise(promise(700), isMade: true)),
            books.message(.promise(promise(700), isMade: false)),
        ]
        for order in [versions, versions.reversed(), [versions[1], versions[2], versions[0], versions[2]]] {
            let other = try Books()
            try other.fillWithOneOverdueInvoice()
            try other.apply(order)
            let stored = try other.ledger.database.read { transaction in
                try transaction.all("SELECT amount, is_made FROM promise") { [$0.int(0), $0.int(1)] }
            }
            #expect(stored == [[700, 0]])
        }
    }
}
