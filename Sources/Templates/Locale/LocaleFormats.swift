import Contracts
import Foundation

/// How one locale writes what a reminder says: amounts of a currency, days and numbers of days.
package struct LocaleFormats: Sendable {
    package let tag: LanguageTag
    package let amounts: AmountFormat
    package let dates: DateFormat
    /// The texts for 0, 1, 2… days.
    private let dayCounts: [String]
    private let locale: Locale

    /// nil if ICU's forms of this locale are not understood.
    package init?(tag: LanguageTag, currency: Currency) {
        let locale = Locale(identifier: tag.text)
        guard let amounts = AmountFormat(currency: currency, locale: locale), let dates = DateFormat(locale: locale)
        else { return nil }
        self.tag = tag
        self.amounts = amounts
        self.dates = dates
        self.locale = locale
        self.dayCounts = (0...100).map { Self.dayCount($0, locale) }
    }

    /// `1 day`, `3 days`; from 0.
    package func days(_ count: Int) -> String {
        dayCounts.indices.contains(count) ? dayCounts[count] : Self.dayCount(count, locale)
    }

    private static func dayCount(_ count: Int, _ locale: Locale) -> String {
        // A length of time, not money: the seconds are whole and well within the range of Int64.
        Duration.seconds(count * 86_400).formatted(.units(allowed: [.days], width: .wide).locale(locale))
    }
}

/// Formats that were made before, by locale and currency.
///
/// Making one takes some milliseconds, writing with it less than a microsecond.
package struct FormatCache {
    private var formats: [Key: LocaleFormats] = [:]
    /// Locales come from upstream: whoever sends ever new ones must not fill the memory.
    private static let capacity = 256

    private struct Key: Hashable {
        let tag: LanguageTag
        let currency: Currency
    }

    package init() {}

    package mutating func formats(for tag: LanguageTag, _ currency: Currency) -> LocaleFormats? {
        let key = Key(tag: tag, currency: currency)
        if let known = formats[key] { return known }
        guard let made = LocaleFormats(tag: tag, currency: currency) else { return nil }
        if formats.count >= Self.capacity { formats.removeAll() }
        formats[key] = made
        return made
    }
}
