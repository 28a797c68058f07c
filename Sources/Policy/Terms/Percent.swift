import Contracts

/// A share or a yearly rate in hundredths of a percent: 12.75 % is 1275. Never floating point.
///
/// Written as a decimal with up to two digits behind the point: `12.75`, `2`, `-0.88`. Range: -100 to 100.
package struct Percent: Hashable, Sendable, Comparable {
    package let hundredths: Int

    package static let whole = Percent(hundredths: 10_000)
    package static let zero = Percent(hundredths: 0)

    package init(hundredths: Int) {
        self.hundredths = hundredths
    }

    /// Reads the decimal form; nil if it is none or out of range.
    package init?(_ text: some StringProtocol) {
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), (1...3).contains(parts[0].count),
            parts.count == 1 || (1...2).contains(parts[1].count),
            parts.allSatisfy({ $0.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains) }),
            let whole = Int(parts[0]),
            let rest = Int((parts.count == 2 ? parts[1] + "00" : "00").prefix(2))
        else { return nil }
        let hundredths = (whole * 100 + rest) * (isNegative ? -1 : 1)
        guard hundredths.magnitude <= 10_000 else { return nil }
        self.hundredths = hundredths
    }

    /// This share of an amount in minor units, rounded half up once.
    package func of(_ minor: Int64) -> Int64 {
        roundedHalfUp(Int128(minor) * Int128(hundredths), by: 10_000)
    }

    /// This share of an amount in minor units, without what is less than a minor unit.
    /// - Parameter minor: 0 or more, as this share must be.
    func roundedDown(of minor: Int64) -> Int64 {
        Int64(Int128(minor) * Int128(hundredths) / 10_000)
    }

    package static func + (left: Percent, right: Percent) -> Percent {
        Percent(hundredths: left.hundredths + right.hundredths)
    }

    package static func < (left: Percent, right: Percent) -> Bool { left.hundredths < right.hundredths }
}

extension Percent: CustomStringConvertible {
    /// `12.75`, `2`: no zeros at the end.
    package var description: String {
        let whole = "\(hundredths < 0 ? "-" : "")\(hundredths.magnitude / 100)"
        let rest = hundredths.magnitude % 100
        if rest == 0 { return whole }
        return whole + (rest % 10 == 0 ? ".\(rest / 10)" : ".\(rest / 10)\(rest % 10)")
    }
}

extension Percent: TextValue {
    package init(reading text: String) throws(TextRefusal) {
        guard let percent = Percent(text) else {
            throw TextRefusal("is no percentage from -100 to 100 with up to two decimals, such as 12.75")
        }
        self = percent
    }

    package var written: String { description }
}

/// The quotient, a half rounded towards more.
///
/// With the amounts of ``Contracts/Money``, rates up to 200 % and the days of the calendar it fits 64 bits.
func roundedHalfUp(_ number: Int128, by divisor: Int128) -> Int64 {
    let (quotient, rest) = (2 * number + divisor).quotientAndRemainder(dividingBy: 2 * divisor)
    return Int64(rest < 0 ? quotient - 1 : quotient)
}
