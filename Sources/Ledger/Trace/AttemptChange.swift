import Contracts
import Store

/// A transition of an attempt, kept for good: the attempt's own row only tells the last one.
struct AttemptChange: Hashable, Sendable {
    enum Kind: String {
        case planned, dispatched, claimed, submitting, accepted, rejected, deferred, unknown, parked, cancelled
        /// Its command was published again, by the same id: the planner that made it had died.
        case republished
        /// The claim was declined.
        case refused
        /// By its sender, unsent.
        case givenBack = "given back"
        /// From a sender that died before it sent, or from the way to a sender.
        case takenBack = "taken back"
        /// What became of an unknown one was found out.
        case resolved
    }

    var kind: Kind
    /// nil: the attempt's row tells.
    var caseNumber: Int64?
    var attempt: String
    var revision: Int
    /// Who did it; unique to a process. nil: not known.
    var worker: String?
    /// The provider's.
    var code: Int?
    /// Without personal data.
    var reason: String?
    /// Hash of what the message rests on, where the change settles that.
    var basis: String?
    /// Who made the message, and when; nil: not known.
    var renderer: String?
    var renderedAt: Instant?

    init(
        _ kind: Kind, case caseNumber: Int64?, _ attempt: String, revision: Int, worker: String? = nil,
        code: Int? = nil, reason: String? = nil, basis: String? = nil
    ) {
        self.kind = kind
        self.caseNumber = caseNumber
        self.attempt = attempt
        self.revision = revision
        self.worker = worker
        self.code = code
        self.reason = reason
        self.basis = basis
    }
}

extension Ledger {
    /// Adds changes to the ones that `trace` tells, in the transaction that makes them. A simulation keeps none.
    ///
    /// Sixteen rows a statement: on PostgreSQL each statement is a round trip.
    func note(_ changes: [AttemptChange], in transaction: borrowing Transaction) throws {
        if changes.isEmpty || simulation != nil { return }
        let now = realNow
        var rest = changes[...]
        while !rest.isEmpty {
            let count = rest.count >= Self.changesAtOnce ? Self.changesAtOnce : 1
            let rows = rest.prefix(count)
            rest = rest.dropFirst(count)
            try transaction.execute(
                count == 1 ? Self.oneChange : Self.manyChanges, values: rows.flatMap { $0.values(at: now) })
        }
    }

    private static let changesAtOnce = 16
    private static let oneChange = insertion(of: 1)
    private static let manyChanges = insertion(of: changesAtOnce)

    private static func insertion(of count: Int) -> String {
        let rows = (0..<count).map { row in
            let n = row * AttemptChange.columns
            // Not read where the case is given.
            return """
                (COALESCE($\(n + 1), (SELECT case_number FROM attempt WHERE id = $\(n + 2))), $\(n + 2), $\(n + 3), \
                $\(n + 4), $\(n + 5), $\(n + 6), $\(n + 7), $\(n + 8), $\(n + 9), $\(n + 10), $\(n + 11))
                """
        }
        return """
            INSERT INTO attempt_change (
                case_number, attempt, revision, change, at, worker, code, reason, basis, renderer, rendered_at)
            VALUES \(rows.joined(separator: ", "))
            """
    }
}

extension AttemptChange {
    fileprivate static let columns = 11

    fileprivate func values(at now: Instant) -> [Value] {
        [
            .int(caseNumber), .text(attempt), .int(revision), .text(kind.rawValue), .int(now.milliseconds),
            .text(worker), .int(code), .text(reason), .text(basis), .text(renderer), .int(renderedAt?.milliseconds),
        ]
    }
}
