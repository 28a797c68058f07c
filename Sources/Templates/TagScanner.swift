/// A tag of a template with the line it begins in.
struct Tag: Hashable {
    enum Kind: Hashable {
        case variable, section, invertedSection, end
        /// A part of Mustache that strict templates do without, in words.
        case unsupported(String)
    }

    let kind: Kind
    let name: String
    let line: Int
    /// Where it stands in the source, braces included.
    let range: Range<String.Index>
}

/// Finds the tags of a template, for checks that the library does not make and lines that it does not keep.
struct TagScanner {
    private(set) var tags: [Tag] = []
    /// Where comments stand in the source, braces included.
    private(set) var comments: [Range<String.Index>] = []
    private(set) var problems: [TemplateProblem] = []

    /// - Parameter firstLine: the line of the file in which `source` begins, from 1.
    init(_ source: String, firstLine: Int = 1) {
        var line = firstLine
        var rest = Substring(source)
        while let start = rest.firstRange(of: "{{") {
            line += Self.newlines(in: rest[..<start.lowerBound])
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else {
                problems.append(TemplateProblem(line: line, reason: "tag is not closed: '}}' is missing"))
                return
            }
            let content = rest[..<end.lowerBound]
            read(content, line: line, range: start.lowerBound..<end.upperBound)
            line += Self.newlines(in: content)
            rest = rest[end.upperBound...]
        }
    }

    private mutating func read(_ content: Substring, line: Int, range: Range<String.Index>) {
        let kind: Tag.Kind
        switch content.first {
        case "!":
            comments.append(range)
            return
        case "#": kind = .section
        case "^": kind = .invertedSection
        case "/": kind = .end
        case "{", "&": kind = .unsupported("an unescaped variable")
        case ">": kind = .unsupported("a partial")
        case "<", "$": kind = .unsupported("inheritance")
        case "=": kind = .unsupported("a change of delimiters")
        case "%": kind = .unsupported("a pragma")
        default: kind = .variable
        }
        let name = (kind == .variable ? content : content.dropFirst()).trimmingSpaces
        if case .unsupported(let what) = kind {
            problems.append(TemplateProblem(line: line, reason: "\(what) is not allowed here"))
            return
        }
        guard Self.isName(name) else {
            problems.append(
                TemplateProblem(line: line, reason: "'\(name.prefix(60))' is no name: letters, digits and dots only"))
            return
        }
        tags.append(Tag(kind: kind, name: String(name), line: line, range: range))
    }

    private static func newlines(in text: Substring) -> Int {
        text.utf8.count { $0 == UInt8(ascii: "\n") }
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.first != "." && text.last != "."
            && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
    }
}

extension StringProtocol where SubSequence == Substring {
    /// Without spaces, tabs and line ends at either end.
    var trimmingSpaces: Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return self[startIndex..<startIndex] }
        return self[first...last]
    }
}
