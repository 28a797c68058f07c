import Contracts
import Foundation
import Rulebook
import Testing

@testable import Renderer

/// The shipped rulebook and a command that it can write.
struct Commission {
    let rulebook: Rulebook
    var command: ReminderRender

    init(_ sample: SampleReminder = .manyItems, template: String = "second-reminder") throws {
        rulebook = try Rulebook.load(folder: Rulebook.defaultFolder)
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        command = sample.command(template: template, language: "de-AT", creditor: creditor, daysPastDue: 14)
        command.config = rulebook.hash
    }
}

@Suite struct `A reminder` {
    @Test func `becomes a mail with everything that the sender needs`() throws {
        let commission = try Commission()
        let command = commission.command
        var writer = ReminderWriter()
        let mail = try writer.render(command, by: commission.rulebook)
        #expect(mail.attempt == command.attempt)
        #expect(mail.case == command.case)
        #expect(mail.basis == command.basis)
        #expect(mail.config == commission.rulebook.hash)
        #expect(mail.from.address == "receivables@harbour-supplies.example.com")
        #expect(mail.to == Mailbox(name: "Robin Example", address: "billing@customer.example.com"))
        #expect(mail.replyTo.address == "billing+k7q2v9x4m1@harbour-supplies.example.com")
        #expect(mail.subject == "Mahnung: 7 Rechnungen sind überfällig")
        #expect(mail.language == "de-AT")
        #expect(mail.template == "second-reminder/de")
        #expect(mail.unsubscribe == command.links.unsubscribe)
        #expect(mail.text.contains("Zu zahlen: €\u{A0}15.359,17"))
        #expect(mail.html?.contains("<html lang=\"de-AT\">") == true)
    }

    @Test func `is the same mail each time`() throws {
        let commission = try Commission(.withUnappliedCredit)
        var (first, second) = (ReminderWriter(), ReminderWriter())
        let mail = try first.render(commission.command, by: commission.rulebook)
        #expect(try first.render(commission.command, by: commission.rulebook) == mail)
        #expect(try second.render(commission.command, by: commission.rulebook) == mail)
    }

    @Test(arguments: [
        (["fr-CH", "de"], "second-reminder/fr", "fr-CH"), (["it", "en-GB", "de"], "second-reminder/en", "en-GB"),
        (["xx-garbage-tag!", "es"], "second-reminder/es", "es"),
    ])
    func `is written in the first wished language that there is`(
        languages: [String], template: String, language: String
    ) throws {
        var commission = try Commission()
        commission.command.languages = languages
        var writer = ReminderWriter()
        let mail = try writer.render(commission.command, by: commission.rulebook)
        #expect(mail.template == template)
        #expect(mail.language == language)
    }

    @Test func `in another currency has that currency's minor digits`() throws {
        var commission = try Commission(.oneItem)
        commission.command.case.currency = try #require(Currency("JPY"))
        var writer = ReminderWriter()
        let mail = try writer.render(commission.command, by: commission.rulebook)
        #expect(mail.text.contains("125.000") && !mail.text.contains("125.000,"))
    }

    @Test func `with hostile facts stays a mail of one subject line and harmless HTML`() throws {
        var commission = try Commission(.oneItem, template: "first-reminder")
        commission.command.items[0].number = "1\r\nBcc: x@example.com"
        commission.command.items[0].reference = "<script>alert(1)</script>"
        commission.command.accountName = "\"><img src=x> {{total}}"
        var writer = ReminderWriter()
        let mail = try writer.render(commission.command, by: commission.rulebook)
        #expect(mail.subject == "Zahlungserinnerung: Rechnung 1 Bcc: x@example.com")
        #expect(mail.html?.contains("<script>") == false && mail.html?.contains("<img") == false)
        #expect(mail.html?.contains("&quot;&gt;&lt;img src=x&gt; {{total}}") == true)
    }

    private static let spoilt: [(String, @Sendable (inout ReminderRender) -> Void, DeadLetterClass, String)] = [
        ("another configuration", { $0.config = String(repeating: "ab", count: 32) }, .config, "abababababab"),
        ("an unknown template", { $0.template = "zeroth-reminder" }, .permanent, "no such template"),
        ("no language that there is", { $0.languages = ["it", "pt-BR"] }, .permanent, "(it, pt-BR); there are de, en"),
        ("no mailbox", { $0.recipient.email = nil }, .permanent, "no mailbox"),
        ("two mailboxes", { $0.recipient.email = "a@example.com,b@example.com" }, .permanent, "no mailbox"),
        ("a line break in the mailbox", { $0.recipient.email = "a@example.com\nb" }, .permanent, "no mailbox"),
        ("an unknown creditor", { $0.case.creditor = "nobody" }, .permanent, "no such creditor"),
        ("no items", { $0.items = [] }, .permanent, "names no invoice"),
        ("another channel", { $0.channel = .sms }, .permanent, "email only"),
        (
            "a number too long for a subject",
            {
                $0.items = Array($0.items.prefix(1))
                $0.items[0].number = String(repeating: "9", count: 150)
            }, .permanent, "subject has"
        ),
    ]

    @Test(arguments: spoilt.indices)
    func `that cannot be written is refused with class, template and reason`(index: Int) throws {
        let (what, spoil, expected, words) = Self.spoilt[index]
        var commission = try Commission()
        spoil(&commission.command)
        var writer = ReminderWriter()
        do throws(RenderRefusal) {
            _ = try writer.render(commission.command, by: commission.rulebook)
            Issue.record("\(what) was taken")
        } catch {
            #expect(error.class == expected, "\(what)")
            #expect(error.words.contains(words), "\(what): \(error.words)")
            #expect(error.template.hasPrefix(commission.command.template))
            #expect(!error.words.contains("example.com"), "no personal data")
        }
    }
}
