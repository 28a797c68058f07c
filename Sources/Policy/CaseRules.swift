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
    /// What the law says of contacts; nil: nothing is known of it.
    package var legal: LegalProfiles?
    /// nil: all accounts go by ``policy``.
    package var accounts: AccountRules?
    /// nil: a debtor without a zone of its own has the creditor's.
    package var zones: DebtorZoneLookup?
    /// What is owed for being late, beside the fees of steps. Its kind stands for each account's own; nil: the creditor
    /// claims nothing.
    package var charges: ChargeRules?
    /// How old the creditor's facts may be when something is sent; nil: ``FactsFreshness/standard`` from its first
    /// heartbeat on.
    package var freshness: Duration?
    /// The channels on which a message whose outcome nobody knows goes out once more after a day; none if not said.
    package var resendsUnknown: Set<Channel>

    package init(
        policy: DunningPolicy, zone: Zone, language: String, config: String, country: String = "",
        calendars: [String: BusinessCalendar] = [:], legal: LegalProfiles? = nil, zones: DebtorZoneLookup? = nil,
        accounts: AccountRules? = nil, charges: ChargeRules? = nil, freshness: Duration? = nil,
        resendsUnknown: Set<Channel> = []
    ) {
        self.policy = policy
        self.zone = zone
        self.language = language
        self.config = config
        self.country = country
        self.calendars = calendars
        self.legal = legal
        self.zones = zones
        self.accounts = accounts
        self.charges = charges
        self.freshness = freshness
        self.resendsUnknown = resendsUnknown
    }

    /// The business days of a debtor's country; where its holidays are not known, Monday to Friday.
    package func calendar(of country: String?) -> BusinessCalendar { calendars[country ?? self.country] ?? .weekdays }

    /// What the law adds to window and budget for a debtor; nil: nothing for any channel in use.
    ///
    /// Creditors write in their own name about what they are owed: the first party, always.
    package func limits(
        country: String?, subdivision: String?, kind: DebtKind, on day: CivilDate
    ) -> ContactLimits? {
        guard let legal else { return nil }
        let country = country ?? self.country
        let place = subdivision.flatMap { Jurisdiction("\(country)-\($0)") } ?? Jurisdiction(country)
        let rules = legal.profile(for: place, kind: kind, role: .firstParty, on: day).rules.map(\.rule)
            .filter { $0.channels.contains(.email) }
        return rules.isEmpty ? nil : ContactLimits(rules, calendar: calendar(of: country))
    }
}
