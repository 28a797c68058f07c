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
    /// The policy's segment; nil: the default policy.
    package var segment: String?
    package var contacts: [Contact]

    package init(
        creditor: Identifier, account: Identifier, revision: Int64? = nil, name: String, language: String? = nil,
        country: String? = nil, zone: String? = nil, kind: AccountKind? = nil, segment: String? = nil,
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

    package init(
        contact: Identifier, role: String? = nil, name: String? = nil, email: String? = nil, phone: String? = nil,
        language: String? = nil
    ) {
        self.contact = contact
        self.role = role
        self.name = name
        self.email = email
        self.phone = phone
        self.language = language
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
