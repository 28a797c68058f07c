import Contracts
import Foundation
import Testing

@testable import Templates

@Suite struct `Amounts and dates` {
    /// No-break spaces of both widths as plain ones, and no marks of direction: what a reader sees.
    private func folded(_ text: String) -> String {
        text.replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
    }

    private func formats(_ tag: String, _ currency: String = "EUR") throws -> LocaleFormats {
        let tag = try #require(LanguageTag(tag))
        let currency = try #require(Currency(currency))
        return try #require(LocaleFormats(tag: tag, currency: currency))
    }

    @Test(arguments: [
        ("de-DE", "EUR", Int64(123_456_789), "1.234.567,89 €"), ("de-DE", "EUR", 5, "0,05 €"),
        ("de-AT", "EUR", 123_456, "€ 1.234,56"), ("de-CH", "CHF", 123_456, "CHF 1’234.56"),
        ("en-GB", "GBP", 123_456, "£1,234.56"), ("en-US", "USD", -123_456, "-$1,234.56"),
        ("fr-FR", "EUR", 123_456, "1 234,56 €"), ("es-ES", "EUR", 123_456, "1.234,56 €"),
        ("en-IN", "INR", 1_234_567_890, "₹1,23,45,678.90"),
        ("en-US", "KWD", 1_234_567, "KWD 1,234.567"), ("de-DE", "EUR", 0, "0,00 €"),
    ])
    func `an amount is written as its locale does it`(
        tag: String, currency: String, minor: Int64, expected: String
    ) throws {
        #expect(folded(try formats(tag, currency).amounts.text(minor: minor)) == expected)
    }

    @Test func `an amount is exact up to the largest one`() throws {
        let text = try formats("en-US", "USD").amounts.text(minor: Int64.max)
        #expect(text == "$92,233,720,368,547,758.07")
    }

    @Test(arguments: [
        ("de", "3. August 2026"), ("de-AT", "3. August 2026"), ("fr", "3 août 2026"), ("es", "3 de agosto de 2026"),
        ("en-GB", "3 August 2026"), ("en-US", "August 3, 2026"), ("ja", "2026年8月3日"),
    ])
    func `a date is written in full`(tag: String, expected: String) throws {
        let date = try #require(CivilDate(year: 2026, month: 8, day: 3))
        #expect(try formats(tag).dates.text(date) == expected)
    }

    @Test(arguments: [
        ("de", DateFormat.Length.short, "03.08.26"), ("de", .medium, "03.08.2026"),
        ("de", .full, "Montag, 3. August 2026"),
        ("en-US", .short, "8/3/26"), ("en-GB", .short, "03/08/2026"), ("es", .full, "lunes, 3 de agosto de 2026"),
        ("fr", .medium, "3 août 2026"), ("sv", .short, "2026-08-03"),
    ])
    func `a date is written in other lengths`(tag: String, length: DateFormat.Length, expected: String) throws {
        let format = try #require(DateFormat(locale: Locale(identifier: tag), length: length))
        #expect(format.text(try #require(CivilDate(year: 2026, month: 8, day: 3))) == expected)
    }

    @Test(arguments: [
        ("en", "1 day", "3 days"), ("de", "1 Tag", "3 Tage"), ("fr", "1 jour", "3 jours"), ("es", "1 día", "3 días"),
    ])
    func `days are counted with the right plural`(tag: String, one: String, three: String) throws {
        let formats = try formats(tag)
        #expect(folded(formats.days(1)) == one)
        #expect(folded(formats.days(3)) == three)
        #expect(folded(formats.days(1234)).contains("234"))
    }

    @Test func `days of all months and of a leap year are written like ICU does it`() throws {
        let formatter = DateFormatter()
        formatter.calendar = Calendar(identifier: .gregorian)
        formatter.timeZone = .gmt
        formatter.timeStyle = .none
        let lengths: [(DateFormat.Length, DateFormatter.Style)] = [
            (.short, .short), (.medium, .medium), (.long, .long), (.full, .full),
        ]
        for tag in ["en-US", "de-DE", "fr-FR", "es-ES", "ja-JP", "pl-PL", "ar-AE"] {
            formatter.locale = Locale(identifier: tag)
            for (length, style) in lengths {
                formatter.dateStyle = style
                let dates = try #require(DateFormat(locale: formatter.locale, length: length))
                // From 2027-12-31; a step of 5 meets every weekday and, within the year, every part of a month.
                for day in stride(from: 21_183, to: 21_560, by: 5) {
                    let expected = formatter.string(from: Date(timeIntervalSince1970: Double(day) * 86_400))
                    #expect(dates.text(CivilDate(daysSince1970: day)) == expected)
                }
            }
        }
    }

    @Test func `a cache gives the same formats again and does not grow without end`() throws {
        var cache = FormatCache()
        let euro = try #require(Currency("EUR"))
        for region in 100..<400 {
            let tag = try #require(LanguageTag("de-\(region)"))
            #expect(cache.formats(for: tag, euro)?.tag == tag)
        }
    }
}

@Suite struct `A language tag` {
    @Test(arguments: [
        ("de", ["de"]), ("DE_at", ["de-AT", "de"]), ("zh-hant-tw", ["zh-Hant-TW", "zh-Hant", "zh"]),
        ("de-AT-u-nu-arab", ["de-AT", "de"]), ("es-419", ["es-419", "es"]),
    ])
    func `falls back step by step`(text: String, fallbacks: [String]) {
        #expect(LanguageTag(text)?.fallbacks == fallbacks)
    }

    @Test(arguments: ["", "d", "german", "de-", "de--AT", "de AT", "../de", "de-AT-\u{0}"])
    func `is refused if it is none`(text: String) {
        #expect(LanguageTag(text) == nil)
    }
}
