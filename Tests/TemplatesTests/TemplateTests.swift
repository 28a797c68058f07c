import Testing

@testable import Templates

private let catalogue = FactCatalogue([
    .text("name", "a name"),
    .optionalText("phone", "a number"),
    .flag("isLate", "whether"),
    .list("items", "things", of: [.text("number", "its number"), .optionalText("note", "a note")]),
    .optionalGroup("bank", "an account", [.text("iban", "its number"), .optionalText("bic", "its bank")]),
])

private let facts: Facts = [
    "name": .text("Smith & Sons"), "phone": .absent, "isLate": .flag(true),
    "items": .list([["number": .text("1"), "note": .absent], ["number": .text("2"), "note": .text("<b>")]]),
    "bank": .absent,
]

@Suite struct `A strict template` {
    @Test(arguments: [
        ("Dear {{name}}", "Dear Smith & Sons"),
        ("{{#phone}}call {{phone}}{{/phone}}{{^phone}}write{{/phone}}", "write"),
        ("{{#isLate}}late{{/isLate}}{{^isLate}}early{{/isLate}}", "late"),
        ("{{#items}}{{number}}{{#note}}({{note}}){{/note}},{{/items}}", "1,2(<b>),"),
        ("{{#items}}{{name}} {{number}};{{/items}}", "Smith & Sons 1;Smith & Sons 2;"),
        ("{{#bank}}{{iban}}{{#bic}} {{bic}}{{/bic}}{{/bank}}none", "none"),
        ("{{! a remark }}{{name}}", "Smith & Sons"),
        ("a\n  {{! a remark }}  \nb{{! another }}\n", "a\nb\n"),
        ("{{#isLate}}\nlate\n{{/isLate}}\nend", "late\nend"),
        ("a\r\n{{#items}}\r\n- {{number}}\r\n{{/items}}\r\nb", "a\r\n- 1\r\n- 2\r\nb"),
        ("  {{#isLate}} x {{/isLate}} \n {{^isLate}}\n y\n {{/isLate}}", "   x  \n"),
        ("{{#items}}\n{{#note}}\n{{note}}\n{{/note}}\n{{^note}}\n-\n{{/note}}\n{{/items}}\n", "-\n<b>\n"),
    ])
    func `says what the facts are`(source: String, expected: String) throws {
        let template = try Template(source, markup: .text, catalogue: catalogue)
        #expect(try template.render(facts) == expected)
        #expect(template.isRenderedAlike(facts))
    }

    @Test func `escapes every fact in HTML and none in text`() throws {
        let source = "{{name}}{{#items}}{{#note}}{{note}}{{/note}}{{/items}}"
        #expect(try Template(source, markup: .html, catalogue: catalogue).render(facts) == "Smith &amp; Sons&lt;b&gt;")
        #expect(try Template(source, markup: .text, catalogue: catalogue).render(facts) == "Smith & Sons<b>")
    }

    @Test func `puts no fact's own tags into effect`() throws {
        var facts = facts
        facts["name"] = .text("{{phone}} {{#items}}")
        #expect(try Template("{{name}}", markup: .text, catalogue: catalogue).render(facts) == "{{phone}} {{#items}}")
    }

    @Test(arguments: [
        ("a\nb {{nmae}}", 2, "'nmae' is unknown"),
        ("{{bank.bac}}", 1, "'bank.bac' is unknown: 'bank' has no 'bac'"),
        ("{{phone}}", 1, "'phone' can be absent: say it within '{{#phone}}' only"),
        ("{{^phone}}{{phone}}{{/phone}}", 1, "'phone' can be absent: say it within '{{#phone}}' only"),
        ("\n\n{{bank.iban}}", 3, "'bank' can be absent: say it within '{{#bank}}' only"),
        ("{{#bank}}{{bic}}{{/bank}}", 1, "'bic' can be absent: say it within '{{#bic}}' only"),
        ("{{number}}", 1, "'number' is unknown"),
        ("{{items.number}}", 1, "'items' is a list: say 'number' within '{{#items}}'"),
        ("{{isLate}}", 1, "'isLate' is no text: ask for it with '{{#isLate}}'"),
        ("{{#name}}x{{/name}}", 1, "'name' is always there"),
        ("x\n{{#isLate}}\ny", 2, "section 'isLate' is not closed: '{{/isLate}}' is missing"),
        ("x\n{{/isLate}}", 2, "'{{/isLate}}' closes nothing"),
        ("{{#isLate}}\n{{/items}}", 2, "'{{/items}}' does not close 'isLate', which was opened in line 1"),
        ("a\nb {{name", 2, "tag is not closed: '}}' is missing"),
        ("{{{name}}}", 1, "an unescaped variable is not allowed here"),
        ("{{&name}}", 1, "an unescaped variable is not allowed here"),
        ("{{> other}}", 1, "a partial is not allowed here"),
        ("{{=<% %>=}}", 1, "a change of delimiters is not allowed here"),
        ("{{uppercased(name)}}", 1, "'uppercased(name)' is no name: letters, digits and dots only"),
        ("{{.}}", 1, "'.' is no name: letters, digits and dots only"),
    ])
    func `that cannot be sure of what it says is refused with its line`(source: String, line: Int, reason: String) {
        let problems = problems(in: source)
        #expect(problems.contains { $0.line == line && $0.reason == reason }, "\(problems)")
    }

    private func problems(in source: String) -> [TemplateProblem] {
        do throws(TemplateProblems) {
            _ = try Template(source, markup: .html, catalogue: catalogue)
            return []
        } catch {
            return error.problems
        }
    }

    @Test func `reports all its problems at once`() {
        #expect(problems(in: "{{a}}\n{{b}}\n{{#c}}").map(\.line) == [1, 2, 3, 3])
    }

    @Test func `fails when the facts do not have what the catalogue promised, and names it`() throws {
        let template = try Template(
            "{{name}}{{#items}}{{number}}{{/items}}{{#isLate}}{{/isLate}}", markup: .text, catalogue: catalogue)
        #expect(throws: RenderFailure.missing(names: ["name", "number", "isLate"])) {
            try template.render(["items": .list([[:]])])
        }
    }

    @Test func `fails when an absent fact is said although a section asked for another`() throws {
        let loose = FactCatalogue([.text("phone", "declared as always there by mistake")])
        let template = try Template("call {{phone}}", markup: .text, catalogue: loose)
        #expect(throws: RenderFailure.missing(names: ["phone"])) { try template.render(["phone": .absent]) }
    }

    @Test func `differences between facts and catalogue are named`() {
        #expect(catalogue.differences(from: facts).isEmpty)
        var other = facts
        other["name"] = nil
        other["isLate"] = .text("yes")
        other["extra"] = .flag(true)
        #expect(
            catalogue.differences(from: other) == [
                "name is missing", "isLate is of another kind", "extra is not declared",
            ])
    }
}
