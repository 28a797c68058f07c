import Policy

/// A telephone number of the world, as libphonenumber knows it.
package struct PhoneNumber: Hashable, Sendable {
    /// `+4930123456`: the one spelling that goes to providers and into the ledger.
    package let e164: String
    /// Whether its length is one that numbers of its country have.
    package let isPossible: Bool
    /// Whether it lies in a range that its country has assigned; not whether anybody has it.
    package let isValid: Bool
    package let kind: Kind
    /// ISO 3166-1; ``worldwide`` for numbers of no country, such as +800; nil if it cannot be told.
    package let region: String?
    /// Where the numbering plan puts it; empty for what is invalid or of no country.
    ///
    /// Not where its bearer may be: send windows ask `ZoneFinder` of the module Calendars.
    package let zones: [Zone]

    /// The region of numbers that belong to no country.
    package static let worldwide = "001"

    /// What a number is for. Raw values are libphonenumber's names.
    package enum Kind: String, Hashable, Sendable, CaseIterable, Codable {
        case fixedLine = "FIXED_LINE"
        case mobile = "MOBILE"
        /// Where numbers do not tell which, as in North America.
        case fixedLineOrMobile = "FIXED_LINE_OR_MOBILE"
        case tollFree = "TOLL_FREE"
        case premiumRate = "PREMIUM_RATE"
        case sharedCost = "SHARED_COST"
        case voip = "VOIP"
        case personal = "PERSONAL_NUMBER"
        case pager = "PAGER"
        /// A company's number, the same all over its country.
        case company = "UAN"
        case voicemail = "VOICEMAIL"
        case unknown = "UNKNOWN"
    }
}
