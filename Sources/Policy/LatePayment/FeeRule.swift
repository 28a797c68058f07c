import Contracts

/// What a step of the ladder costs the debtor.
///
/// In a policy: `fee: {fixed: {EUR: 500}}`, or `fee: {percent: "1.5", least: {EUR: 500}, most: {EUR: 4000}}`; all in
/// minor units. It counts on open amounts of invoices alone, never on earlier fees.
package enum FeeRule: Hashable, Sendable {
    /// A currency that is not named costs nothing.
    case fixed([Currency: Int64])
    /// Of all open amounts together; a currency without a least or a most has no such limit.
    case percent(Percent, least: [Currency: Int64] = [:], most: [Currency: Int64] = [:])

    /// The fee of a step that names these items; nil: none.
    package func fee(of items: [OpenItem], in currency: Currency) -> Money? {
        let open = items.reduce(Int64(0)) { $0 + $1.openMinor }
        guard open > 0 else { return nil }
        let minor: Int64
        switch self {
        case .fixed(let amounts): minor = amounts[currency] ?? 0
        case .percent(let share, let least, let most):
            minor = min(max(share.of(open), least[currency] ?? 0), most[currency] ?? .max)
        }
        return minor > 0 ? Money(minor: minor, currency: currency) : nil
    }

    /// In what the fee consists, for the ledger of charges.
    package func basis(of items: [OpenItem], in currency: Currency) -> String {
        switch self {
        case .fixed: return "fixed"
        case .percent(let share, let least, let most):
            let open = items.reduce(Int64(0)) { $0 + $1.openMinor }
            var text = "\(share) % of \(Money(minor: open, currency: currency).decimal)"
            if let least = least[currency] { text += ", least \(Money(minor: least, currency: currency).decimal)" }
            if let most = most[currency] { text += ", most \(Money(minor: most, currency: currency).decimal)" }
            return text
        }
    }
}

extension FeeRule: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case fixed, percent, least, most
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.fixed) {
            for key in [CodingKeys.percent, .least, .most] where container.contains(key) {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "stands beside 'fixed'; a fee is fixed or a percentage")
            }
            self = .fixed(try Self.amounts(in: container, at: .fixed))
            return
        }
        let text = try container.decode(String.self, forKey: .percent)
        guard let share = Percent(text), share > .zero else {
            throw DecodingError.dataCorruptedError(
                forKey: .percent, in: container,
                debugDescription: "allowed is more than 0 and at most 100, with up to two decimals, such as \"1.5\"")
        }
        let least = try Self.amounts(in: container, at: .least)
        let most = try Self.amounts(in: container, at: .most)
        for (currency, amount) in least where amount > most[currency] ?? .max {
            throw DecodingError.dataCorruptedError(
                forKey: .most, in: container, debugDescription: "is less than 'least' for \(currency.code)")
        }
        self = .percent(share, least: least, most: most)
    }

    private static func amounts(
        in container: KeyedDecodingContainer<CodingKeys>, at key: CodingKeys
    ) throws -> [Currency: Int64] {
        var amounts: [Currency: Int64] = [:]
        for (code, amount) in try container.decodeIfPresent([String: Int64].self, forKey: key) ?? [:] {
            guard let currency = Currency(code), (0...Money.largestMinor).contains(amount) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription:
                        "'\(code)' needs a currency code of ISO 4217 and 0 to \(Money.largestMinor) minor units"
                )
            }
            amounts[currency] = amount
        }
        return amounts
    }
}
