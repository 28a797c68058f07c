/// Write this reminder: everything a text may say about a case, and nothing else.
///
/// `dunlin.reminder.render.v1`, from the planner to the renderer.
package struct ReminderRender: Codable, Hashable, Sendable {
    package var attempt: AttemptReference
    package var `case`: CaseReference
    package var instance: StepInstance
    package var channel: Channel
    package var slot: ContactSlot
    /// What the message rests on, as the claim will compute it again.
    package var basis: String
    /// The content hash of the configuration folder that must be used.
    package var config: String
    /// The template's name, for example `first-reminder`.
    package var template: String
    /// BCP 47, the contact's wish first; the first with a template wins, `de-AT` also means `de`.
    package var languages: [String]
    /// The day on which all this was true, in the creditor's calendar.
    package var today: CivilDate
    package var recipient: Recipient
    package var accountName: String
    package var items: [ReminderItem]
    /// Payments and credit notes on the account that no invoice has been given yet; 0 or more.
    package var unappliedMinor: Int64
    /// What is asked for: the open amounts less what is unapplied, more than 0.
    package var totalMinor: Int64
    package var links: ReminderLinks

    package init(
        attempt: AttemptReference, case: CaseReference, instance: StepInstance, channel: Channel, slot: ContactSlot,
        basis: String, config: String, template: String, languages: [String], today: CivilDate, recipient: Recipient,
        accountName: String, items: [ReminderItem], unappliedMinor: Int64, totalMinor: Int64, links: ReminderLinks
    ) {
        self.attempt = attempt
        self.case = `case`
        self.instance = instance
        self.channel = channel
        self.slot = slot
        self.basis = basis
        self.config = config
        self.template = template
        self.languages = languages
        self.today = today
        self.recipient = recipient
        self.accountName = accountName
        self.items = items
        self.unappliedMinor = unappliedMinor
        self.totalMinor = totalMinor
        self.links = links
    }
}

package struct Recipient: Codable, Hashable, Sendable {
    package var name: String?
    package var email: String?

    package init(name: String?, email: String?) {
        self.name = name
        self.email = email
    }
}

/// One open invoice as the reminder names it.
package struct ReminderItem: Codable, Hashable, Sendable {
    package var invoice: Identifier
    package var number: String
    package var reference: String?
    package var issuedOn: CivilDate
    package var dueOn: CivilDate
    /// Negative before the due date, 0 on it.
    package var daysPastDue: Int
    package var amountMinor: Int64
    package var openMinor: Int64
    /// The account that owes it, where another pays for it; nil: the one that the case is named after.
    package var account: Identifier?

    package init(
        invoice: Identifier, number: String, reference: String?, issuedOn: CivilDate, dueOn: CivilDate,
        daysPastDue: Int, amountMinor: Int64, openMinor: Int64, account: Identifier? = nil
    ) {
        self.invoice = invoice
        self.number = number
        self.reference = reference
        self.issuedOn = issuedOn
        self.dueOn = dueOn
        self.daysPastDue = daysPastDue
        self.amountMinor = amountMinor
        self.openMinor = openMinor
        self.account = account
    }
}

/// Signed links; they open the live balance and never carry an amount.
package struct ReminderLinks: Codable, Hashable, Sendable {
    package var portal: String
    package var unsubscribe: String
    /// The local part's token of the reply address: `reply+<token>@…`.
    package var replyToken: String

    package init(portal: String, unsubscribe: String, replyToken: String) {
        self.portal = portal
        self.unsubscribe = unsubscribe
        self.replyToken = replyToken
    }
}
