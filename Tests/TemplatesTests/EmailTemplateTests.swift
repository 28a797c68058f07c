import Testing

@testable import Templates

private let catalogue = FactCatalogue([.text("number", "a number")])

@Suite struct `A mail's template` {
    private func template(_ text: String) throws -> EmailTemplate {
        try EmailTemplate(text: text, html: "<p>{{number}}</p>", catalogue: catalogue)
    }

    @Test func `has subject, text and HTML`() throws {
        let mail = try template("---\nsubject: Invoice {{number}}\n---\nPay {{number}}.\n")
            .render(["number": .text("<7>")])
        #expect(mail == RenderedEmail(subject: "Invoice <7>", text: "Pay <7>.\n", html: "<p>&lt;7&gt;</p>"))
    }

    @Test(arguments: [
        ("Pay {{number}}.", 1), ("---\nsubject: x\nPay", 1), ("---\n---\nPay", 1),
        ("---\nsubject:\n---\n", 2), ("---\nsubject: a\nsubject: b\n---\n", 3), ("---\nto: a\n---\n", 2),
        ("---\nsubject: {{nmuber}}\n---\n", 2), ("---\nsubject: x\n---\na\n{{nmuber}}", 5),
    ])
    func `with broken front matter or names is refused with the line of the file`(text: String, line: Int) {
        do throws(EmailTemplate.Problems) {
            _ = try EmailTemplate(text: text, html: "", catalogue: catalogue)
            Issue.record("was taken")
        } catch {
            #expect(error.text.map(\.line) == [line])
        }
    }

    @Test func `keeps its subject on one line`() throws {
        let mail = try template("---\nsubject: Invoice {{number}}\n---\n").render(["number": .text("7\r\nBcc: x")])
        #expect(mail.subject == "Invoice 7 Bcc: x")
    }

    @Test func `refuses a subject of more than 150 characters and an empty one`() throws {
        let template = try template("---\nsubject: {{number}}\n---\n")
        #expect(try template.render(["number": .text(String(repeating: "ü", count: 150))]).subject.count == 150)
        #expect(throws: RenderFailure.subjectTooLong(151)) {
            try template.render(["number": .text(String(repeating: "ü", count: 151))])
        }
        #expect(throws: RenderFailure.subjectEmpty) { try template.render(["number": .text(" ")]) }
    }

    @Test func `breaks long lines at spaces and keeps indentation, long words and no-break spaces`() {
        let words = "    one two three four five"
        #expect(Reflow.wrapped(words, at: 15) == "    one two\n    three four\n    five")
        #expect(
            Reflow.wrapped("see https://example.com/abcdefgh now", at: 12) == "see\nhttps://example.com/abcdefgh\nnow")
        #expect(Reflow.wrapped("total 1.250,00\u{A0}€ today", at: 16) == "total 1.250,00\u{A0}€\ntoday")
        #expect(Reflow.wrapped("-- \nshort\n", at: 5) == "-- \nshort\n")
    }
}
