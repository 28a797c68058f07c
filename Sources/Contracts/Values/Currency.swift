/// A currency of ISO 4217 that has a minor unit, named by its three letters.
///
/// - Source: ISO 4217 list one (codes and exponents of the minor units), as of January 2026.
package struct Currency: Hashable, Sendable, Comparable {
    package let code: String

    /// The exponent of the minor unit: 2 for EUR, 0 for JPY, 3 for KWD.
    package let minorDigits: Int

    package init?(_ code: String) {
        guard let digits = Self.minorDigitsByCode[code] else { return nil }
        self.code = code
        self.minorDigits = digits
    }

    package static func < (left: Currency, right: Currency) -> Bool {
        left.code < right.code
    }

    /// Every code that ``init(_:)`` takes, sorted.
    package static var allCodes: [String] { minorDigitsByCode.keys.sorted() }

    private static let minorDigitsByCode: [String: Int] = {
        var digits: [String: Int] = [:]
        for (count, codes) in codesByMinorDigits {
            for code in codes.split(separator: " ") { digits[String(code)] = count }
        }
        return digits
    }()

    private static let codesByMinorDigits: [(Int, String)] = [
        (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"),
        (
            2,
            """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF \
            CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD \
            GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL \
            MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR \
            PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP \
            TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
            """
        ),
        (3, "BHD IQD JOD KWD LYD OMR TND"),
        (4, "CLF UYW"),
    ]
}

extension Currency: TextValue {
    package init(reading text: String) throws(TextRefusal) {
        guard let currency = Currency(text) else {
            throw TextRefusal("is not a currency code of ISO 4217 such as EUR")
        }
        self = currency
    }

    package var written: String { code }
}
