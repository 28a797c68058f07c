import Contracts
import Rulebook
import Templates

/// Writes a mail from a render command: the same command and rulebook always give the same mail.
///
/// What it keeps are formats of locales, which change nothing but its speed.
struct ReminderWriter {
    private var formats = FormatCache()

    mutating func render(
        _ command: ReminderRender, by rulebook: Rulebook
    ) throws(RenderRefusal) -> EmailSend {
        func refusal(_ class: DeadLetterClass, _ path: String? = nil, _ reason: String) -> RenderRefusal {
            RenderRefusal(`class`, template: command.template, path: path, reason)
        }
        guard command.config == rulebook.hash else {
            throw refusal(
                .config, "$.data.config",
                "needs configuration \(Self.short(command.config)), the folder holds \(Self.short(rulebook.hash))")
        }
        guard command.channel == .email else {
            throw refusal(.permanent, "$.data.channel", "there are templates for email only")
        }
        guard let creditor = rulebook.creditor(command.case.creditor) else {
            throw refusal(.permanent, "$.data.case.creditor", "the configuration has no such creditor")
        }
        guard let address = command.recipient.email, Self.isOneAddress(address) else {
            throw refusal(.permanent, "$.data.recipient.email", "the recipient has no mailbox that can be written to")
        }
        guard !command.items.isEmpty else { throw refusal(.permanent, "$.data.items", "names no invoice") }
        let choice = try choice(for: command, creditor, rulebook)
        guard let formats = formats.formats(for: choice.wish, command.case.currency) else {
            throw refusal(.permanent, "$.data.languages", "the forms of amounts and dates of this locale are not known")
        }
        let name = command.template + "/" + choice.language
        let mail: RenderedEmail
        do throws(RenderFailure) {
            mail = try choice.email.render(ReminderFacts.facts(of: command, from: creditor, formats: formats))
        } catch {
            throw RenderRefusal(.permanent, template: name, "\(error)")
        }
        return EmailSend(
            attempt: command.attempt, case: command.case, basis: command.basis, config: command.config,
            from: creditor.from,
            to: Mailbox(
                name: command.recipient.name.map(SingleLine.of).flatMap { $0.isEmpty ? nil : $0 }, address: address),
            replyTo: Mailbox(name: creditor.from.name, address: creditor.replyAddress(token: command.links.replyToken)),
            subject: mail.subject, text: mail.text, html: mail.html, language: choice.wish.text,
            unsubscribe: command.links.unsubscribe, template: name,
            place: AttemptPlace(
                instance: command.instance, slot: command.slot, invoices: command.items.map(\.invoice),
                totalMinor: command.totalMinor))
    }

    private func choice(
        for command: ReminderRender, _ creditor: Creditor, _ rulebook: Rulebook
    ) throws(RenderRefusal) -> TemplateLibrary.Choice {
        let there = rulebook.templates.languages(of: command.template)
        guard !there.isEmpty else {
            throw RenderRefusal(
                .permanent, template: command.template, path: "$.data.template",
                "the configuration has no such template")
        }
        let found = rulebook.templates.choice(
            of: command.template, wishes: command.languages, allowed: creditor.languages)
        guard let found else {
            // Upstream's wishes may hold anything: only what looks like a tag is repeated.
            let wishes = command.languages.prefix(5).map { LanguageTag($0)?.text ?? "?" }.joined(separator: ", ")
            throw RenderRefusal(
                .permanent, template: command.template, path: "$.data.languages",
                "is in none of the languages wished for (\(wishes)); there are \(there.joined(separator: ", "))")
        }
        return found
    }

    /// Whether it can be a mailbox at all; whether it exists, the mail server knows.
    private static func isOneAddress(_ text: String) -> Bool {
        text.utf8.count <= 254 && text.split(separator: "@", omittingEmptySubsequences: false).count == 2
            && text.first != "@" && text.last != "@"
            && text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && !"<>,;\"()".unicodeScalars.contains($0)
            }
    }

    private static func short(_ hash: String) -> String {
        let isHash = hash.utf8.count == 64 && hash.allSatisfy(\.isHexDigit)
        return isHash ? String(hash.prefix(12)) : "?"
    }
}
