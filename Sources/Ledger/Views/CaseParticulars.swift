import Contracts
import Policy

/// What people agreed on and have to do in a case, and what being late costs.
package struct CaseParticulars: Hashable, Sendable, Codable {
    /// The amounts that age alone, the oldest first: invoices, instalments, and what plans make of them.
    package var pieces: [Piece]
    package var promises: [Promise]
    package var plans: [Plan]
    /// Those that nobody has closed.
    package var tasks: [OpenTask]
    /// Fees that were raised, and interest and fixed sums as they stand today, by day.
    package var charges: [Charge]
    /// The sum of the charges that are not waived, in minor units: beside the balance, never in it.
    package var chargesAskedMinor: Int64
    /// The same by kind: `fee`, `interest`, `compensation`. One without a charge is not there.
    package var chargesAskedMinorByKind: [String: Int64]
    /// Interest that is in no charge, because a base rate is not known.
    package var untoldInterest: [UntoldInterest]

    package struct Piece: Hashable, Sendable, Codable {
        package var invoice: Identifier
        /// From 1 by due date; nil: the whole invoice.
        package var instalment: Int?
        package var dueOn: CivilDate
        /// The day from which it ages after a dispute; nil: from its due date.
        package var agesFrom: CivilDate?
        /// What may be asked for now; of one that is stopped, all that is open.
        package var openMinor: Int64
        package var disputedMinor: Int64
        package var promisedMinor: Int64
        package var stop: String?
        /// nil: until a fact ends it.
        package var stopUntil: Instant?
        /// Steps that it does without.
        package var leftOut: [String]
    }

    package struct Promise: Hashable, Sendable, Codable {
        package var id: Identifier
        package var amountMinor: Int64
        package var paidMinor: Int64
        package var promisedOn: CivilDate
        package var madeAt: Instant
        /// Empty: the whole case.
        package var invoices: [Identifier]
        /// `open`, `kept`, `partly kept`, `broken` or `superseded`.
        package var standing: String
        package var rests: Bool
        /// The first instant after its day and the days of grace.
        package var end: Instant
    }

    package struct Plan: Hashable, Sendable, Codable {
        package var id: Identifier
        package var invoices: [Identifier]
        package var instalments: [ScheduledAmount]
        /// `running`, `kept`, `broken` or `cancelled`.
        package var standing: String
        /// Of a running one the day on which it breaks if nothing is paid, of a broken one the day on which it broke.
        package var on: CivilDate?
    }

    package struct OpenTask: Hashable, Sendable, Codable {
        /// nil: a task about an attempt or the case, which no event can close. That of a dispute ends with the dispute.
        package var id: String?
        package var kind: String
        package var step: String?
        package var owner: String?
        package var openedAt: Instant
        package var dueAt: Instant?
    }

    package struct Charge: Hashable, Sendable, Codable {
        /// What a waiver names.
        package var id: String
        /// `fee`, `interest` or `compensation`, the fixed sum of the law.
        package var kind: String
        /// nil: a fee, which is for all that its step named.
        package var invoice: Identifier?
        /// nil: it is no fee.
        package var step: String?
        /// The half-year whose base rate holds, such as `2025-H1`; nil: it is no interest.
        package var half: String?
        package var minor: Int64
        /// Of interest the last day that counts.
        package var chargedOn: CivilDate
        package var basis: String
        package var isWaived: Bool
        /// Why it is waived.
        package var reason: String?
    }

    package struct UntoldInterest: Hashable, Sendable, Codable {
        package var invoices: [Identifier]
        /// Which rate is missing.
        package var reason: String
    }
}

extension CaseParticulars.Charge {
    init(_ charge: Policy.Charge) {
        self.init(
            id: charge.id, kind: charge.kind.rawValue, invoice: charge.invoice, step: charge.step,
            half: charge.half?.description, minor: charge.amount.minor, chargedOn: charge.on, basis: charge.basis,
            isWaived: charge.isWaived, reason: charge.waiver?.reason)
    }
}

extension CaseParticulars.Piece {
    init(_ item: OpenItem) {
        func resting(_ reason: PartRest.Reason) -> Int64 {
            item.rests.reduce(0) { $1.reason == reason ? $0 + $1.amountMinor : $0 }
        }
        self.init(
            invoice: item.invoice, instalment: item.instalment, dueOn: item.dueOn, agesFrom: item.agesFrom,
            openMinor: item.openMinor, disputedMinor: resting(.disputed), promisedMinor: resting(.promised),
            stop: item.stop?.reason.rawValue, stopUntil: item.stop?.until, leftOut: item.leftOut.sorted())
    }
}

extension CaseParticulars.Promise {
    init(_ standing: PromiseStanding) {
        let promise = standing.promise
        self.init(
            id: promise.id, amountMinor: promise.amountMinor, paidMinor: promise.paidMinor,
            promisedOn: promise.promisedOn, madeAt: promise.madeAt, invoices: promise.invoices.sorted(),
            standing: standing.outcome.rawValue, rests: standing.rests, end: standing.end)
    }
}

extension CaseParticulars.Plan {
    init(_ plan: PaymentPlan, of facts: CaseFacts, under rules: PlanRules, on today: CivilDate) {
        let (standing, day): (String, CivilDate?) =
            switch plan.standing(on: today, items: facts.items, rules: rules) {
            case .running(let end): ("running", end)
            case .kept: ("kept", nil)
            case .broken(let day): ("broken", day)
            case .cancelled: ("cancelled", nil)
            }
        self.init(
            id: plan.id, invoices: plan.invoices.sorted(),
            instalments: plan.instalments.sorted { $0.dueOn < $1.dueOn }
                .map { ScheduledAmount(dueOn: $0.dueOn, minor: $0.amountMinor) },
            standing: standing, on: day)
    }
}
