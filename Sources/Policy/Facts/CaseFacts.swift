import Contracts

/// Everything about a case that a decision rests on, except what was sent: see ``ContactHistory``.
package struct CaseFacts: Hashable, Sendable {
    package var number: Int64
    package var creditor: Identifier
    package var account: Identifier
    package var currency: Currency
    /// Days are counted in the creditor's calendar.
    package var creditorZone: Zone
    /// Messages go out by the account's wall clock.
    package var accountZone: Zone
    /// Collectable invoices with an open amount, in any order.
    package var items: [OpenItem]
    /// Payments and credit notes of the account in this currency that no invoice has been given yet; 0 or more.
    package var unappliedMinor: Int64
    /// The day in the creditor's calendar on which the last of it came; nil: not known, or nothing is unapplied.
    package var unappliedSince: CivilDate?
    /// What the debtor promised, in any order, those that are over included.
    package var promises: [PromiseToPay]
    package var plans: [PaymentPlan]
    /// The ids of the steps that this case does without.
    package var leftOut: Set<String>
    /// What rests the case as a whole, or nil.
    package var stop: Stop?
    package var contacts: [ContactFacts]
    /// The business days of the debtor's country.
    package var calendar: BusinessCalendar
    /// What the law adds to window and budget; nil: nothing.
    package var limits: ContactLimits?

    package init(
        number: Int64, creditor: Identifier, account: Identifier, currency: Currency, creditorZone: Zone,
        accountZone: Zone, items: [OpenItem], unappliedMinor: Int64, stop: Stop?, contacts: [ContactFacts],
        calendar: BusinessCalendar = .weekdays, unappliedSince: CivilDate? = nil, promises: [PromiseToPay] = [],
        plans: [PaymentPlan] = [], leftOut: Set<String> = [], limits: ContactLimits? = nil
    ) {
        self.number = number
        self.creditor = creditor
        self.account = account
        self.currency = currency
        self.creditorZone = creditorZone
        self.accountZone = accountZone
        self.items = items
        self.unappliedMinor = unappliedMinor
        self.stop = stop
        self.contacts = contacts
        self.calendar = calendar
        self.unappliedSince = unappliedSince
        self.promises = promises
        self.plans = plans
        self.leftOut = leftOut
        self.limits = limits
    }
}

/// A contact and whether it may be written to by email.
package struct ContactFacts: Hashable, Sendable {
    package var contact: Identifier
    package var role: String
    package var name: String?
    package var email: String?
    package var language: String?
    /// The debtor asked that email stop.
    package var hasOptedOut: Bool
    /// The address was refused for good before.
    package var isUndeliverable: Bool
    /// When the creditor's messages to this address, for whichever account, were claimed: what the budget counts.
    package var messages: [Instant]
    /// Where its clock may stand; nil: as the account's.
    package var zone: DebtorZone?

    package init(
        contact: Identifier, role: String, name: String?, email: String?, language: String?, hasOptedOut: Bool,
        isUndeliverable: Bool, messages: [Instant] = [], zone: DebtorZone? = nil
    ) {
        self.contact = contact
        self.role = role
        self.name = name
        self.email = email
        self.language = language
        self.hasOptedOut = hasOptedOut
        self.isUndeliverable = isUndeliverable
        self.messages = messages
        self.zone = zone
    }

    package var isReachableByEmail: Bool {
        email != nil && !hasOptedOut && !isUndeliverable
    }

    package var slot: ContactSlot { ContactSlot(role: role, contact: contact) }
}
