import Contracts
import Policy

/// What a creditor asks business debtors for when they pay late: the key `interest` of its file.
package struct InterestClaim: Hashable, Sendable {
    package let regime: InterestRegime
    /// What is added to the base rate; nil: what the law says.
    package let points: Percent?
    /// Whether the law's fixed sum is claimed.
    package let claimsCompensation: Bool

    /// For a business, and without fees, which are a matter of policies.
    package func rules(with rates: BaseRates) -> ChargeRules {
        ChargeRules(
            kind: .business, regime: regime, points: points, rates: rates, claimsCompensation: claimsCompensation)
    }
}

extension InterestClaim {
    /// nil without a regime; what is wrong, is noted.
    init?(in outline: YAMLOutline) {
        let regimes = InterestRegime.allCases.filter { $0 != .none }
        let regime = outline.text("regime", allowed: regimes.map(\.rawValue).sorted().joined(separator: ", ")) { text in
            regimes.first { $0.rawValue == text }
        }
        points = outline.optionalText(
            "points", allowed: "percentage points from 0 to 100 with up to two decimals, such as 9 or 8.5"
        ) { text in
            Percent(text).flatMap { $0 < .zero ? nil : $0 }
        }
        claimsCompensation = outline.truth("compensation") ?? true
        outline.refuseOtherKeys()
        guard let regime else { return nil }
        self.regime = regime
    }
}
