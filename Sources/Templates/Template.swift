import Mustache

/// A template that is known to say only what its catalogue has.
///
/// Mustache with variables, sections, inverted sections and comments. What could leave a hole or let markup in is
/// refused: unknown names, optional names outside a section over them, unescaped variables, partials.
/// - Source: the Mustache specification 1.4.
package struct Template: Sendable {
    private let parsed: MustacheTemplate
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
            self.parsed = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}\n" + source)
        } catch let error as MustacheTemplate.ParserError {
            let line = error.context.lineNumber - 2 + firstLine
            throw TemplateProblems(problems: [TemplateProblem(line: line, reason: "\(error.error)")])
        } catch {
            throw TemplateProblems(problems: [TemplateProblem(line: firstLine, reason: "\(error)")])
        }
        self.markup = markup
    }

    package func render(_ facts: Facts) throws(RenderFailure) -> String {
        let scope = FactScope(facts, markup: markup)
        let text = parsed.render(scope)
        guard scope.whole.missing.isEmpty else { throw .missing(names: scope.whole.missing) }
        return text
    }
}
