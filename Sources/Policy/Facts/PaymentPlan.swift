import Contracts

/// An agreement to pay some invoices in instalments: while it runs, its dates stand in place of theirs.
package struct PaymentPlan: Hashable, Sendable {
    package var id: Identifier
    package var invoices: [Identifier]
    /// Over the sum of what the invoices had open when it was made; in any order.
    package var instalments: [Instalment]
    package var isCancelled: Bool
    /// When it was found broken: a plan that was broken once does not come back. nil: it was not yet.
    package var brokenOn: CivilDate?

    package init(
        id: Identifier, invoices: [Identifier], instalments: [Instalment], isCancelled: Bool = false,
        brokenOn: CivilDate? = nil
    ) {
        self.id = id
        self.invoices = invoices
        self.instalments = instalments
        self.isCancelled = isCancelled
        self.brokenOn = brokenOn
    }

    package enum Standing: Hashable, Sendable {
        /// Until the day on which it breaks if nothing more is paid.
        case running(until: CivilDate)
        /// Nothing of its invoices is open.
        case kept
        /// An instalment was not paid by its date and the days of grace; the day after them.
        case broken(on: CivilDate)
        case cancelled
    }

    /// Where it stands on a day: the same for the same facts.
    ///
    /// What was paid is what the instalments come to less what the invoices have open; it covers the earliest
    /// instalments first.
    package func standing(on today: CivilDate, items: [OpenItem], rules: PlanRules) -> Standing {
        if isCancelled { return .cancelled }
        if let brokenOn { return .broken(on: brokenOn) }
        let open = items.filter { invoices.contains($0.invoice) }.reduce(Int64(0)) { $0 + $1.openMinor }
        if open == 0 { return .kept }
        let remaining = Instalment.remaining(of: instalments, open: open)
        guard let first = remaining.first else { return .cancelled }
        let end = first.instalment.dueOn.adding(days: rules.graceDays + 1)
        return end > today ? .running(until: end) : .broken(on: end)
    }
}

extension Instalment {
    /// An instalment of which something is open.
    struct Remainder {
        /// From 1, by due date.
        var number: Int
        var instalment: Instalment
        /// More than 0.
        var openMinor: Int64
    }

    /// What is open of each instalment when so much is open of their sum: payments cover the earliest first, and what is
    /// open beyond the sum comes with the last.
    static func remaining(of instalments: [Instalment], open: Int64) -> [Remainder] {
        let ordered = instalments.sorted { ($0.dueOn, $0.amountMinor) < ($1.dueOn, $1.amountMinor) }
        var left = open
        var remaining: [Remainder] = []
        for (index, instalment) in ordered.enumerated().reversed() where left > 0 {
            let share = min(left, instalment.amountMinor)
            left -= share
            remaining.append(Remainder(number: index + 1, instalment: instalment, openMinor: share))
        }
        if left > 0, !remaining.isEmpty { remaining[0].openMinor += left }
        return remaining.reversed()
    }
}
