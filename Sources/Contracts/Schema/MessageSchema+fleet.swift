extension MessageSchema {
    private static let attempt = Schema.required(
        "attempt",
        Schema.object(
            "Which attempt, in which life.",
            [
                Schema.required("id", Schema.words("UUID, derived from case, step, channel and contact.")),
                Schema.required("revision", Schema.integer("Grows with each new decision about it, from 1.")),
                Schema.required("generation", Schema.integer("Grows with each replay by an operator, from 0.")),
            ]))
    static let dunningCase = Schema.required(
        "case",
        Schema.object(
            "The dunning of one account by one creditor in one currency.",
            [
                Schema.required("number", Schema.integer("The ledger's running number.")),
                Schema.required("creditor", Schema.identifier("The creditor.")),
                Schema.required("account", Schema.identifier("The account.")),
                Schema.required("currency", Schema.currency("The case's currency.")),
            ]))
    private static let instance = Schema.required(
        "instance",
        Schema.object(
            "Which step of which episode.",
            [
                Schema.required("episode", Schema.integer("The running number of the case's dunning.")),
                Schema.required("step", Schema.words("The step's id in the policy.")),
                Schema.required(
                    "occurrence", Schema.integer("0 after the due date, else its day number since 1970-01-01.")),
            ]))
    private static let channel = Schema.required("channel", Schema.choice("How it is sent.", Channel.all))
    private static let at = Schema.required("at", Schema.instant("When."))
    private static let slotFields = [
        Schema.required("role", Schema.words("The contact's part, such as billing.")),
        Schema.required("contact", Schema.identifier("The contact.")),
    ]
    private static let place = Schema.optional(
        "place",
        Schema.object(
            "Where the attempt stands in its case.",
            [
                instance, Schema.required("slot", Schema.object("Who is written to, without an address.", slotFields)),
                Schema.required(
                    "invoices",
                    Schema.list("The first that it names, at most 200.", of: Schema.identifier("The invoice."))),
                Schema.required("totalMinor", Schema.integer("What is asked for, in minor units.")),
            ]))
    private static let worker = Schema.required("worker", Schema.words("The worker that did it."))

    static var delivery: JSONValue {
        Schema.object(
            "What became of a submission, or of the claim before it.",
            [
                attempt, dunningCase, channel, at,
                Schema.optional("code", Schema.integer("The provider's code, such as 250 or 550.")),
                Schema.optional("reason", Schema.words("Without personal data, at most 200 bytes.")),
                worker, place,
            ])
    }

    static var attemptParked: JSONValue {
        Schema.object(
            "Its command waits for a person.",
            [
                attempt, dunningCase,
                Schema.required("class", Schema.choice("Of the dead letter.", DeadLetterClass.all)),
                Schema.required("reason", Schema.words("Why, without personal data.")), worker,
            ])
    }

    static var attemptResolved: JSONValue {
        Schema.object(
            "The first word that fits counts; a bounce counts also after acceptance.",
            [
                attempt, dunningCase,
                Schema.required("result", Schema.choice("What became of it.", AttemptResolution.all)),
                Schema.required("by", Schema.choice("Whose word it is.", AttemptResolver.all)),
                Schema.required("evidence", Schema.text("What it rests on, without personal data.")),
                Schema.required("author", Schema.text("Who says so.")),
                Schema.required("reason", Schema.text("Why.", mayBreak: true)),
            ])
    }

    static var optOut: JSONValue {
        Schema.object(
            "From a signed link.",
            [
                Schema.required("attempt", Schema.words("The attempt whose message carried the link.")), channel,
                Schema.required("evidence", Schema.words("How it was asked, such as one-click or page.")), at,
            ])
    }

    static var factsAccepted: JSONValue {
        Schema.object(
            "Lifts the hold for incomplete facts.",
            [
                Schema.required("creditor", Schema.identifier("The creditor.")),
                Schema.optional("account", Schema.identifier("Missing: what is held against the creditor as a whole.")),
                Schema.required("author", Schema.words("Who says so.")),
                Schema.required("reason", Schema.words("Why.")),
            ])
    }

    static var reminderRender: JSONValue {
        Schema.object(
            "The facts of a reminder on one day.",
            [
                attempt, dunningCase, instance, channel,
                Schema.required("slot", Schema.object("Who is written to, without an address.", slotFields)),
                Schema.required("basis", Schema.words("Hash of what the message rests on.")),
                Schema.required("config", Schema.words("Hash of the configuration folder to use.")),
                Schema.required("template", Schema.words("The template's name.")),
                Schema.required(
                    "languages", Schema.list("The first with a template wins.", of: Schema.words("BCP 47."))),
                Schema.required("today", Schema.civilDate("When this was true, in the creditor's calendar.")),
                Schema.required(
                    "recipient",
                    Schema.object(
                        "The address at this instant.",
                        [
                            Schema.optional("name", Schema.words("The contact's name.")),
                            Schema.optional("email", Schema.words("The contact's address.")),
                        ])),
                Schema.required("accountName", Schema.words("The debtor's name.")),
                Schema.required("items", Schema.list("The open invoices.", of: item)),
                Schema.required("unappliedMinor", Schema.integer("Paid and not yet given to an invoice; 0 or more.")),
                Schema.required("totalMinor", Schema.integer("What is asked for, in minor units; more than 0.")),
                Schema.required("links", links),
            ])
    }

    private static var item: JSONValue {
        Schema.object(
            "An open invoice.",
            [
                Schema.required("invoice", Schema.identifier("The invoice.")),
                Schema.required("number", Schema.words("The number that the debtor knows.")),
                Schema.optional("reference", Schema.words("The debtor's own reference.")),
                Schema.required("issuedOn", Schema.civilDate("When it was issued.")),
                Schema.required("dueOn", Schema.civilDate("The last day to pay.")),
                Schema.required("daysPastDue", Schema.integer("Days; negative before the due date, 0 on it.")),
                Schema.required("amountMinor", Schema.integer("The whole amount in minor units.")),
                Schema.required("openMinor", Schema.integer("What is still owed in minor units.")),
                Schema.optional(
                    "account", Schema.identifier("The account that owes it, if the case is named after its payer.")),
            ])
    }

    private static var links: JSONValue {
        Schema.object(
            "Signed links; none carries an amount.",
            [
                Schema.required("portal", Schema.words("Opens the live balance.")),
                Schema.required("unsubscribe", Schema.words("Stops the channel.")),
                Schema.required("replyToken", Schema.words("The token of the reply address.")),
            ])
    }

    static var emailSend: JSONValue {
        Schema.object(
            "A finished mail.",
            [
                attempt, dunningCase,
                Schema.required("basis", Schema.words("Hash of what the message rests on.")),
                Schema.required("config", Schema.words("Hash of the configuration folder in use.")),
                Schema.required("from", mailbox("The creditor's.")), Schema.required("to", mailbox("The contact's.")),
                Schema.required("replyTo", mailbox("With the signed case token.")),
                Schema.required("subject", Schema.words("One line.")),
                Schema.required("text", Schema.words("The plain text part.")),
                Schema.optional("html", Schema.words("The HTML part.")),
                Schema.required("language", Schema.words("BCP 47, of the text.")),
                Schema.required("unsubscribe", Schema.words("URL for one click, RFC 8058.")),
                Schema.required("template", Schema.words("Template and language, for logs.")),
                Schema.optional("renderer", Schema.words("The process that wrote it.")),
                Schema.optional("renderedAt", Schema.instant("When it was written.")), place,
            ])
    }

    private static func mailbox(_ description: String) -> JSONValue {
        Schema.object(
            "A mailbox: \(description)",
            [
                Schema.optional("name", Schema.words("The display name.")),
                Schema.required("address", Schema.words("The address.")),
            ])
    }

    static var reminderSent: JSONValue {
        Schema.object(
            "For upstream's history of the account.",
            [
                Schema.required("attempt", Schema.words("The attempt's UUID.")), dunningCase, instance, channel,
                Schema.required("invoices", Schema.list("What it named.", of: Schema.identifier("The invoice."))),
                Schema.required("totalMinor", Schema.integer("What was asked for, in minor units.")), at,
                Schema.optional("slot", Schema.object("Who was written to, without an address.", slotFields)),
            ])
    }

    static var consentChanged: JSONValue {
        Schema.object(
            "Upstream may want to store it too.",
            [
                Schema.required("creditor", Schema.identifier("The creditor.")),
                Schema.required("account", Schema.identifier("The account.")),
                Schema.required("contact", Schema.identifier("The contact.")), channel,
                Schema.required("allowed", Schema.boolean("Whether the channel may be used now.")),
                Schema.required("evidence", Schema.words("How it was said.")), at,
                Schema.optional("recipient", Schema.words("Keyed hash of the address, as the ledger keeps it.")),
            ])
    }

    static var taskOpened: JSONValue {
        Schema.object(
            "A machine must not decide this.",
            [
                dunningCase,
                Schema.required("kind", Schema.words("Such as outcome unknown or no channel.")),
                Schema.optional("attempt", Schema.words("The attempt it is about.")),
                Schema.optional("task", Schema.identifier("What task.closed names it by.")),
                Schema.optional("step", Schema.words("The policy's step that a person must do.")),
                Schema.optional("owner", Schema.words("Whose it is, as the policy says.")),
                Schema.optional("dueAt", Schema.instant("When the case goes on without it.")), at, place,
            ])
    }

    static var eventRefused: JSONValue {
        Schema.object(
            "Publish it again in a form that can be read.",
            [
                Schema.optional("event", Schema.words("Its id; missing: not even that could be read.")),
                Schema.optional("type", Schema.words("Its type.")),
                Schema.required("class", Schema.choice("Of the dead letter.", DeadLetterClass.all)),
                Schema.optional("path", Schema.words("Where, as a JSON path such as $.data.amount.minor.")),
                Schema.required("reason", Schema.words("Why, without a value of the event.")),
            ])
    }

    static var auditRecorded: JSONValue {
        Schema.object(
            "By the number and the two hashes the log can be checked as a chain.",
            [
                Schema.required("number", Schema.integer("From 1 without a gap.")), at,
                Schema.required("actor", Schema.words("An operator or a worker's process.")),
                Schema.required("action", Schema.words("What was done, such as message.accepted.")),
                Schema.required("subject", Schema.words("To what.")),
                Schema.required("detail", Schema.words("JSON with sorted keys, as it was hashed.")),
                Schema.required("previous", Schema.words("SHA-256 of the entry before, in hexadecimal.")),
                Schema.required("hash", Schema.words("SHA-256 of this entry, in hexadecimal.")),
            ])
    }
}
