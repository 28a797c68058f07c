import Contracts
import Foundation
import Testing

@testable import Templates

/// Amounts and dates against those that Babel makes of its CLDR, in `money` of the folder that `DUNLIN_CORPORA` names.
///
/// Rows are the same to the character once no-break spaces count as spaces, or differ for a reason that is named:
/// ICU and Babel carry different versions of CLDR.
@Suite struct `Amounts and dates of the corpus` {
    private static let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("money")
    }

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

    /// Why two forms of one value differ; nil: nobody knows.
    private func reason(_ ours: String, _ theirs: String) -> String? {
        let reasons: [(text: String, alike: (String) -> String)] = [
            ("Babel leaves out the space between a currency's letters and its digits (UTS #35 part 3, 4.2)", spaced),
            ("ICU has the minus sign where Babel has a hyphen", { $0.replacing("-", with: "\u{2212}") }),
            ("ICU has the narrow yen sign where Babel has the wide one", { $0.replacing("\u{FFE5}", with: "\u{A5}") }),
            ("ICU marks the direction of a minus sign", { $0.replacing("\u{200F}-", with: "\u{200F}\u{200E}-") }),
            ("ICU has an Arabic comma before the year", { $0.replacing(" 202", with: "\u{60C} 202") }),
            ("Babel has a space before the day of the week", { $0.replacing("日 ", with: "日") }),
            ("ICU has a space before the day of the week", { $0.replacing("日", with: "日 ", maxReplacements: 1) }),
        ]
        return reasons.first { $0.alike(theirs).unicodeScalars.elementsEqual(ours.unicodeScalars) }?.text
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
    func `are those of Babel, or differ for a reason that is known`() throws {
        var cache = FormatCache()
        var rows = 0
        var exact = 0
        var reasons: [String: [String: Int]] = [:]
        func count(_ locale: String, _ ours: String?, _ theirs: String) {
            rows += 1
            let (ours, theirs) = (folded(ours ?? ""), folded(theirs))
            guard ours != theirs else { return exact += 1 }
            let reason = reason(ours, theirs)
            if reason == nil { print("UNKNOWN \(locale): \(ours.debugDescription) not \(theirs.debugDescription)") }
            reasons[reason ?? "unknown", default: [:]][locale, default: 0] += 1
        }
        for row in try self.rows("format_currency.jsonl") as [AmountRow] {
            let tag = try #require(LanguageTag(row.locale))
            let formats = cache.formats(for: tag, try #require(Currency(row.currency)))
            count(row.locale, formats?.amounts.text(minor: row.minor_units), row.cldr)
        }
        for row in try self.rows("format_date.jsonl") as [DateRow] {
            let locale = Locale(identifier: try #require(LanguageTag(row.locale)).text)
            let format = DateFormat(locale: locale, length: try #require(DateFormat.Length(rawValue: row.style)))
            count(row.locale, format?.text(try #require(CivilDate(row.date))), row.cldr)
        }
        print("amounts and dates: \(exact) of \(rows) as Babel writes them")
        for (reason, locales) in reasons.sorted(by: { $0.key < $1.key }) {
            let shares = locales.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            print("  \(locales.values.reduce(0, +)) x \(reason): \(shares)")
        }
        #expect(rows == 1416 && exact >= 1190)
        #expect(reasons["unknown"] == nil)
    }
}
