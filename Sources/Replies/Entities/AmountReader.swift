import Contracts

/// Amounts of money with their currency, to minor units; a number without a currency is none.
enum AmountReader {
    struct Amount {
        let money: Money
        let tokens: Range<Int>
    }

    static func amounts(in tokens: [Token], language: Language) -> [Amount] {
        var amounts: [Amount] = []
        var index = 0
        while index < tokens.count {
            guard tokens[index].kind == .number else {
                index += 1
                continue
            }
            let end = numberEnd(at: index, in: tokens)
            if let found = amount(index..<end, in: tokens, language) { amounts.append(found) }
            index = end
        }
        return amounts
    }

    /// "1.250,00", "1 250", "1'250.00".
    private static func numberEnd(at start: Int, in tokens: [Token]) -> Int {
        var end = start + 1
        while end < tokens.count {
            if tokens[end].kind == .mark, ".,'".contains(tokens[end].text), tokens[end].isGlued, end + 1 < tokens.count,
                tokens[end + 1].kind == .number, tokens[end + 1].isGlued
            {
                end += 2
            } else if tokens[end].kind == .number, tokens[end].text.utf8.count == 3, !tokens[end].isGlued,
                tokens[end - 1].text.utf8.count <= 3
            {
                end += 1
            } else {
                break
            }
        }
        return end
    }

    private static func amount(_ range: Range<Int>, in tokens: [Token], _ language: Language) -> Amount? {
        var tokenRange = range
        let currency: Currency
        if range.upperBound < tokens.count, let named = Self.currency(tokens[range.upperBound].text, language) {
            currency = named
            tokenRange = range.lowerBound..<(range.upperBound + 1)
        } else if range.lowerBound > 0, let named = Self.currency(tokens[range.lowerBound - 1].text, language) {
            currency = named
            tokenRange = (range.lowerBound - 1)..<range.upperBound
        } else {
            return nil
        }
        guard let minor = minor(tokens[range], digits: currency.minorDigits) else { return nil }
        return Amount(money: Money(minor: minor, currency: currency), tokens: tokenRange)
    }

    /// The last mark parts off decimals unless three digits follow it.
    private static func minor(_ tokens: ArraySlice<Token>, digits: Int) -> Int64? {
        var whole = ""
        var decimals = ""
        let last = tokens.last?.text ?? ""
        let hasDecimals =
            tokens.count >= 3 && tokens[tokens.endIndex - 2].kind == .mark && last.utf8.count <= 2
            && tokens[tokens.endIndex - 2].text != "'"
        for token in tokens.dropLast(hasDecimals ? 2 : 0) where token.kind == .number { whole += token.text }
        if hasDecimals { decimals = last }
        guard decimals.utf8.count <= digits, whole.utf8.count <= 12 else { return nil }
        let padded = whole + decimals + String(repeating: "0", count: digits - decimals.utf8.count)
        guard let minor = Int64(padded), minor <= Money.largestMinor else { return nil }
        return minor
    }

    private static func currency(_ word: String, _ language: Language) -> Currency? {
        if let code = codes[word] { return Currency(code) }
        guard word == "kr" || word == "kroner" || word == "kronor" || word == "kroners" else { return nil }
        return Currency(language == .swedish ? "SEK" : "DKK")
    }

    private static let codes: [String: String] = [
        "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "$": "USD", "usd": "USD", "dollars": "USD",
        "dollar": "USD",
        "bucks": "USD", "£": "GBP", "gbp": "GBP", "pounds": "GBP", "pound": "GBP", "quid": "GBP", "chf": "CHF",
        "sfr": "CHF",
        "franken": "CHF", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "pln": "PLN", "zl": "PLN", "zloty": "PLN",
        "zlotych": "PLN",
        "cad": "CAD", "aud": "AUD", "czk": "CZK", "huf": "HUF", "jpy": "JPY", "¥": "JPY",
    ]
}
