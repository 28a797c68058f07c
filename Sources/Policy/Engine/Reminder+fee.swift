import Contracts

extension Reminder {
    /// What the step costs the debtor and how that is reckoned; nil: nothing. It is no part of ``totalMinor``.
    package func fee(in currency: Currency) -> (minor: Int64, basis: String)? {
        guard let rule = step.fee, let fee = rule.fee(of: items, in: currency) else { return nil }
        return (fee.minor, rule.basis(of: items, in: currency))
    }
}
