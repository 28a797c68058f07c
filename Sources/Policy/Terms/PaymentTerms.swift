import Contracts

/// When an invoice must be paid, counted from its issue, and what is taken off if it is paid early.
///
/// Written as people say it: `due on receipt`, `net 30`, `end of month + 30`, `1 month`, `15th of next month`; with a
/// discount before it: `2/10 net 30` takes 2 % off within 10 days; in instalments with their shares, which make 100 %:
/// `50 % on issue, 50 % net 30`. Days are calendar days; an invoice counts as received on the day of its issue.
package struct PaymentTerms: Hashable, Sendable {
    /// How a due date follows from the day of issue.
    package enum Rule: Hashable, Sendable {
        case onIssue
        /// 1 to 3650 days after the issue.
        case days(Int)
        /// So many days, 0 to 3650, after the last day of the month of issue.
        case endOfMonth(plus: Int)
        /// 1 to 120 months after the issue, or that month's last day.
        case months(Int)
        /// 1 to 31 of the month after the issue; in a shorter month its last day.
        case dayOfNextMonth(Int)

        package func date(issuedOn issued: CivilDate) -> CivilDate {
            switch self {
            case .onIssue: issued
            case .days(let days): issued.adding(days: days)
            case .endOfMonth(let days): issued.endOfMonth.adding(days: days)
            case .months(let months): issued.adding(months: months)
            case .dayOfNextMonth(let day): issued.day(day, monthsAhead: 1)
            }
        }

        /// The days there are at least between issue and due date, whatever the month.
        var leastDays: Int {
            switch self {
            case .onIssue: 0
            case .days(let days), .endOfMonth(let days): days
            case .months(let months): 28 * months
            case .dayOfNextMonth(let day): min(day, 28)
            }
        }
    }

    /// What may be taken off by those who pay within so many days of the issue.
    package struct Discount: Hashable, Sendable {
        /// More than 0 % and less than 100 %.
        package let share: Percent
        /// At least 1, and over before the amount is due.
        package let days: Int
    }

    package struct Part: Hashable, Sendable {
        /// More than 0 %; all parts together make 100 %.
        package let share: Percent
        package let rule: Rule
    }

    /// At least one; one alone is the whole amount.
    package let parts: [Part]
    /// Only where there is one part.
    package let discount: Discount?

    init(_ rule: Rule, discount: Discount? = nil) {
        self.parts = [Part(share: .whole, rule: rule)]
        self.discount = discount
    }

    init(parts: [Part]) {
        self.parts = parts
        self.discount = nil
    }

    /// The day on which all must have been paid: with instalments, that of the latest one.
    package func dueDate(issuedOn issued: CivilDate) -> CivilDate {
        parts.map { $0.rule.date(issuedOn: issued) }.max() ?? issued
    }

    /// The last day on which the discount may be taken; nil: there is none.
    package func discountEnd(issuedOn issued: CivilDate) -> CivilDate? {
        discount.map { issued.adding(days: $0.days) }
    }

    /// What may be taken off a payment of the whole amount on that day, in minor units, rounded half up once.
    package func discount(amount minor: Int64, issuedOn issued: CivilDate, paidOn paid: CivilDate) -> Int64 {
        guard let discount, let end = discountEnd(issuedOn: issued), paid <= end else { return 0 }
        return discount.share.of(minor)
    }

    /// One amount with a due date of its own.
    package struct Instalment: Hashable, Sendable {
        package let dueOn: CivilDate
        package let minor: Int64
    }

    /// The amounts in the order of the terms: each rounded down to minor units, and the rest on the last one.
    /// - Parameter minor: 0 or more.
    package func instalments(of minor: Int64, issuedOn issued: CivilDate) -> [Instalment] {
        var rest = minor
        return parts.enumerated().map { index, part in
            let amount = index == parts.count - 1 ? rest : part.share.roundedDown(of: minor)
            rest -= amount
            return Instalment(dueOn: part.rule.date(issuedOn: issued), minor: amount)
        }
    }
}
