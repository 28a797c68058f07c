import Contracts

/// Reads an expression over dead letters.
///
///     expression = conjunction { "or" conjunction }
///     conjunction = term { "and" term }
///     term = "not" term | "(" expression ")" | field relation literal
///     relation = "=" | "!=" | "<" | "<=" | ">" | ">=" | "~"
///     literal = text in double quotes (\" and \\ inside) | whole number | duration | true | false
struct FilterParser {
    private enum Token: Equatable {
        case name(String)
        case text(String)
        case integer(Int64)
        /// In seconds.
        case duration(Int64)
        case relation(FilterRelation)
        case open, close, end

        var words: String {
            switch self {
            case .name(let name): "'\(name)'"
            case .text: "a text"
            case .integer: "a number"
            case .duration: "a duration"
            case .relation(let relation): "'\(relation.rawValue)'"
            case .open: "'('"
            case .close: "')'"
            case .end: "the end"
            }
        }
    }

    /// Deeper than any person writes; a stack has an end.
    private static let deepest = 100

    private let characters: [Character]
    private let now: Instant
    private var position = 0
    /// The token at hand and where it began.
    private var token = Token.end
    private var start = 0
    private var depth = 0

    init(_ text: String, now: Instant) {
        characters = Array(text)
        self.now = now
    }

    mutating func parse() throws(FilterProblem) -> FilterExpression {
        try advance()
        let expression = try expression()
        guard token == .end else { throw problem("expected 'and', 'or' or the end, found \(token.words)") }
        return expression
    }

    private mutating func expression() throws(FilterProblem) -> FilterExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.deepest else { throw problem("nested more than \(Self.deepest) deep") }
        var left = try conjunction()
        while token == .name("or") {
            try advance()
            left = .either(left, try conjunction())
        }
        return left
    }

    private mutating func conjunction() throws(FilterProblem) -> FilterExpression {
        var left = try term()
        while token == .name("and") {
            try advance()
            left = .both(left, try term())
        }
        return left
    }

    private mutating func term() throws(FilterProblem) -> FilterExpression {
        switch token {
        case .name("not"):
            depth += 1
            defer { depth -= 1 }
            guard depth <= Self.deepest else { throw problem("nested more than \(Self.deepest) deep") }
            try advance()
            return .not(try term())
        case .open:
            try advance()
            let inner = try expression()
            guard token == .close else { throw problem("expected ')', found \(token.words)") }
            try advance()
            return inner
        case .name(let name): return .comparison(try comparison(of: name))
        default: throw problem("expected a field, 'not' or '(', found \(token.words)")
        }
    }

    private mutating func comparison(of name: String) throws(FilterProblem) -> FilterComparison {
        let isAge = name == "age"
        guard let field = isAge ? .at : Self.field(name) else {
            throw problem(
                "there is no field '\(name)'; there are \(FilterField.named.keys.sorted().joined(separator: ", ")), "
                    + "age, header.NAME and body.PATH")
        }
        try advance()
        guard case .relation(let relation) = token else {
            throw problem("expected one of = != < <= > >= ~, found \(token.words)")
        }
        if relation == .contains, isAge || (field.kind != .text && field.kind != .any) {
            throw problem("'~' asks for a part of a text, and \(name) is none")
        }
        try advance()
        let literal = try isAge ? deathTime() : literal(for: field, name)
        if relation == .contains, case .text = literal {
        } else if relation == .contains {
            throw problem("'~' wants a text in quotes")
        }
        try advance()
        return FilterComparison(field: field, relation: isAge ? relation.ofTime : relation, literal: literal)
    }

    private func deathTime() throws(FilterProblem) -> FilterLiteral {
        guard case .duration(let seconds) = token else {
            throw problem("age is compared with a duration like 90m, 2h or 1d12h, found \(token.words)")
        }
        return .instant(now.adding(.seconds(-seconds)))
    }

    private func literal(for field: FilterField, _ name: String) throws(FilterProblem) -> FilterLiteral {
        switch (field.kind, token) {
        case (.text, .text(let text)), (.any, .text(let text)): return .text(text)
        case (.integer, .integer(let integer)), (.any, .integer(let integer)): return .integer(integer)
        case (.any, .name("true")): return .flag(true)
        case (.any, .name("false")): return .flag(false)
        case (.instant, .text(let text)):
            guard let instant = Instant(text) else { throw problem("is no time of RFC 3339") }
            return .instant(instant)
        default: throw problem("\(name) is compared with \(field.kind.rawValue), found \(token.words)")
        }
    }

    private static func field(_ name: String) -> FilterField? {
        if let field = FilterField.named[name] { return field }
        if name.hasPrefix("header."), name.count > 7 { return .header(String(name.dropFirst(7))) }
        guard name.hasPrefix("body.") else { return nil }
        let path = name.dropFirst(5).split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return path.allSatisfy { !$0.isEmpty } ? .body(path) : nil
    }

    private func problem(_ reason: String) -> FilterProblem {
        FilterProblem(position: start + 1, reason: reason)
    }
}

