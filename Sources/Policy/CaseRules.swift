import Contracts

/// The rules for one creditor's cases, as the configuration folder gives them.
package struct CaseRules: Hashable, Sendable {
    package var policy: DunningPolicy
    /// The creditor's own zone; accounts without one share it.
    package var zone: Zone
    /// The creditor's own language, the last of each account's chain.
    package var language: String
    /// The content hash of the folder they come from.
    package var config: String
    /// The creditor's country, ISO 3166-1; accounts without one share it.
    package var country: String
    /// By country.
    package var calendars: [String: BusinessCalendar]

    package init(
        policy: DunningPolicy, zone: Zone, language: String, config: String, country: String = "",
        calendars: [String: BusinessCalendar] = [:]
    ) {
        self.policy = policy
        self.zone = zone
        self.language = language
        self.config = config
        self.country = country
        self.calendars = calendars
    }

    /// The business days of a debtor's country; where its holidays are not known, Monday to Friday.
    package func calendar(of country: String?) -> BusinessCalendar { calendars[country ?? self.country] ?? .weekdays }
}
