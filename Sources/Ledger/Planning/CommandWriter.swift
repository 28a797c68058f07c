import Contracts
import Policy

/// Makes the renderer's command of a reminder that is due.
struct CommandWriter {
    let links: MakeLinks
    /// The CloudEvents source of the commands.
    let source: String
    /// Policy time.
    let now: Instant

    /// - Parameters:
    ///   - reminder: with references that can be read.
    ///   - accountName: likewise.
    func command(
        for reminder: Reminder, to accountName: String, _ attempt: AttemptReference, _ basis: String,
        _ loaded: LoadedCase, _ rules: CaseRules
    ) -> Message {
        let languages = [reminder.contact.language, loaded.accountLanguage, rules.language].compactMap { $0 }
        let render = ReminderRender(
            attempt: attempt, case: loaded.reference, instance: reminder.instance, channel: reminder.channel,
            slot: reminder.contact.slot, basis: basis, config: rules.config, template: reminder.template,
            languages: languages.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            today: reminder.today,
            recipient: Recipient(name: reminder.contact.name, email: reminder.contact.email),
            accountName: accountName,
            items: reminder.items.map { item in
                ReminderItem(
                    invoice: item.invoice, number: item.number, reference: item.reference, issuedOn: item.issuedOn,
                    dueOn: item.dueOn, daysPastDue: reminder.today.days(since: item.dueOn),
                    amountMinor: item.amountMinor, openMinor: item.openMinor, account: item.account)
            },
            unappliedMinor: loaded.facts.unappliedMinor, totalMinor: reminder.totalMinor,
            links: links(loaded.facts.number, loaded.linkEpoch, attempt.id))
        return Message(
            id: MessageID.message(.reminderRender, of: attempt), source: source, time: now,
            payload: .reminderRender(render))
    }
}
