import Contracts
import Foundation
import Testing

@testable import Templates

/// Amounts and dates against those that Babel makes of its CLDR, in `money` of the folder that `DUNLIN_CORPORA` names.
///
/// ICU and Babel carry different versions of CLDR and differ in some locales; where our four languages are at home they
/// must agree. Babel leaves out the space that CLDR puts between a currency's letters and its digits (UTS #35 part 3,
/// §4.2), so `CHF 1.00` in English counts as agreement with its `CHF1.00`.
@Suite struct `Amounts and dates of the corpus` {
    private static let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("money")
    }
    private static let home: Set = ["en_US", "en_GB", "de_DE", "de_CH", "fr_FR", "es_ES"]

    private struct AmountRow: Decodable {
        let locale: String
        let currency: String
        let minor_units: Int64
        let cldr: String
    }

    private struct DateRow: Decodable {
        let locale: String
        let date: String
        let style: String
        let cldr: String
    }

    private func rows<Row: Decodable>(_ name: String) throws -> [Row] {
        let file = try #require(Self.folder).appendingPathComponent(name)
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Row.self, from: $0)
        }
    }

    private func folded(_ text: String) -> String {
        text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
    }

    private func spaced(_ text: String) -> String {
        var spaced = ""
        for character in text {
            if let last = spaced.last, last.isLetter, character.isNumber { spaced.append(" ") }
            spaced.append(character)
        }
        return spaced
    }

    @Test(.enabled(if: folder != nil, "DUNLIN_CORPORA is not set"))
    func `agree where the shipped languages are at home`() throws {
        var cache = FormatCache()
        var agreed: [String: (same: Int, all: Int)] = [:]
        func count(_ locale: String, _ text: String?, _ expected: String) {
            let isSame = text.map(folded) == spaced(folded(expected))
            agreed[locale, default: (0, 0)].all += 1
            if isSame { agreed[locale]?.same += 1 }
            if Self.home.contains(locale) { #expect(isSame, "\(locale): \(text ?? "nothing"), not \(expected)") }
        }
        for row in try rows("format_currency.jsonl") as [AmountRow] {
            let tag = try #require(LanguageTag(row.locale))
            let formats = cache.formats(for: tag, try #require(Currency(row.currency)))
            count(row.locale, formats?.amounts.text(minor: row.minor_units), row.cldr)
        }
        for row in try rows("format_date.jsonl") as [DateRow] where row.style == "long" {
            let tag = try #require(LanguageTag(row.locale))
            let formats = cache.formats(for: tag, try #require(Currency("EUR")))
            count(row.locale, formats?.dates.text(try #require(CivilDate(row.date))), row.cldr)
        }
        let shares = agreed.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.same)/\($0.value.all)" }
        print("agreement with Babel: " + shares.joined(separator: ", "))
        #expect(agreed.values.reduce(0) { $0 + $1.same } * 10 >= agreed.values.reduce(0) { $0 + $1.all } * 8)
    }
}
