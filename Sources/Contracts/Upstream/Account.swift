/// A debtor of one creditor, in full, as upstream knows it now.
///
/// `dunlin.account.upserted.v1`
package struct Account: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    /// Grows with each change of this account; nil: the event's time orders the versions.
    package var revision: Int64?
    package var name: String
    /// BCP 47, for example `de-AT`; nil: the creditor's language.
    package var language: String?
    /// ISO 3166-1 alpha-2; nil: the creditor's country.
    package var country: String?
    /// IANA, for example `Europe/Vienna`; nil: derived from the country, then the creditor's.
    package var zone: String?
    /// nil: `business`.
    package var kind: AccountKind?
    /// What the creditor sorts its debtors by; rules may differ by it.
    package var segment: String?
    /// Marks that a policy may be chosen by; at most ``mostTags``.
    package var tags: [String]?
    /// The part of the country that holidays and law go by, ISO 3166-2 without the country: `BY`.
    package var subdivision: String?
    /// The account of the same creditor that pays for this one.
    package var parent: Identifier?
    package var dunning: DunningSettings?
    package var contacts: [Contact]

    package init(
        creditor: Identifier, account: Identifier, revision: Int64? = nil, name: String, language: String? = nil,
        country: String? = nil, zone: String? = nil, kind: AccountKind? = nil, segment: String? = nil,
        tags: [String]? = nil, subdivision: String? = nil, parent: Identifier? = nil, dunning: DunningSettings? = nil,
        contacts: [Contact]
    ) {
        self.creditor = creditor
        self.account = account
        self.revision = revision
        self.name = name
        self.language = language
        self.country = country
        self.zone = zone
        self.kind = kind
        self.segment = segment
        self.tags = tags
        self.subdivision = subdivision
        self.parent = parent
        self.dunning = dunning
        self.contacts = contacts
    }
}

package enum AccountKind: String, Word {
    case business, consumer
}

/// A person or mailbox at the debtor that may be written to.
package struct Contact: Codable, Hashable, Sendable {
    /// Upstream's id, unique within the account. A new address keeps the id.
    package var contact: Identifier
    /// The part this contact has in paying, for example `billing`; nil: `billing`.
    package var role: String?
    package var name: String?
    package var email: String?
    /// E.164.
    package var phone: String?
    /// BCP 47; nil: the account's language.
    package var language: String?
    /// IANA; nil: the account's, then what country and phone number say.
    package var zone: String?

    package init(
        contact: Identifier, role: String? = nil, name: String? = nil, email: String? = nil, phone: String? = nil,
        language: String? = nil, zone: String? = nil
    ) {
        self.contact = contact
        self.role = role
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
        self.zone = zone
    }
}

/// What upstream's books say of one account as of an instant; it proves that no event is missing.
///
/// `dunlin.account.stated.v1`
package struct AccountStatement: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var account: Identifier
    package var asOf: Instant
    /// One per currency: open invoices less unapplied payments and credit notes.
    package var balances: [Money]
    package var openInvoices: [Identifier]

    package init(
        creditor: Identifier, account: Identifier, asOf: Instant, balances: [Money], openInvoices: [Identifier]
    ) {
        self.creditor = creditor
        self.account = account
        self.asOf = asOf
        self.balances = balances
        self.openInvoices = openInvoices
    }
}

/// A creditor's source is alive, and everything it knew at `asOf` has been published.
///
/// `dunlin.source.heartbeat.v1`
package struct SourceHeartbeat: Codable, Hashable, Sendable {
    package var creditor: Identifier
    package var asOf: Instant

    package init(creditor: Identifier, asOf: Instant) {
        self.creditor = creditor
        self.asOf = asOf
    }
}
