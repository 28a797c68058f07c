import Contracts

/// Open amounts of one currency by how long they have been due, in minor units.
package struct AgedAmounts: Hashable, Sendable, Codable {
    /// Not due yet, or due today.
    package var current: Int64 = 0
    /// 1 to 30 days past due, and so on.
    package var days1To30: Int64 = 0
    package var days31To60: Int64 = 0
    package var days61To90: Int64 = 0
    package var over90: Int64 = 0
    /// Money and credit notes that no invoice has been given yet; 0 or less.
    package var unapplied: Int64 = 0
    /// What of the open amounts is in dispute.
    package var disputed: Int64 = 0
    /// What of the open amounts rests for an open promise; what is in dispute is not counted again.
    package var promised: Int64 = 0

    package init() {}

    /// All open amounts, disputed and promised ones too, less what is unapplied.
    package var total: Int64 { current + days1To30 + days31To60 + days61To90 + over90 + unapplied }

    /// - Parameter daysPastDue: 0 on the due date, negative before it.
    package mutating func add(_ minor: Int64, daysPastDue: Int) {
        switch daysPastDue {
        case ...0: current += minor
        case ...30: days1To30 += minor
        case ...60: days31To60 += minor
        case ...90: days61To90 += minor
        default: over90 += minor
        }
    }

    package static func += (left: inout AgedAmounts, right: AgedAmounts) {
        left.current += right.current
        left.days1To30 += right.days1To30
        left.days31To60 += right.days31To60
        left.days61To90 += right.days61To90
        left.over90 += right.over90
        left.unapplied += right.unapplied
        left.disputed += right.disputed
        left.promised += right.promised
    }
}

/// What is owed, by age. Never a sum over two currencies.
package struct Aging: Hashable, Sendable, Codable {
    package enum Grouping: String, Word {
        case account, creditor
    }

    package struct Row: Hashable, Sendable, Codable {
        package enum Kind: String, Word {
            case open, unapplied
        }

        package var creditor: Identifier
        /// nil: all accounts of the creditor.
        package var account: Identifier?
        package var currency: Currency
        /// What is unapplied has a row of its own, beside what is open.
        package var kind: Kind
        package var amounts: AgedAmounts
    }

    /// By creditor, account and currency.
    package var rows: [Row]
    /// By currency, over all rows.
    package var totals: [String: AgedAmounts]
    /// The day in each creditor's calendar as of which days are counted.
    package var asOf: [String: CivilDate]
    /// Creditors that have no rules: their days are those of UTC, and due dates are as the invoices state them.
    package var withoutRules: [Identifier]
}
