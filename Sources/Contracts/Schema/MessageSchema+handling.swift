/// What upstream and collections people agree on with debtors, and what the fleet tells of it.
extension MessageSchema {
    private static let author = Schema.optional("author", Schema.text("Who said so."))
    private static let reason = Schema.optional("reason", Schema.text("Why.", mayBreak: true))

    static func settings(_ description: String) -> JSONValue {
        Schema.object(
            description,
            [
                Schema.optional("policy", Schema.text("A policy's id.")),
                Schema.optional("terms", Schema.text("Payment terms, such as net 30, for invoices without dueOn.")),
                Schema.optional(
                    "leftOut",
                    Schema.list(
                        "Steps that are not taken.", of: Schema.text("A step's id."), most: DunningSettings.mostSteps)),
                Schema.optional("pausedUntil", Schema.civilDate("The last day on which nothing is sent.")),
                Schema.optional(
                    "channels", Schema.list("The preferred first.", of: Schema.choice("A channel.", Channel.all))),
            ])
    }

    static func instalments(_ description: String) -> JSONValue {
        Schema.list(
            description,
            of: Schema.object(
                "A part and its due date, after that of the one before.",
                [
                    Schema.required("dueOn", Schema.civilDate("The last day to pay it.")),
                    Schema.required("minor", Schema.minor("The part.", from: positive)),
                ]), most: ScheduledAmount.most)
    }

    static var promise: JSONValue {
        Schema.object(
            "The promise in full as it is now.",
            [
                creditor, owner,
                Schema.required("promise", Schema.identifier("The promise, unique at this creditor.")),
                Schema.optional("revision", Schema.revision("promise")),
                Schema.required("amount", Schema.money("What will be paid.", from: positive)),
                Schema.required("promisedOn", Schema.civilDate("The last day on which it may come.")),
                Schema.optional(
                    "invoices",
                    Schema.list(
                        "Missing: the account's oldest in this currency.", of: Schema.identifier("The invoice."),
                        most: PaymentPromise.mostInvoices)),
                author, reason,
            ])
    }

    static var plan: JSONValue {
        Schema.object(
            "The plan in full as it is now.",
            [
                creditor, owner,
                Schema.required("plan", Schema.identifier("The plan, unique at this creditor.")),
                Schema.optional("revision", Schema.revision("plan")),
                Schema.required("currency", Schema.currency("Of all instalments.")),
                Schema.required(
                    "invoices",
                    Schema.list(
                        "Whose due dates are replaced; at least one.", of: Schema.identifier("The invoice."),
                        most: InstalmentPlan.mostInvoices)),
                Schema.required("instalments", instalments("At least one.")),
                author, reason,
            ])
    }

    static var taskClosed: JSONValue {
        Schema.object(
            "The first word about a task counts.",
            [
                creditor, owner,
                Schema.required("task", Schema.identifier("As task.opened named it.")),
                Schema.required("outcome", Schema.choice("How it ended.", TaskOutcome.all)),
                author, reason,
            ])
    }

    static var chargeWaived: JSONValue {
        Schema.object(
            "The charge stays in its ledger, with the reason.",
            [
                creditor, owner,
                Schema.required("charge", Schema.identifier("As charge.raised named it.")),
                author,
                Schema.required("reason", Schema.text("Why.", mayBreak: true)),
            ])
    }

    static var promiseOutcome: JSONValue {
        Schema.object(
            "Decided from payments, once the day and the policy's grace have passed.",
            [
                creditor, owner,
                Schema.required("promise", Schema.identifier("The promise.")),
                Schema.required("amount", Schema.money("What was promised.", from: positive)),
                Schema.required("paidMinor", Schema.minor("What came for it in time.", from: 0)),
                Schema.required("promisedOn", Schema.civilDate("The last day on which it might come.")),
                Schema.required("at", Schema.instant("When it was decided.")),
            ])
    }

    static var chargeRaised: JSONValue {
        Schema.object(
            "Upstream may book it; the fleet never adds it to an invoice.",
            [
                dunningCase,
                Schema.required("charge", Schema.identifier("The charge, unique at this creditor.")),
                Schema.required("step", Schema.words("The step it is for.")),
                Schema.required("minor", Schema.minor("The amount, in the case's currency.", from: positive)),
                Schema.required("on", Schema.civilDate("When it fell due.")),
                Schema.required("basis", Schema.words("How it was reckoned.")),
            ])
    }
}
