extension MessageSchema {
    static let creditor = Schema.required(
        "creditor", Schema.identifier("The legal entity that is owed and in whose name reminders go out."))
    static let owner = Schema.required("account", Schema.identifier("The debtor, unique at this creditor."))
    static let positive: Int64 = 1

    static var account: JSONValue {
        Schema.object(
            "The account in full: what is left out is gone.",
            [
                creditor, owner,
                Schema.optional("revision", Schema.revision("account")),
                Schema.required("name", Schema.text("The debtor's name as reminders show it.", shortest: 1)),
                Schema.optional("language", Schema.text("BCP 47, such as de-AT; missing: the creditor's.")),
                Schema.optional("country", Schema.text("ISO 3166-1 alpha-2; missing: the creditor's.")),
                Schema.optional("zone", Schema.text("IANA, such as Europe/Vienna; missing: derived from the country.")),
                Schema.optional("kind", Schema.choice("What the debtor is; missing: business.", AccountKind.all)),
                Schema.optional("segment", Schema.text("What the creditor sorts its debtors by.")),
                Schema.optional(
                    "tags",
                    Schema.list(
                        "Marks that a policy may be chosen by.", of: Schema.text("A mark."), most: Account.mostTags)),
                Schema.optional("subdivision", Schema.text("ISO 3166-2 without the country, such as BY.")),
                Schema.optional("parent", Schema.identifier("The account that pays for this one.")),
                Schema.optional("dunning", settings("How this account is reminded otherwise.")),
                Schema.required(
                    "contacts",
                    Schema.list("Who may be written to; ids are unique.", of: contact, most: Account.mostContacts)),
            ])
    }

    private static var contact: JSONValue {
        Schema.object(
            "A person or mailbox at the debtor.",
            [
                Schema.required("contact", Schema.identifier("Unique within the account; a new address keeps the id.")),
                Schema.optional("role", Schema.text("The part in paying; missing: billing.")),
                Schema.optional("name", Schema.text("The person's or the mailbox's name.")),
                Schema.optional("email", Schema.text("The address for mail.", longest: TextRule.longestEmail)),
                Schema.optional("phone", Schema.text("E.164, such as +14155550123.")),
                Schema.optional("language", Schema.text("BCP 47; missing: the account's.")),
                Schema.optional("zone", Schema.text("IANA; missing: the account's.")),
            ])
    }

    static var accountStatement: JSONValue {
        Schema.object(
            "A difference to the ledger holds the account and opens a task.",
            [
                creditor, owner,
                Schema.required("asOf", Schema.instant("When the books said so.")),
                Schema.required(
                    "balances",
                    Schema.list(
                        "One per currency.",
                        of: Schema.money("Open invoices less unapplied payments and credit notes."))),
                Schema.required(
                    "openInvoices", Schema.list("All open invoices.", of: Schema.identifier("The invoice."))),
            ])
    }

    static var invoice: JSONValue {
        Schema.object(
            "The invoice in full as it is now: what is left out is gone.",
            [
                creditor, owner,
                Schema.required("invoice", Schema.identifier("The invoice, unique at this creditor.")),
                Schema.optional("revision", Schema.revision("invoice")),
                Schema.optional("number", Schema.text("The number that the debtor knows; missing: the id.")),
                Schema.required("amount", Schema.money("Gross, before payments and credit notes.", from: 0)),
                Schema.required("issuedOn", Schema.civilDate("When it was issued.")),
                Schema.optional(
                    "dueOn", Schema.civilDate("The last day to pay; not before issuedOn. Missing: by the terms.")),
                Schema.optional("deliveredOn", Schema.civilDate("When the debtor got it; missing: on issuedOn.")),
                Schema.optional("instalments", instalments("Missing: payable at once. They sum to the amount.")),
                Schema.optional(
                    "dunning", settings("How this invoice is reminded otherwise; without policy and channels.")),
                Schema.optional("reference", Schema.text("The debtor's own reference, such as a purchase order.")),
                Schema.optional("document", document),
                Schema.optional(
                    "reason", Schema.text("Why it was adjusted, voided or written off.", mayBreak: true)),
            ])
    }

