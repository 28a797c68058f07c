import Contracts

/// Something that happened to an account, named by identifiers alone.
package struct TimelineEntry: Hashable, Sendable, Codable {
    /// When it happened; nil: only its day is known.
    package var at: Instant?
    /// The civil day of a fact that has no time, in the creditor's calendar.
    package var on: CivilDate?
    /// What happened: the thing and the change, as `invoice issued` or `attempt accepted`.
    package var what: String
    /// The invoice, payment, dispute, hold, promise, plan, task, charge or attempt.
    package var id: String?
    /// nil: in no currency alone.
    package var currency: String?
    package var minor: Int64?
    /// The invoices it is about, if it names them.
    package var invoices: [Identifier]
    /// More about it: `key=value` pairs, sorted as they are told.
    package var details: [String]
    /// Why, in the ledger's own words.
    package var reason: String?

    init(
        at: Instant? = nil, on: CivilDate? = nil, _ what: String, _ id: String?, currency: String? = nil,
        minor: Int64? = nil, invoices: [Identifier] = [], details: [String?] = [], reason: String? = nil
    ) {
        self.at = at
        self.on = on
        self.what = what
        self.id = id
        self.currency = currency
        self.minor = minor
        self.invoices = invoices
        self.details = details.compactMap { $0 }
        self.reason = reason
    }
}
