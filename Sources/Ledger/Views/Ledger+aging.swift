import Contracts
import Policy
import Store

/// Open amounts by age.
extension Ledger {
    /// What is open at the policy clock's instant, in the calendar of each creditor.
    ///
    /// Instalments age alone, and a payment plan's dates replace those of its invoices while it runs. A dispute that is
    /// closed makes nothing younger here: amounts age from the day on which they are due. What an account owes for which
    /// another pays counts as the payer's.
    /// - Parameter creditor: nil: all.
    package func aging(
        of creditor: Identifier?, by grouping: Aging.Grouping, rules: (Identifier) -> CaseRules?
    ) throws -> Aging {
        try database.read { transaction in
            let now = try transaction.policyNow()
            var book = AgingBook(grouping: grouping)
            for entry in try owingCases(of: creditor, in: transaction) {
                if let (loaded, rules) = try load(case: entry.number, rules: rules, now: now, in: transaction) {
                    let disputed =
                        loaded.hasStops
                        ? try disputedInvoices(
                            ofAccount: loaded.accountID, asAWholeIn: loaded.facts.currency, in: transaction) : []
                    let amounts = loaded.facts.aged(disputed: disputed, under: rules.policy, at: now)
                    book.add(amounts, of: entry, asOf: rules.zone.date(at: now))
                } else {
                    let known = rules(entry.creditor)
                    if known == nil { book.withoutRules.insert(entry.creditor) }
                    let today = (known?.zone ?? .utc).date(at: now)
                    book.add(try statedAmounts(of: entry, today: today, in: transaction), of: entry, asOf: today)
                }
            }
            return book.aging
        }
    }

    /// Cases with anything open or unapplied, each of the account that pays.
    private func owingCases(
        of creditor: Identifier?, in transaction: borrowing Transaction
    ) throws -> [OwingCase] {
        try transaction.all(
            """
            SELECT c.number, c.account_id, a.creditor, a.account, c.currency
            FROM dunning_case c JOIN account a ON a.id = c.account_id
            WHERE ($1 = '' OR a.creditor = $1) AND a.payer_id IS NULL AND EXISTS (
                SELECT 1 FROM account m WHERE (m.id = a.id OR m.payer_id = a.id) AND (
                    EXISTS (SELECT 1 FROM invoice WHERE account_id = m.id AND open <> 0)
                    OR EXISTS (SELECT 1 FROM settlement WHERE account_id = m.id AND unapplied <> 0)))
            ORDER BY c.number
            """,
            .text(creditor?.text ?? "")
        ) { row in
            guard let currency = Currency(row.text(4)) else { throw StoreError.misuse("a stored currency is none") }
            return OwingCase(
                number: row.int(0), accountID: row.int(1), creditor: try Self.identifier(row.text(2)),
                account: try Self.identifier(row.text(3)), currency: currency)
        }
    }

    /// For a case that cannot be loaded: due dates as the invoices state them, whatever else was told.
    private func statedAmounts(
        of entry: OwingCase, today: CivilDate, in transaction: borrowing Transaction
    ) throws -> AgedAmounts {
        var amounts = AgedAmounts()
        try transaction.query(
            """
            SELECT due_on, open FROM invoice
            WHERE account_id IN (\(Self.accountAndPaidFor)) AND open <> 0 AND currency = $2
            """,
            .int(entry.accountID), .text(entry.currency.code)
        ) { row in
            if row.int(1) < 0 { return amounts.unapplied += row.int(1) }
            amounts.add(row.int(1), daysPastDue: today.days(since: CivilDate(daysSince1970: Int(row.int(0)))))
        }
        try transaction.query(
            """
            SELECT unapplied FROM settlement
            WHERE account_id IN (\(Self.accountAndPaidFor)) AND unapplied <> 0 AND currency = $2
            """,
            .int(entry.accountID), .text(entry.currency.code)
        ) { amounts.unapplied -= $0.int(0) }
        return amounts
    }
}

/// A case in which something is open or unapplied.
struct OwingCase {
    var number: Int64
    var accountID: Int64
    var creditor: Identifier
    var account: Identifier
    var currency: Currency
}

/// Adds up the rows of an ``Aging``.
private struct AgingBook {
    let grouping: Aging.Grouping
    var withoutRules: Set<Identifier> = []
    private var amounts: [Key: AgedAmounts] = [:]
    private var days: [String: CivilDate] = [:]

    init(grouping: Aging.Grouping) { self.grouping = grouping }

    private struct Key: Hashable {
        var creditor: Identifier
        var account: Identifier?
        var currency: Currency
    }

    mutating func add(_ more: AgedAmounts, of entry: OwingCase, asOf day: CivilDate) {
        days[entry.creditor.text] = day
        let account = grouping == .account ? entry.account : nil
        amounts[Key(creditor: entry.creditor, account: account, currency: entry.currency), default: AgedAmounts()] +=
            more
    }

    var aging: Aging {
        let keys = amounts.keys.sorted {
            ($0.creditor.text, $0.account?.text ?? "", $0.currency) < (
                $1.creditor.text, $1.account?.text ?? "", $1.currency
            )
        }
        var aging = Aging(rows: [], totals: [:], asOf: days, withoutRules: withoutRules.sorted())
        for key in keys {
            var open = amounts[key] ?? AgedAmounts()
            if open == AgedAmounts() { continue }
            aging.totals[key.currency.code, default: AgedAmounts()] += open
            var unapplied = AgedAmounts()
            (unapplied.unapplied, open.unapplied) = (open.unapplied, 0)
            func row(_ kind: Aging.Row.Kind, _ amounts: AgedAmounts) -> Aging.Row {
                Aging.Row(
                    creditor: key.creditor, account: key.account, currency: key.currency, kind: kind, amounts: amounts)
            }
            if open != AgedAmounts() { aging.rows.append(row(.open, open)) }
            if unapplied.unapplied != 0 { aging.rows.append(row(.unapplied, unapplied)) }
        }
        return aging
    }
}

extension CaseFacts {
    /// - Parameter disputed: the invoices in dispute as a whole.
    fileprivate func aged(
        disputed: Set<Identifier>, under policy: DunningPolicy, at now: Instant
    ) -> AgedAmounts {
        var facts = self
        // Holds and doubts change nothing in what is owed.
        facts.stop = nil
        for index in facts.items.indices {
            facts.items[index].stop = nil
            if disputed.contains(facts.items[index].invoice) {
                facts.items[index].rests = [PartRest(facts.items[index].openMinor, .disputed)]
            }
        }
        var amounts = AgedAmounts()
        amounts.unapplied = -unappliedMinor
        let today = creditorZone.date(at: now)
        for item in Standing(of: facts, under: policy, at: now).items {
            let resting = item.rests.reduce(0) { $0 + $1.amountMinor }
            // An item of which nothing is left that does not rest is stopped and keeps its amount.
            amounts.add(
                item.stop == nil ? item.openMinor + resting : item.openMinor, daysPastDue: today.days(since: item.dueOn)
            )
            for part in item.rests {
                if part.reason == .disputed {
                    amounts.disputed += part.amountMinor
                } else {
                    amounts.promised += part.amountMinor
                }
            }
        }
        return amounts
    }
}
