import Contracts
import Foundation
import Policy
import Store

extension Ledger {
    /// What a case has otherwise than the policy says, one line for each key, and where each comes from.
    ///
    /// First what holds for the whole case, by creditor, segment or account, then what single invoices have, the oldest
    /// first. A pause that is over is left out, and so is what an invoice has no use for: terms beside a due date.
    func overridesInForce(
        of loaded: LoadedCase, on today: CivilDate, in transaction: borrowing Transaction
    ) throws -> [String] {
        let ofInvoices = try transaction.all(
            """
            SELECT invoice, dunning, has_due FROM invoice
            WHERE account_id IN (\(Self.accountAndPaidFor)) AND open <> 0 AND open > 0 AND currency = $2
                AND dunning IS NOT NULL
            ORDER BY due_on, invoice
            """,
            .int(loaded.accountID), .text(loaded.facts.currency.code)
        ) { row in
            let settings = try JSONDecoder().decode(DunningSettings.self, from: Data(row.text(1).utf8))
            var own = try Overrides(settings) { try memory.terms($0) }
            // Policy and channels are chosen for the account.
            (own.policy, own.channels) = (nil, nil)
            if row.flag(2) { own.terms = nil }
            return Overrides.merged([OverrideLevel(own, of: .invoice(try Self.identifier(row.text(0))))])
        }
        return ([loaded.ruling.overrides] + ofInvoices).flatMap { $0.lines(on: today) }
    }
}

extension EffectiveOverrides {
    fileprivate func lines(on today: CivilDate) -> [String] {
        var current = self
        if let pause = current.pausedUntil, pause.value < today { current.pausedUntil = nil }
        return current.explanation
    }
}
