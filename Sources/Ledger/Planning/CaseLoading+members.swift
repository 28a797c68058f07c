import Contracts
import Foundation
import Policy
import Store

/// An account whose invoices, credits and stops belong to a case: the payer's own, and each that it pays for.
struct CaseMember {
    var id: Int64
    var account: Identifier
    var settings: AccountSettings
    /// Whether anything on hold, in dispute, agreed on or in doubt is to be looked at.
    var hasStops: Bool
    /// Whether anything is unapplied.
    var hasCredit: Bool
    /// Whether it is the account that the case is named after.
    var isPayer: Bool
}

extension Ledger {
    /// SQL: whether anything of account `a` is on hold, in dispute, agreed on or in doubt.
    static let hasStops = """
        EXISTS (SELECT 1 FROM dispute WHERE account_id = a.id AND is_open = 1)
        OR EXISTS (SELECT 1 FROM hold WHERE account_id = a.id AND is_placed = 1)
        OR EXISTS (SELECT 1 FROM incomplete WHERE creditor = a.creditor AND account IN ('', a.account))
        OR EXISTS (SELECT 1 FROM statement WHERE account_id = a.id AND differs = 1)
        OR EXISTS (SELECT 1 FROM promise WHERE account_id = a.id AND is_made = 1)
        OR EXISTS (SELECT 1 FROM plan WHERE account_id = a.id AND is_agreed = 1)
        """
    /// SQL: whether anything of account `a` is unapplied.
    static let hasCredit = "EXISTS (SELECT 1 FROM settlement WHERE account_id = a.id AND unapplied <> 0)"

    private static let paidFor = """
        SELECT a.id, a.account, a.segment, a.dunning, CASE WHEN \(hasStops) THEN 1 ELSE 0 END,
            CASE WHEN \(hasCredit) THEN 1 ELSE 0 END
        FROM account a WHERE a.payer_id = $1 ORDER BY a.account
        """

    /// SQL: the account `$1` and those that it pays for.
    static let accountAndPaidFor = "SELECT id FROM account WHERE id = $1 OR payer_id = $1"

    /// The accounts that this one pays for, each with its own terms, pauses and steps left out. Policy, language and
    /// contacts are the payer's.
    func members(
        paidForBy payer: Int64, _ rules: CaseRules, in transaction: borrowing Transaction
    ) throws -> [CaseMember] {
        try transaction.all(Self.paidFor, .int(payer)) { row in
            let account = try Self.identifier(row.text(1))
            let own = OverrideLevel(try overrides(row.optionalText(3), language: nil), of: .account(account))
            return CaseMember(
                id: row.int(0), account: account,
                settings: AccountSettings(rules.overrides(ofSegment: row.optionalText(2), own: own), zone: rules.zone),
                hasStops: row.flag(4), hasCredit: row.flag(5), isPayer: false)
        }
    }

    /// What is open in all of them.
    func amounts(
        of members: [CaseMember], _ currency: Currency, now: Instant, in transaction: borrowing Transaction
    ) throws -> Amounts {
        var amounts = Amounts()
        for member in members {
            try add(amountsOf: member, currency, to: &amounts, now: now, in: transaction)
        }
        return amounts
    }

    /// - Parameter json: the account's settings, as its row holds them.
    func overrides(_ json: String?, language: String?) throws -> Overrides {
        guard let json else { return Overrides(language: language) }
        let settings = try JSONDecoder().decode(DunningSettings.self, from: Data(json.utf8))
        return try Overrides(settings, language: language) { try memory.terms($0) }
    }
}
