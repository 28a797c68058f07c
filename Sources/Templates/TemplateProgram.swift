/// A template as steps that need no more looking at its source.
struct TemplateProgram: Sendable {
    let steps: [Step]

    indirect enum Step: Sendable {
        case text(String)
        case variable(Name)
        case section(Name, [Step])
        case invertedSection(Name, [Step])
    }

    /// `creditor.bank.iban`: the first part is looked up from the innermost scope outwards, the rest within it.
    struct Name: Sendable {
        let first: String
        let rest: [String]
        let whole: String

        init(_ whole: String) {
            let parts = whole.split(separator: ".").map(String.init)
            self.whole = whole
            self.first = parts.first ?? ""
            self.rest = Array(parts.dropFirst())
        }
    }

    /// - Parameter scanner: of the same source, without problems and with every section closed.
    init(_ source: String, scanner: TagScanner) {
        var builder = Builder(source)
        var comments = scanner.comments[...]
        for tag in scanner.tags {
            while let comment = comments.first, comment.lowerBound < tag.range.lowerBound {
                builder.skip(comment, mayStandAlone: true)
                comments.removeFirst()
            }
            builder.add(tag)
        }
        for comment in comments { builder.skip(comment, mayStandAlone: true) }
        self.steps = builder.finish()
    }

    private struct Builder {
        private let source: String
        private var position: String.Index
        private var open: [(tag: Tag, steps: [Step])] = []
        private var steps: [Step] = []

        init(_ source: String) {
            self.source = source
            self.position = source.startIndex
        }

        mutating func add(_ tag: Tag) {
            skip(tag.range, mayStandAlone: tag.kind != .variable)
            switch tag.kind {
            case .variable: steps.append(.variable(Name(tag.name)))
            case .section, .invertedSection:
                open.append((tag, steps))
                steps = []
            case .end:
                guard let section = open.popLast() else { return }
                let name = Name(section.tag.name)
                let step = section.tag.kind == .section ? Step.section(name, steps) : .invertedSection(name, steps)
                steps = section.steps + [step]
            case .unsupported: break
            }
        }

        /// Takes the text up to `range` over and goes on behind it.
        ///
        /// A tag that stands alone on its line takes the whole line with it.
        mutating func skip(_ range: Range<String.Index>, mayStandAlone: Bool) {
            let gap = mayStandAlone ? line(around: range) ?? range : range
            if position < gap.lowerBound { steps.append(.text(String(source[position..<gap.lowerBound]))) }
            position = gap.upperBound
        }

        mutating func finish() -> [Step] {
            if position < source.endIndex { steps.append(.text(String(source[position...]))) }
            return steps
        }

        /// The line that holds nothing but `range` and blanks, its end included; nil if it holds more.
        private func line(around range: Range<String.Index>) -> Range<String.Index>? {
            let before = source[..<range.lowerBound]
            let start = before.lastIndex { $0.isNewline }.map { source.index(after: $0) } ?? source.startIndex
            let after = source[range.upperBound...]
            let newline = after.firstIndex { $0.isNewline }
            let end = newline ?? source.endIndex
            guard before[start...].allSatisfy(Self.isBlank), after[..<end].allSatisfy(Self.isBlank) else { return nil }
            return start..<(newline.map { source.index(after: $0) } ?? end)
        }

        private static func isBlank(_ character: Character) -> Bool {
            character == " " || character == "\t"
        }
    }
}
