import Contracts

/// The law by which a debtor owes interest and a fixed sum for paying late.
///
/// - Source: Directive 2011/7/EU Art. 3 and 6; § 288 BGB; Art. L441-10 and D441-5 Code de commerce; Late Payment of
///   Commercial Debts (Interest) Act 1998 s. 4 and 5A, with the Rate of Interest (No. 3) Order 2002.
package enum InterestRegime: String, Word {
    case eu, de, fr, uk, none

    /// Consumers owe neither, whatever is set: these laws speak of business debts only.
    package func applied(to kind: AccountKind) -> InterestRegime {
        kind == .consumer ? .none : self
    }

    var series: BaseRates.Series? {
        switch self {
        case .eu, .fr: .ecb
        case .de: .germanBase
        case .uk: .boe
        case .none: nil
        }
    }

    /// What the law adds to the base rate.
    package var points: Percent {
        switch self {
        case .eu, .uk: Percent(hundredths: 800)
        case .de: Percent(hundredths: 900)
        case .fr: Percent(hundredths: 1000)
        case .none: .zero
        }
    }

    /// Whether the rate of the half-year in which the debt became late holds to the end; else each has its own.
    var fixesRate: Bool { self == .uk }

    /// The fixed sum for the cost of recovery, once for each invoice that became late.
    ///
    /// EUR 40; in the United Kingdom GBP 40 for a debt below GBP 1,000, GBP 70 below GBP 10,000, GBP 100 from there.
    /// - Parameter debt: what was owed when it became late.
    /// - Returns: nil if nothing was owed, or in a currency for which the law names no sum: none is converted.
    package func compensation(for debt: Money, owedBy kind: AccountKind) -> Money? {
        guard debt.minor > 0 else { return nil }
        let (code, minor): (String, Int64)
        switch applied(to: kind) {
        case .eu, .de, .fr: (code, minor) = ("EUR", 40_00)
        case .uk: (code, minor) = ("GBP", debt.minor < 1_000_00 ? 40_00 : debt.minor < 10_000_00 ? 70_00 : 100_00)
        case .none: return nil
        }
        return debt.currency.code == code ? Money(minor: minor, currency: debt.currency) : nil
    }
}
