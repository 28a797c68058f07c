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
    /// What of an invoice is open now, or of money not allocated, in minor units; nil: nothing can be, or all of it is.
    package var openMinor: Int64?
    /// The invoices it is about, if it names them; of an attempt they stand where it is planned.
    package var invoices: [Identifier]
    /// More about it, by keys such as `step`, `promisedOn` and `code`.
    package var details: [String: String]
    /// Why, in the ledger's own words.
    package var reason: String?

    init(
        at: Instant? = nil, on: CivilDate? = nil, _ what: String, _ id: String?, currency: String? = nil,
        minor: Int64? = nil, openMinor: Int64? = nil, invoices: [Identifier] = [],
        details: KeyValuePairs<String, String?> = [:], reason: String? = nil
    ) {
        self.at = at
        self.on = on
        self.what = what
        self.id = id
        self.currency = currency
        self.minor = minor
        self.openMinor = openMinor
        self.invoices = invoices
        self.details = Dictionary(details.compactMap { key, value in value.map { (key, $0) } }) { first, _ in first }
        self.reason = reason
    }
}
