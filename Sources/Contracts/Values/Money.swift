/// An amount in whole minor units of one currency: 1250.00 EUR is `{"minor": 125000, "currency": "EUR"}`.
///
/// Range: up to ``largestMinor`` either way, so that the sum of a million amounts still fits. Never floating point.
package struct Money: Hashable, Sendable {
    package let minor: Int64
    package let currency: Currency

    /// 10 billion major units of a currency with two digits.
    package static let largestMinor: Int64 = 1_000_000_000_000

    package init(minor: Int64, currency: Currency) {
        self.minor = minor
        self.currency = currency
    }

    /// The amount as plain decimal text, `1250.00`: for exports and logs, never for people.
    package var decimal: String {
        Self.decimal(minor: minor, digits: currency.minorDigits)
    }

    package static func decimal(minor: Int64, digits: Int) -> String {
        guard digits > 0 else { return String(minor) }
        let text = zeroPadded(Int(minor.magnitude), digits + 1)
        let point = text.index(text.endIndex, offsetBy: -digits)
        return (minor < 0 ? "-" : "") + text[..<point] + "." + text[point...]
    }
}

extension Money: Codable {
    private enum CodingKeys: String, CodingKey {
        case minor, currency
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.minor = try container.decode(MinorUnits.self, forKey: .minor).value
        self.currency = try container.decode(Currency.self, forKey: .currency)
    }
}

/// An integer number of minor units within the range of ``Money``.
package struct MinorUnits: Hashable, Sendable, Codable {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        try self.init(try container.decode(Int64.self)) { container.codingPath }
    }

    fileprivate init(_ value: Int64, at path: () -> [any CodingKey]) throws {
        guard value.magnitude <= Money.largestMinor.magnitude else {
            throw DecodingError.refused("is beyond \(Money.largestMinor) minor units", at: path())
        }
        self.value = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }
}

extension KeyedDecodingContainer {
    func decode(_ type: MinorUnits.Type, forKey key: Key) throws -> MinorUnits {
        try MinorUnits(try decode(Int64.self, forKey: key)) { codingPath + [key] }
    }
}
