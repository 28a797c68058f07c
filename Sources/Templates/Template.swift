import Mustache

/// A template that is known to say only what its catalogue has.
///
/// Mustache with variables, sections, inverted sections and comments. What could leave a hole or let markup in is
/// refused: unknown names, optional names outside a section over them, unescaped variables, partials.
///
/// swift-mustache is the reference for what a template means: ``isRenderedAlike(_:)``. Mails are rendered by a program of
/// our own, because the library looks each name up by splitting texts and casting protocols: it takes 1.2 ms for a
/// mail of seven invoices on one core of a small machine.
/// - Source: the Mustache specification 1.4.
package struct Template: Sendable {
    private let reference: MustacheTemplate
    private let program: TemplateProgram
    private let markup: Markup

    /// - Parameter firstLine: the line of the file in which `source` begins, for the problems.
    package init(
        _ source: String, markup: Markup, catalogue: FactCatalogue, firstLine: Int = 1
    ) throws(TemplateProblems) {
        let scanner = TagScanner(source, firstLine: firstLine)
        let problems = scanner.problems + NameCheck(scanner.tags, catalogue: catalogue).problems
        guard problems.isEmpty else { throw TemplateProblems(problems: problems.sorted { $0.line < $1.line }) }
        do {
            // Facts are escaped as they are answered, so the library must not escape them again.
            self.reference = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + source)
        } catch let error as MustacheTemplate.ParserError {
            let line = error.context.lineNumber - 2 + firstLine
            throw TemplateProblems(problems: [TemplateProblem(line: line, reason: "\(error.error)")])
        } catch {
            throw TemplateProblems(problems: [TemplateProblem(line: firstLine, reason: "\(error)")])
        }
        self.program = TemplateProgram(source, scanner: scanner)
        self.markup = markup
    }

    package func render(_ facts: Facts) throws(RenderFailure) -> String {
        var run = TemplateRun(facts, markup: markup)
        run.perform(program)
        guard run.missing.isEmpty else { throw .missing(names: run.missing) }
        return run.text
    }

    /// Whether swift-mustache makes the same text of the same facts, or misses a fact as well.
    package func isRenderedAlike(_ facts: Facts) -> Bool {
        let scope = FactScope(facts, markup: markup)
        let text = reference.render(scope)
        do throws(RenderFailure) {
            return try render(facts) == text && scope.whole.missing.isEmpty
        } catch {
            return !scope.whole.missing.isEmpty
        }
    }
}
