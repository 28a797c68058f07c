/// A column whose texts are sealed, each for its row: moved to another column or row they do not open.
struct SealedColumn: Hashable, Sendable {
    /// How a row says whose it is.
    enum Owner: Hashable, Sendable {
        /// By columns `creditor` and `account`; without an account it is nobody's.
        case named
        /// By `account_id`, likewise.
        case numbered
    }

    let table: String
    let name: String
    /// The columns that name a row.
    let key: [String]
    let owner: Owner
    /// Whether it can't be NULL.
    let isRequired: Bool

    private init(
        _ table: String, _ name: String, _ key: [String], _ owner: Owner = .numbered, isRequired: Bool = false
    ) {
        self.table = table
        self.name = name
        self.key = key
        self.owner = owner
        self.isRequired = isRequired
    }

    static let accountName = SealedColumn("account", "name", ["creditor", "account"], .named)
    static let accountContacts = SealedColumn("account", "contacts", ["creditor", "account"], .named)
    static let invoiceReference = SealedColumn("invoice", "reference", ["creditor", "invoice"])
    static let invoiceDocument = SealedColumn("invoice", "document", ["creditor", "invoice"])
    static let invoiceReason = SealedColumn("invoice", "reason", ["creditor", "invoice"])
    static let settlementReference = SealedColumn("settlement", "reference", ["creditor", "kind", "id"])
    static let reversalReason = SealedColumn("reversal", "reason", ["creditor", "id"])
    static let disputeReason = SealedColumn("dispute", "reason", ["creditor", "id"])
    static let holdReason = SealedColumn("hold", "reason", ["creditor", "id"], isRequired: true)
    static let holdAuthor = SealedColumn("hold", "author", ["creditor", "id"])
    static let promiseReason = SealedColumn("promise", "reason", ["creditor", "id"])
    static let promiseAuthor = SealedColumn("promise", "author", ["creditor", "id"])
    static let planReason = SealedColumn("plan", "reason", ["creditor", "id"])
    static let planAuthor = SealedColumn("plan", "author", ["creditor", "id"])
    static let taskWordReason = SealedColumn("task_word", "reason", ["creditor", "task"])
    static let taskWordAuthor = SealedColumn("task_word", "author", ["creditor", "task"])
    static let waiverReason = SealedColumn("waiver", "reason", ["creditor", "charge"], isRequired: true)
    static let waiverAuthor = SealedColumn("waiver", "author", ["creditor", "charge"])
    static let consentEvidence = SealedColumn(
        "consent", "evidence", ["creditor", "channel", "address"], .named, isRequired: true)
    static let attemptCommand = SealedColumn("attempt", "command", ["id"])

    static let all = [
        accountName, accountContacts, invoiceReference, invoiceDocument, invoiceReason, settlementReference,
        reversalReason, disputeReason, holdReason, holdAuthor, promiseReason, promiseAuthor, planReason, planAuthor,
        taskWordReason, taskWordAuthor, waiverReason, waiverAuthor, consentEvidence, attemptCommand,
    ]

    /// What a text is bound to. No identifier holds U+0000.
    func context(_ row: [String]) -> String { ([table, name] + row).joined(separator: "\u{0}") }
}
