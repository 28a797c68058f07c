import ArgumentParser
import Contracts

/// What one message or one segment costs, as given: `0.001EUR`.
struct UnitPrice: ExpressibleByArgument, Equatable {
    let currency: Currency
    /// In millionths of the currency's main unit, 0 to 10^12.
    let millionths: Int64

    static let range = "up to six decimals, less than 1,000,000"

    init?(argument: String) {
        guard let currency = Currency(String(argument.suffix(3))),
            let millionths = Self.millionths(argument.dropLast(3))
        else { return nil }
        self.currency = currency
        self.millionths = millionths
    }

    /// The cost of so many as decimal text, with no more decimals than it has, but two at least.
    func text(for count: Int) -> String {
        Self.text(millionths * Int64(count))
    }

    static func text(_ millionths: Int64) -> String {
        var text = Money.decimal(minor: millionths, digits: 6)
        for _ in 0..<4 where text.hasSuffix("0") { text.removeLast() }
        return text
    }

    private static func millionths(_ text: Substring) -> Int64? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard let whole = parts.first, (1...6).contains(whole.utf8.count), (1...6).contains(decimals.utf8.count),
            (whole + decimals).utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int64(whole + decimals + String(repeating: "0", count: 6 - decimals.utf8.count))
    }
}
