import Contracts
import Foundation
import Templates
import Testing

@testable import Rulebook

private let creditor = "creditors/harbour-supplies.yaml"
private let policy = "policies/default.yaml"

@Suite struct `A configuration folder` {
    @Test(arguments: [
        ("country: DE", "country: XX", "country: allowed is a country code of ISO 3166-1 such as DE"),
        ("zone: Europe/Berlin", "zone: Europe/Hamburg", "zone: allowed is a time zone of the IANA database"),
        ("language: de\n", "language: german\n", "language: allowed is a tag of BCP 47"),
        ("languages: [de, en, fr, es]", "languages: []", "languages: is no list"),
        ("languages: [de, en, fr, es]", "languages: [en]", "languages: must hold 'de'"),
        ("receivables@harbour-supplies.example.com", "receivables@localhost", "email.from.address: allowed is"),
        ("billing@harbour-supplies.example.com", "billing", "email.reply: allowed is an address"),
        ("DE89 3704 0044 0532 0130 00", "DE88 3704 0044 0532 0130 00", "bank.iban: allowed is an IBAN"),
        ("COBADEFFXXX", "COBA", "bank.bic: allowed is a BIC"),
        ("https://pay.example.com", "http://pay.example.com", "payment.url: allowed is an https address"),
        ("{case}", "{account}", "payment.url: allowed is an https address"),
        ("policy: default", "policy: strict", "policy: policy 'strict' is not there; there are default"),
        ("\"#0b4f6c\"", "\"#ffee00\"", "brand.colour: allowed is"),
        ("signatory: Accounts Receivable Team", "signatary: Accounts Team", "signatary: is unknown; allowed are"),
        ("name: Harbour Supplies GmbH\n", "", "name: is missing; allowed is the legal name"),
        ("creditor: harbour-supplies", "creditor: harbor", "creditor: allowed is an id"),
        ("bank:\n", "bank: none\nbonk:\n", "bank: must hold keys of its own"),
        ("country: DE", "country: [", "is no YAML"),
    ])
    func `with a mistake in a creditor is refused with file, line and key`(
        old: String, new: String, expected: String
    ) throws {
        let folder = try SpoiltFolder()
        try folder.replace(old, with: new, in: creditor)
        let problems = folder.problems()
        #expect(problems.contains { $0.hasPrefix(creditor) && $0.contains(": " + expected) }, "\(problems)")
    }

