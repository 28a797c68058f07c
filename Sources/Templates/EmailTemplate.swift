/// A mail in one language: subject, text and HTML.
///
/// The text's file begins with front matter that holds the subject, itself a template:
///
///     ---
///     subject: Invoice {{number}} is due
///     ---
package struct EmailTemplate: Sendable {
    private let subject: Template
    private let text: Template
    private let html: Template

    /// In characters, after rendering.
    package static let longestSubject = 150

    /// What is wrong with the two files of a mail.
    package struct Problems: Error, Hashable, Sendable {
        package let text: [TemplateProblem]
        package let html: [TemplateProblem]
    }

    /// - Parameters:
    ///   - text: the whole file, front matter included.
    ///   - html: the whole file.
    package init(text: String, html: String, catalogue: FactCatalogue) throws(Problems) {
        var textProblems: [TemplateProblem] = []
        var htmlProblems: [TemplateProblem] = []
        func template(
            _ source: String, _ markup: Markup, line: Int, into problems: inout [TemplateProblem]
        ) -> Template? {
            do throws(TemplateProblems) {
                return try Template(source, markup: markup, catalogue: catalogue, firstLine: line)
            } catch {
                problems += error.problems
                return nil
            }
        }
        var parts: (subject: Template?, text: Template?) = (nil, nil)
        do throws(TemplateProblems) {
            let matter = try FrontMatter(text)
            parts.subject = template(matter.subject, .text, line: matter.subjectLine, into: &textProblems)
            parts.text = template(matter.body, .text, line: matter.bodyLine, into: &textProblems)
        } catch {
            textProblems = error.problems
        }
        let page = template(html, .html, line: 1, into: &htmlProblems)
        guard let subject = parts.subject, let body = parts.text, let page else {
            throw Problems(text: textProblems, html: htmlProblems)
        }
        self.subject = subject
        self.text = body
        self.html = page
    }

    /// Whether swift-mustache makes the same texts of the same facts.
    package func isRenderedAlike(_ facts: Facts) -> Bool {
        subject.isRenderedAlike(facts) && text.isRenderedAlike(facts) && html.isRenderedAlike(facts)
    }

    package func render(_ facts: Facts) throws(RenderFailure) -> RenderedEmail {
        let subject = try subject.render(facts).trimmingSpaces
        if subject.isEmpty { throw .subjectEmpty }
        if subject.count > Self.longestSubject { throw .subjectTooLong(subject.count) }
        return RenderedEmail(
            subject: SingleLine.of(String(subject)), text: Reflow.wrapped(try text.render(facts), at: 72),
            html: try html.render(facts))
    }
}

package struct RenderedEmail: Hashable, Sendable {
    package let subject: String
    package let text: String
    package let html: String
}
