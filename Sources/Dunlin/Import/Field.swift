/// What a column can be: a field of the account, invoice or payment that a row makes.
enum Field: String, CaseIterable {
    case creditor, account, currency

    case accountName = "accounts.name"
    case accountLanguage = "accounts.language"
    case accountCountry = "accounts.country"
    case accountZone = "accounts.zone"
    case accountKind = "accounts.kind"
    case accountSegment = "accounts.segment"
    case contactID = "accounts.contact"
    case contactName = "accounts.contact_name"
    case contactRole = "accounts.contact_role"
    case contactEmail = "accounts.email"
    case contactPhone = "accounts.phone"

    case invoice = "invoices.invoice"
    case invoiceNumber = "invoices.number"
    case invoiceAmount = "invoices.amount"
    case invoiceIssuedOn = "invoices.issued_on"
    case invoiceDueOn = "invoices.due_on"
    /// Days from the issue date, in place of a due date.
    case invoiceDueInDays = "invoices.due_in_days"
    case invoiceReference = "invoices.reference"

    case payment = "payments.payment"
    case paymentAmount = "payments.amount"
    case paymentReceivedOn = "payments.received_on"
    case paymentReference = "payments.reference"
    /// The invoice that takes the whole payment; without it the payment stands on the account.
    case paymentInvoice = "payments.invoice"

    /// `accounts`, `invoices`, `payments`, or nil for what they share.
    var section: String? {
        rawValue.firstIndex(of: ".").map { String(rawValue[..<$0]) }
    }

    static let sections = ["accounts", "invoices", "payments"]

    /// What a section cannot be without.
    static let required: [String: [Field]] = [
        "accounts": [.accountName],
        "invoices": [.invoice, .invoiceAmount, .invoiceIssuedOn],
        "payments": [.payment, .paymentAmount, .paymentReceivedOn],
    ]

    var isDate: Bool { [.invoiceIssuedOn, .invoiceDueOn, .paymentReceivedOn].contains(self) }
    var isAmount: Bool { [.invoiceAmount, .paymentAmount].contains(self) }
}