/// Its tokens.
extension FilterParser {
    private mutating func advance() throws(FilterProblem) {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        start = position
        guard position < characters.count else {
            token = .end
            return
        }
        switch characters[position] {
        case "(": token = .open
        case ")": token = .close
        case "\"":
            token = .text(try quoted())
            return
        case "=": token = .relation(.equals)
        case "~": token = .relation(.contains)
        case "!":
            guard next == "=" else { throw problem("'!' is read only as '!='; to negate write 'not'") }
            position += 1
            token = .relation(.differs)
        case "<", ">":
            let isLess = characters[position] == "<"
            let orEqual = next == "="
            if orEqual { position += 1 }
            token = .relation(isLess ? orEqual ? .lessOrEqual : .less : orEqual ? .greaterOrEqual : .greater)
        case let character where character == "-" || Self.isDigit(character):
            token = try number()
            return
        case let character where character.isLetter || character == "_":
            let end = characters[position...].firstIndex { !Self.isOfName($0) } ?? characters.count
            token = .name(String(characters[position..<end]))
            position = end
            return
        case let other: throw problem("'\(other)' has no meaning here")
        }
        position += 1
    }

    private var next: Character? { position + 1 < characters.count ? characters[position + 1] : nil }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    private static func isOfName(_ character: Character) -> Bool {
        character.isLetter || isDigit(character) || "_.-".contains(character)
    }

    private mutating func quoted() throws(FilterProblem) -> String {
        var text = ""
        position += 1
        while position < characters.count, characters[position] != "\"" {
            if characters[position] == "\\" {
                position += 1
                guard position < characters.count, "\"\\".contains(characters[position]) else {
                    throw problem("in a text, '\\' stands before '\"' or '\\' only")
                }
            }
            text.append(characters[position])
            position += 1
        }
        guard position < characters.count else { throw problem("the text has no closing quote") }
        position += 1
        return text
    }

    /// `1000`, `-5`, `2h`, `1d12h30m`.
    private mutating func number() throws(FilterProblem) -> Token {
        let isNegative = characters[position] == "-"
        if isNegative { position += 1 }
        let end = characters[position...].firstIndex { !Self.isDigit($0) && !$0.isLetter } ?? characters.count
        let word = characters[position..<end]
        position = end
        if word.allSatisfy(Self.isDigit) {
            guard let integer = Int64((isNegative ? "-" : "") + String(word)) else {
                throw problem("is no whole number of 64 bits")
            }
            return .integer(integer)
        }
        guard !isNegative, let seconds = Self.seconds(word) else {
            throw problem("is neither a whole number nor a duration like 90m, 2h or 1d12h")
        }
        return .duration(seconds)
    }

    /// Days, hours, minutes and seconds, each at most once, the longest first; at most a hundred years.
    private static func seconds(_ word: ArraySlice<Character>) -> Int64? {
        let units: [(name: Character, seconds: Int64)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
        var total: Int64 = 0
        var digits = ""
        var last = -1
        for character in word {
            if isDigit(character) {
                digits.append(character)
                continue
            }
            guard let unit = units.firstIndex(where: { $0.name == character }), unit > last,
                let count = Int64(digits), count <= 3_155_760_000
            else { return nil }
            total += count * units[unit].seconds
            digits = ""
            last = unit
        }
        return digits.isEmpty && total <= 3_155_760_000 ? total : nil
    }
}
