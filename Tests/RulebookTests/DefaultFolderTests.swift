import Contracts
import Foundation
import Policy
import Templates
import Testing

@testable import Rulebook

@Suite struct `The shipped configuration` {
    private let rulebook: Rulebook

    init() throws {
        rulebook = try Rulebook.load(folder: Rulebook.defaultFolder)
    }

    @Test func `is without a problem and has one creditor and one policy`() throws {
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        #expect(creditor.name == "Harbour Supplies GmbH")
        #expect(creditor.languages == ["de", "en", "fr", "es"])
        #expect(creditor.replyAddress(token: "k7") == "billing+k7@harbour-supplies.example.com")
        #expect(rulebook.policy("default")?.steps.map(\.timing.typicalDaysPastDue) == [-7, 0, 5, 14, 28, 42])
        #expect(rulebook.creditors.count == 1)
    }

    @Test func `has six templates in four languages`() {
        #expect(
            rulebook.templates.names == [
                "due-today", "final-notice", "first-reminder", "second-reminder", "third-reminder", "upcoming",
            ])
        for name in rulebook.templates.names {
            #expect(rulebook.templates.languages(of: name) == ["de", "en", "es", "fr"])
        }
    }

    @Test func `gives every sample exactly the facts of the catalogue`() throws {
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        for sample in SampleReminder.allCases {
            let command = sample.command(template: "upcoming", language: "en", creditor: creditor, daysPastDue: -7)
            let tag = try #require(LanguageTag("en"))
            let formats = try #require(LocaleFormats(tag: tag, currency: command.case.currency))
            let facts = ReminderFacts.facts(of: command, from: creditor, formats: formats)
            #expect(ReminderFacts.catalogue.differences(from: facts).isEmpty)
        }
    }

    @Test(arguments: ["en", "de", "fr", "es"])
    func `writes every mail whole, within 72 columns and without a trace of a template`(language: String) throws {
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        let policy = try #require(rulebook.policy("default"))
        for step in policy.steps {
            for sample in SampleReminder.allCases {
                let mail = try mail(sample, step, language, creditor)
                for part in [mail.subject, mail.text, mail.html] {
                    #expect(!part.contains("{{") && !part.contains("}}"))
                }
                #expect(mail.subject.count <= 100)
                for line in mail.text.split(separator: "\n") where !line.contains("://") {
                    #expect(line.count <= 72)
                }
                #expect(!mail.text.contains("\n\n\n"))
                #expect(mail.html.contains("lang=\"\(language)\""))
                #expect(!mail.html.contains("<img"))
                for text in ["Example Retail", "K-10023", "4711"] { #expect(mail.html.contains(text)) }
                for text in ["https://pay.example.com/c/", "https://pay.example.com/u/", "20457 Hamburg", "DE89 3704"] {
                    #expect(mail.html.contains(text) && mail.text.contains(text))
                }
            }
        }
    }

    private func mail(
        _ sample: SampleReminder, _ step: DunningPolicy.Step, _ language: String, _ creditor: Creditor
    ) throws -> RenderedEmail {
        let command = sample.command(
            template: step.template, language: language, creditor: creditor,
            daysPastDue: step.timing.typicalDaysPastDue)
        let choice = try #require(
            rulebook.templates.choice(of: step.template, wishes: [language], allowed: creditor.languages))
        let formats = try #require(LocaleFormats(tag: choice.wish, currency: command.case.currency))
        return try choice.email.render(ReminderFacts.facts(of: command, from: creditor, formats: formats))
    }

    @Test func `names items, unapplied credit and total in the text`() throws {
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        let step = try #require(rulebook.policy("default")?.step("second-reminder"))
        let mail = try mail(.withUnappliedCredit, step, "en", creditor)
        for line in [
            "Invoice 2026-1041 (your reference PO-770)", "    issued July 5, 2026, due August 4, 2026",
            "Invoice 2026-1042 (your reference PO-771), for customer no. K-2001",
            "    open: €1,250.00 – 14 days overdue", "    open: €1,183.77 of €1,583.77 – 9 days overdue",
            "Open invoices: €2,433.77", "Less payments and credits not yet allocated: €123.45",
            "Amount to pay: €2,310.32",
        ] {
            #expect(mail.text.contains(line + "\n"), "\(line)")
        }
    }
}
