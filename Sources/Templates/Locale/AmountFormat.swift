import Contracts
import Foundation

/// How amounts of one currency are written in one locale: `1.250,00 €`.
///
/// ICU is asked once, with a sample; amounts are then written from their integer digits, exact to the minor unit and
/// some hundred times faster. Thousands are always grouped, in Spanish too, where CLDR would leave `1234,50`: a column
/// of amounts reads better so.
/// - Source: CLDR by Foundation's ICU.
package struct AmountFormat: Sendable {
    private let positive: Affixes
    private let negative: Affixes
    private let digits: [String]
    private let decimalSeparator: String
    private let groupSeparator: String
    /// Digits in the group next to the decimal separator, and in the others: 3 and 2 in India.
    private let groupSizes: (first: Int, others: Int)
    private let minorDigits: Int

    private struct Affixes {
        let before: String
        let after: String
    }

    /// nil if ICU writes the sample in a way that is not understood.
    package init?(currency: Currency, locale: Locale) {
        let style = Decimal.FormatStyle.Currency(code: currency.code, locale: locale)
            .precision(.fractionLength(currency.minorDigits)).grouping(.automatic)
        // Ten integer digits show both group sizes; 1 in front and 0 behind occur nowhere else in an affix.
        guard let sample = Decimal(string: "1234567890"),
            let shape = Shape(sample.formatted(style), minorDigits: currency.minorDigits),
            let negativeShape = Shape((-sample).formatted(style), minorDigits: currency.minorDigits)
        else { return nil }
        self.positive = Affixes(before: shape.before, after: shape.after)
        self.negative = Affixes(before: negativeShape.before, after: negativeShape.after)
        self.digits = shape.digits
        self.decimalSeparator = shape.decimalSeparator
        self.groupSeparator = shape.groupSeparator
        self.groupSizes = shape.groupSizes
        self.minorDigits = currency.minorDigits
    }

    package func text(minor: Int64) -> String {
        let affixes = minor < 0 ? negative : positive
        var numerals = Array(String(minor.magnitude).utf8.map { Int($0 - UInt8(ascii: "0")) })
        while numerals.count <= minorDigits { numerals.insert(0, at: 0) }
        let whole = numerals.count - minorDigits
        var text = affixes.before
        for (index, numeral) in numerals.enumerated() {
            if index == whole {
                text += decimalSeparator
            } else if index > 0, index < whole, beginsGroup(whole - index) {
                text += groupSeparator
            }
            text += digits[numeral]
        }
        return text + affixes.after
    }

    /// Whether the last `count` digits of the whole number are full groups.
    private func beginsGroup(_ count: Int) -> Bool {
        count >= groupSizes.first && (count - groupSizes.first) % groupSizes.others == 0
    }
}

/// What a formatted 1234567890 tells about a locale.
private struct Shape {
    let before: String
    let after: String
    var digits: [String]
    var decimalSeparator = ""
    var groupSeparator = ""
    var groupSizes = (first: Int.max, others: Int.max)

    init?(_ sample: String, minorDigits: Int) {
        let characters = Array(sample)
        let values = characters.map { $0.isNumber ? $0.wholeNumberValue : nil }
        guard let first = values.firstIndex(where: { $0 != nil }), let last = values.lastIndex(where: { $0 != nil })
        else { return nil }
        self.before = String(characters[..<first])
        self.after = String(characters[(last + 1)...])
        // Runs of digits and what stands between them.
        var runs: [Int] = []
        var separators: [String] = []
        var isInRun = false
        var numerals: [(value: Int, text: String)] = []
        for index in first...last {
            if let value = values[index] {
                if isInRun { runs[runs.count - 1] += 1 } else { runs.append(1) }
                isInRun = true
                numerals.append((value, String(characters[index])))
            } else {
                if isInRun { separators.append("") }
                isInRun = false
                separators[separators.count - 1].append(characters[index])
            }
        }
        guard numerals.count == 10 + minorDigits,
            numerals.prefix(10).map(\.value) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
        else { return nil }
        self.digits = [numerals[9].text] + numerals.prefix(9).map(\.text)
        if minorDigits > 0 {
            guard runs.last == minorDigits, let separator = separators.popLast() else { return nil }
            runs.removeLast()
            self.decimalSeparator = separator
        }
        guard let group = separators.last else { return }
        guard runs.count >= 2, separators.allSatisfy({ $0 == group }) else { return nil }
        self.groupSeparator = group
        self.groupSizes = (runs[runs.count - 1], runs.count > 2 ? runs[runs.count - 2] : runs[runs.count - 1])
    }
}