    private static var document: JSONValue {
        Schema.object(
            "Where the invoice's own document is; messages carry no files.",
            [
                Schema.required("url", Schema.text("Where to get it.")),
                Schema.optional("sha256", Schema.text("Its hash in lower-case hexadecimal.")),
                Schema.optional("bytes", Schema.integer("Its size in bytes.")),
            ])
    }

    private static var allocations: JSONValue {
        Schema.list(
            "Which invoices it settles; what is left is unapplied. The sum is at most the amount.",
            of: Schema.object(
                "A part for one invoice.",
                [
                    Schema.required("invoice", Schema.identifier("The invoice.")),
                    Schema.required("minor", Schema.minor("The part, in the amount's currency.", from: positive)),
                ]), most: Allocation.most)
    }

    static var payment: JSONValue {
        Schema.object(
            "The same payment id with other content is refused as conflict.",
            [
                creditor, owner,
                Schema.required("payment", Schema.identifier("The payment, unique at this creditor.")),
                Schema.required("amount", Schema.money("All that came in.", from: positive)),
                Schema.required("receivedOn", Schema.civilDate("When it came in.")),
                Schema.optional("reference", Schema.text("What the payer wrote.")),
                Schema.optional("allocations", allocations),
            ])
    }

    static var paymentAllocation: JSONValue {
        Schema.object(
            "Replaces the payment's allocation as a whole.",
            [
                creditor, owner,
                Schema.required("payment", Schema.identifier("The payment.")),
                Schema.optional("revision", Schema.revision("allocation")),
                Schema.required("allocations", allocations),
            ])
    }

    static var paymentReversal: JSONValue {
        Schema.object(
            "A chargeback, a failed debit or a refund.",
            [
                creditor, owner,
                Schema.required("payment", Schema.identifier("The payment that is taken back.")),
                Schema.required("reversal", Schema.identifier("The reversal, unique at this creditor.")),
                Schema.optional("amount", Schema.money("The part taken back; missing: all of it.", from: positive)),
                Schema.required("reversedOn", Schema.civilDate("When it was taken back.")),
                Schema.optional("reason", Schema.text("Why.", mayBreak: true)),
            ])
    }

    static var creditNote: JSONValue {
        Schema.object(
            "The same credit note id with other content is refused as conflict.",
            [
                creditor, owner,
                Schema.required("creditNote", Schema.identifier("The credit note, unique at this creditor.")),
                Schema.optional("number", Schema.text("The number that the debtor knows; missing: the id.")),
                Schema.required("amount", Schema.money("What is given back.", from: positive)),
                Schema.required("issuedOn", Schema.civilDate("When it was issued.")),
                Schema.optional("allocations", allocations),
            ])
    }

    static var dispute: JSONValue {
        Schema.object(
            "The dispute in full as it is now.",
            [
                creditor, owner,
                Schema.required("dispute", Schema.identifier("The dispute, unique at this creditor.")),
                Schema.optional("revision", Schema.revision("dispute")),
                Schema.optional("invoice", Schema.identifier("Missing: everything on the account.")),
                Schema.optional("amount", Schema.money("Missing: the whole invoice.", from: positive)),
                Schema.optional("reason", Schema.text("What is contested.", mayBreak: true)),
            ])
    }

    static var hold: JSONValue {
        Schema.object(
            "The hold in full as it is now.",
            [
                creditor,
                Schema.required("hold", Schema.identifier("The hold, unique at this creditor.")),
                Schema.optional("revision", Schema.revision("hold")),
                Schema.optional("account", Schema.identifier("Missing: all of the creditor's accounts.")),
                Schema.optional("invoice", Schema.identifier("Missing: everything on the account. Needs account.")),
                Schema.required("reason", Schema.text("Why reminding rests.", mayBreak: true)),
                Schema.optional("author", Schema.text("Who placed it.")),
                Schema.optional("from", Schema.instant("Missing: from now on.")),
                Schema.optional("until", Schema.instant("Missing: until it is lifted. Not before from.")),
            ])
    }

    static var heartbeat: JSONValue {
        Schema.object(
            "Without it for too long, reminding of this creditor rests.",
            [creditor, Schema.required("asOf", Schema.instant("Everything known then has been published."))])
    }
}
