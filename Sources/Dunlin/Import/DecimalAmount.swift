import Contracts

/// How a column writes amounts.
struct AmountFormat: Equatable {
    enum Unit: String, CaseIterable {
        /// `1250.00` or `1250`.
        case major
        /// `125000` for 1250.00 EUR.
        case minor
    }

    /// What stands before the decimals: a point or a comma. The other one may group digits in threes.
    var decimalMark: Character = "."
    var unit = Unit.major
}

/// Why a text is no amount, in words that follow the name of a column.
struct AmountProblem: Error, Equatable {
    let reason: String
}

/// Reads decimal text into minor units, digit by digit: no floating point is involved.
///
/// Takes a sign before or, as SAP writes it, after the number, groups of three digits, and more decimals than the
/// currency has if they are zeros.
enum DecimalAmount {
    static func minor(_ text: some StringProtocol, _ currency: Currency, _ format: AmountFormat) throws(AmountProblem)
        -> Int64
    {
        var digits = Substring(text)
        let isNegative = takeSign(&digits)
        let parts = digits.split(separator: format.decimalMark, omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first else { throw AmountProblem(reason: "is no number") }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard let units = joined(whole, grouping: format.decimalMark == "." ? "," : "."),
            !(units.isEmpty && fraction.isEmpty), fraction.utf8.allSatisfy(isDigit)
        else { throw AmountProblem(reason: "is no number with the decimal mark '\(format.decimalMark)'") }
        let shift = format.unit == .major ? currency.minorDigits : 0
        let kept = fraction.prefix(shift)
        guard fraction.dropFirst(shift).allSatisfy({ $0 == "0" }) else {
            let allowed = shift == 0 ? "none" : "\(shift)"
            throw AmountProblem(reason: "has \(fraction.count) decimals, \(currency.code) takes \(allowed)")
        }
        var minor: Int64 = 0
        for byte in (units + kept + String(repeating: "0", count: shift - kept.count)).utf8 {
            minor = minor * 10 + Int64(byte - UInt8(ascii: "0"))
            guard minor <= Money.largestMinor else {
                throw AmountProblem(reason: "is beyond \(Money.largestMinor) minor units")
            }
        }
        return isNegative ? -minor : minor
    }

    private static func takeSign(_ digits: inout Substring) -> Bool {
        if digits.first == "-" || digits.first == "+" { return digits.removeFirst() == "-" }
        guard digits.last == "-" else { return false }
        digits = digits.dropLast()
        return true
    }

    /// The digits without their groups; nil if they are no digits or not grouped in threes.
    private static func joined(_ text: some StringProtocol, grouping mark: Character) -> String? {
        let spaces: Set<Character> = [mark, " ", "'", "’", "\u{A0}", "\u{202F}"]
        let groups = text.split(omittingEmptySubsequences: false) { spaces.contains($0) }
        guard groups.allSatisfy({ $0.utf8.allSatisfy(isDigit) }) else { return nil }
        if groups.count > 1 {
            guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
                return nil
            }
        }
        return groups.joined()
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
