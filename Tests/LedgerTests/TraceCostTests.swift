import Contracts
import Foundation
import Policy
import Store
import TestSupport
import Testing

@testable import Ledger

@Suite struct `Keeping the way of attempts` {
    /// What the changes of a thousand messages take, beside all that plans, claims and completes them.
    @Test func `takes a small part of the time that planning and claiming take`() throws {
        let books = try Books()
        let count = 1000
        let accounts = (1...count).map { Identifier("a\($0)")! }
        try books.apply(
            accounts.flatMap { account in
                [
                    books.message(books.account(account, email: "\(account)@example.com")),
                    books.message(books.invoice(account, account: account)),
                ]
            })
        let began = ContinuousClock.now
        let dispatches = try books.plan(limit: 128).dispatches
        #expect(dispatches.count == count)
        for start in stride(from: 0, to: count, by: 125) {
            let batch = dispatches[start..<start + 125]
            try books.ledger.markDispatched(batch.map { ($0.attempt, $0.revision) })
            let requests = batch.compactMap { dispatch -> ClaimRequest? in
                guard case .reminderRender(let render) = dispatch.command.payload else { return nil }
                return ClaimRequest(attempt: render.attempt, caseNumber: render.case.number, basis: render.basis)
            }
            let answers = try books.ledger.claim(requests, worker: "w", lease: .seconds(60), rules: Books.rules)
            let claims = answers.compactMap { answer -> Claim? in
                if case .granted(let claim) = answer { claim } else { nil }
            }
            #expect(claims.count == 125)
            _ = try books.ledger.markSubmitting(claims, worker: "w", lease: .seconds(60))
            let outcomes = claims.map { ($0, SubmissionOutcome.accepted(code: 250, reason: "2.0.0 Ok: queued as 1")) }
            _ = try books.ledger.complete(outcomes, worker: "w", lease: .seconds(60))
        }
        let whole = began.duration(to: .now)
        let stored = try books.ledger.database.read { transaction in
            try transaction.first("SELECT COUNT(*) FROM attempt_change") { Int($0.int(0)) }
        }
        #expect(stored == 5 * count)

        var kept = Duration.zero
        try books.ledger.database.write { transaction in
            let noted = ContinuousClock.now
            for start in stride(from: 0, to: 5 * count, by: 125) {
                let changes = (start..<start + 125).map { number in
                    AttemptChange(
                        .accepted, case: Int64(number / 5), dispatches[number / 5].attempt, revision: 1, worker: "w",
                        code: 250, reason: "2.0.0 Ok: queued as 1")
                }
                try books.ledger.note(changes, in: transaction)
            }
            kept = noted.duration(to: .now)
        }
        print("keeping \(5 * count) changes took \(kept) of \(whole): \(Int(kept / whole * 1000)) per mille")
        #expect(kept / whole < 0.15)
    }
}
