import Contracts
import Policy
import Store

/// The whole way of an invoice, an account or a message.
package struct Trace: Sendable, Encodable {
    package var subject: TraceSubject
    /// The account that pays for this one, in whose case its invoices are.
    package var payer: Identifier?
    /// In order. Times of events, attempts and dead letters are real; those of tasks, steps and charges are the
    /// policy's, and where that has a test clock they come last.
    package var entries: [TimelineEntry]
}

extension Ledger {
    /// Tells the way of `subject`: events that made its facts, attempts with every change, dead letters, replays, tasks
    /// and charges.
    ///
    /// - Parameter personal: with amounts and people's words about tasks; names and addresses are never part of it.
    package func trace(of subject: TraceSubject, personal: Bool) throws -> Trace {
        try database.read { transaction in
            var trace = Trace(subject: subject, entries: [])
            var tracing = Tracing(
                subject: subject, isPersonal: personal, now: try policyNow(in: transaction))
            if let account = subject.accountID {
                let payer = try transaction.first(
                    "SELECT p.id, p.account FROM account a JOIN account p ON p.id = a.payer_id WHERE a.id = $1",
                    .int(account)
                ) { (id: $0.int(0), account: try Self.identifier($0.text(1))) }
                trace.payer = payer?.account
                try tracing.readEvents(ofAccount: account, in: transaction)
                try tracing.readAttempts(ofAccounts: [account, payer?.id].compactMap { $0 }, in: transaction)
                try tracing.readCases(in: transaction)
            }
            try tracing.readDeadLetters(in: transaction)
            let isTest = try transaction.setting(.clock) == ClockKind.test.rawValue
            let (real, policy) = isTest ? (tracing.real, tracing.policy) : (tracing.real + tracing.policy, [])
            trace.entries = Self.sorted(real) + Self.sorted(policy)
            return trace
        }
    }

    private static func sorted(_ entries: [TimelineEntry]) -> [TimelineEntry] {
        entries.enumerated().sorted {
            ($0.element.order(in: .utc), $0.offset) < ($1.element.order(in: .utc), $1.offset)
        }.map(\.element)
    }
}