    @Test func `names the line`() throws {
        let folder = try SpoiltFolder()
        try folder.replace("country: DE", with: "country: XX", in: creditor)
        #expect(
            folder.problems() == [
                "\(creditor):6: country: allowed is a country code of ISO 3166-1 such as DE"
            ])
    }

    @Test func `asks for the text of a broken promise in every language of the creditor`() throws {
        let folder = try SpoiltFolder()
        try folder.replace("grace: 0", with: "grace: 0\npromises: {broken_template: broken}", in: policy)
        let templates = folder.url.appending(path: "templates")
        try FileManager.default.createDirectory(
            at: templates.appending(path: "broken"), withIntermediateDirectories: true)
        for name in ["en.email.txt", "en.email.html"] {
            try FileManager.default.copyItem(
                at: templates.appending(path: "third-reminder/\(name)"), to: templates.appending(path: "broken/\(name)")
            )
        }
        let wanted = "'promises.broken_template' of policy 'default' needs template 'broken' in 'fr'"
        #expect(folder.problems().contains { $0.hasSuffix(wanted) }, "\(folder.problems())")
    }

    @Test(arguments: [
        ("due: 14", "due: 400000", "steps[3].due"), ("\"08:00\"", "\"8 am\"", "window"),
        ("grace:", "gracious:", "gracious: is unknown"), ("messages: 2", "messages: 0", "budget"),
        ("EUR: 500", "EUX: 500", "minimum"), ("policy: default", "policy: other", "policy: must be 'default'"),
        (
            "template: upcoming", "template: soon",
            "steps[0].template: template 'soon' is not there; allowed are due-today"
        ),
        ("due: 14", "due: soon", "steps[3].due: allowed is -365 to 3650 days"),
    ])
    func `with a mistake in a policy is refused with its key`(old: String, new: String, expected: String) throws {
        let folder = try SpoiltFolder()
        try folder.replace(old, with: new, in: policy)
        let problems = folder.problems()
        #expect(problems.contains { $0.hasPrefix(policy) && $0.contains(expected) }, "\(problems)")
    }

    @Test func `with a broken template is refused with file and line`() throws {
        let folder = try SpoiltFolder()
        try folder.replace("{{total}}", with: "{{totl}}", in: "templates/upcoming/fr.email.html")
        try folder.replace("{{portal}}", with: "{{#portal}}", in: "templates/upcoming/en.email.txt")
        let problems = folder.problems()
        #expect(
            problems.contains { $0.hasPrefix("templates/upcoming/fr.email.html:") && $0.contains("'totl' is unknown") })
        #expect(problems.contains { $0.hasPrefix("templates/upcoming/en.email.txt:") && $0.contains("not closed") })
    }

    @Test func `with a template missing in one of a creditor's languages is refused`() throws {
        let folder = try SpoiltFolder()
        try folder.remove("templates/final-notice/es.email.txt")
        try folder.remove("templates/final-notice/es.email.html")
        #expect(
            folder.problems() == [
                "\(creditor): step 'final-notice' of policy 'default' needs template 'final-notice' in 'es'"
            ])
    }

    @Test func `with half a mail or a stray file is refused`() throws {
        let folder = try SpoiltFolder()
        try folder.remove("templates/final-notice/es.email.html")
        try folder.write("x", to: "policies/old.yml")
        try folder.write("x", to: ".hidden")
        let problems = folder.problems()
        #expect(problems.count == 2)
        #expect(problems[0].hasPrefix("policies/old.yml: is not read by anything"))
        #expect(problems[1] == "templates/final-notice/es.email.txt: has no 'es.email.html' beside it")
    }

    @Test func `reports everything at once`() throws {
        let folder = try SpoiltFolder()
        try folder.replace("country: DE", with: "country: XX", in: creditor)
        try folder.replace("zone: Europe/Berlin", with: "zone: Nowhere", in: creditor)
        try folder.replace("due: 14", with: "due: x", in: policy)
        try folder.replace("{{total}}", with: "{{totl}}", in: "templates/upcoming/de.email.txt")
        #expect(folder.problems().count == 4)
    }

    @Test func `that is not there is one problem`() {
        let missing = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        #expect(throws: RulebookProblems.self) { try Rulebook.load(folder: missing) }
    }

    @Test func `has a hash that changes with every content and name, and with nothing else`() throws {
        let first = try SpoiltFolder()
        let second = try SpoiltFolder()
        let shipped = try Rulebook.load(folder: Rulebook.defaultFolder).hash
        #expect(shipped.count == 64)
        #expect(try Rulebook.load(folder: first.url).hash == shipped)
        try first.replace("Accounts Receivable Team", with: "Receivables Team", in: creditor)
        try second.write("About this folder.", to: "README.md")
        let hashes = [try Rulebook.load(folder: first.url).hash, try Rulebook.load(folder: second.url).hash, shipped]
        #expect(Set(hashes).count == 3)
    }
}

@Suite struct `Rules of form` {
    @Test(arguments: [
        "billing@example.com", "a.b+c@mail.example.co.uk", "o'neil@example.com",
    ])
    func `a mailbox is taken`(text: String) {
        #expect(AddressChecks.isMailbox(text))
    }

    @Test(arguments: [
        "", "@example.com", "a@", "a@b", "a b@example.com", "a@exa mple.com", "a@-x.com", "a..b@example.com",
        "a@example.com\r\nBcc: b@example.com", "a@b@example.com", "a@127.0.0.1", "ä@example.com", "<a@example.com>",
    ])
    func `what is no mailbox is refused`(text: String) {
        #expect(!AddressChecks.isMailbox(text))
    }

    @Test func `a payment page fills its placeholders in and escapes them`() throws {
        let page = try #require(PaymentPage("https://pay.example.com/{case}?a={amount}&c={currency}&i={invoice}"))
        #expect(
            page.url(case: 7, amount: "12.50", currency: "EUR", invoice: "R/1 &{case}")
                == "https://pay.example.com/7?a=12.50&c=EUR&i=R%2F1%20%26%7Bcase%7D")
        #expect(PaymentPage("http://127.0.0.1:8080/pay?c={case}") != nil)
        for text in [
            "http://example.com/{case}", "https://{case}.example.com/", "https://u:p@example.com/", "{case",
            "ftp://example.com",
        ] {
            #expect(PaymentPage(text) == nil, "\(text)")
        }
    }

    @Test func `the chain of languages ends in the creditor's own`() throws {
        let rulebook = try Rulebook.load(folder: Rulebook.defaultFolder)
        let creditor = try #require(rulebook.creditor("harbour-supplies"))
        #expect(Rulebook.languages(wished: ["it", nil, "fr-CA"], by: creditor) == ["it", "fr-CA", "de"])
        let choice = rulebook.templates.choice(
            of: "upcoming", wishes: ["it", "fr-CA", "de"], allowed: creditor.languages)
        #expect(choice?.language == "fr")
        #expect(choice?.wish.text == "fr-CA")
        #expect(rulebook.templates.choice(of: "upcoming", wishes: ["it", "../de"], allowed: creditor.languages) == nil)
    }
}
