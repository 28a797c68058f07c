import Contracts
import Policy
import Store

extension Ledger {
    /// Creditors that are looked at in one pass.
    private static let creditorsPerPass = 32

    /// Has cases that a control held decided anew once it holds them no longer.
    ///
    /// So it matters not who lifted what and when, nor whether they lived to tell: a case is never left asleep. Few at a
    /// time, and by index: what is held costs nothing while it is.
    /// - Parameter limit: cases of each creditor.
    func wakeHeldCases(
        _ controls: SendingControls, limit: Int, rules: (Identifier) -> CaseRules?,
        in transaction: borrowing Transaction
    ) throws {
        for _ in 0..<Self.creditorsPerPass {
            let held = try transaction.first(
                "SELECT held_for FROM dunning_case WHERE held_for > $1 ORDER BY held_for LIMIT 1",
                .text(lastCreditorWoken)
            ) { $0.text(0) }
            lastCreditorWoken = held ?? ""
            guard let held else { return }
            let creditor = try Self.identifier(held)
            let rules = rules(creditor)
            for hold in SendingHold.allCases
            where try !controls.isHolding(hold, creditor, rules, in: transaction) {
                let free = try transaction.claim(
                    "SELECT number FROM dunning_case WHERE held_for = $1 AND why = $2 LIMIT $3", .text(held),
                    .text(hold.rawValue), .int(limit)
                ) { $0.int(0) }
                for number in free {
                    try transaction.execute(
                        "UPDATE dunning_case SET next_action_at = 0, held_for = NULL WHERE number = $1", .int(number))
                }
            }
        }
    }
}
