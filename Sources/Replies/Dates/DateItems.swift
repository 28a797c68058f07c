/// The tokens of a text as atoms of dates: each with the tokens that it stands for.
struct DateItem {
    let atom: DateAtom
    let tokens: Range<Int>
    /// Ordinals and numbers written in figures; words of the same meaning need more evidence.
    var isFigure = false
}

struct DateItems {
    let tokens: [Token]
    let language: Language
    let monthFirst: Bool
    private(set) var items: [DateItem] = []

    init(_ tokens: [Token], language: Language, monthFirst: Bool) {
        self.tokens = tokens
        self.language = language
        self.monthFirst = monthFirst
        let lexicon = DateLexicon.of(language)
        items.reserveCapacity(tokens.count)
        var index = 0
        while index < tokens.count { index = take(at: index, lexicon) }
    }

    private mutating func take(at index: Int, _ lexicon: DateLexicon) -> Int {
        let token = tokens[index]
        if token.kind != .mark || token.text == "-" || token.text == "&" || token.text == "'" {
            if token.kind == .number, let end = takeFigures(at: index) { return end }
            if token.kind != .mark, let match = lexicon.match(tokens, at: index), !isFalseFriend(match, at: index) {
                let range = index..<(index + match.length)
                // "today's invoice" names no day to come; "in two weeks' time" does.
                let isOwned =
                    tokens[range.upperBound - 1].isPossessive && match.atoms != [.filler]
                    && !(range.upperBound < tokens.count && tokens[range.upperBound].text == "time")
                for atom in match.atoms where atom != .filler {
                    items.append(DateItem(atom: isOwned ? .other : atom, tokens: range))
                }
                return skipAbbreviationDot(after: range.upperBound - 1, atoms: match.atoms)
            }
            if token.kind == .mark { return takeDash(at: index) }
        }
        if token.kind == .number { return takeNumber(at: index, lexicon) }
        if token.kind == .mark { return takeMark(at: index) }
        items.append(DateItem(atom: .other, tokens: index..<(index + 1)))
        return index + 1
    }

    /// "1. juledag" and its like begin with a number; a number alone is none of the lexicon's business.
    private func isFalseFriend(_ match: (atoms: [DateAtom], length: Int), at index: Int) -> Bool {
        tokens[index].kind == .number && match.length == 1
    }

    /// "Mo.", "Feb.": the full stop belongs to the word.
    private func skipAbbreviationDot(after index: Int, atoms: [DateAtom]) -> Int {
        guard index + 1 < tokens.count, tokens[index + 1].isMark("."), tokens[index + 1].isGlued,
            tokens[index].text.utf8.count <= 5, let last = atoms.last
        else { return index + 1 }
        switch last {
        case .weekday, .month, .unit, .article, .weekNumber, .other: return index + 2
        default: return index + 1
        }
    }

    private mutating func takeMark(at index: Int) -> Int {
        switch tokens[index].text {
        case ",", "(", ")", "\"", "'", "*", "_", "~": break
        case "/":
            // "2/okt", "Jan/3".
            if tokens[index].isGlued, index + 1 < tokens.count, tokens[index + 1].isGlued { break }
            items.append(DateItem(atom: .other, tokens: index..<(index + 1)))
        case ".", "!", "?", ";", "|": items.append(DateItem(atom: .stop, tokens: index..<(index + 1)))
        default: items.append(DateItem(atom: .other, tokens: index..<(index + 1)))
        }
        return index + 1
    }

    private mutating func takeDash(at index: Int) -> Int {
        if tokens[index].text == "&" {
            items.append(DateItem(atom: .and, tokens: index..<(index + 1)))
        } else if tokens[index].text == "-" {
            let gluesWords =
                tokens[index].isGlued && index + 1 < tokens.count && tokens[index + 1].isGlued
                && !(tokens[index - 1].kind == .number && tokens[index + 1].kind == .number)
            if !gluesWords { items.append(DateItem(atom: .to, tokens: index..<(index + 1))) }
        }
        return index + 1
    }

    // MARK: Figures

    /// A date in figures, or figures that are none: amounts, hours, telephone numbers. nil for a plain number.
    private mutating func takeFigures(at index: Int) -> Int? {
        var end = index
        var numbers: [Int] = []
        var digits: [Int] = []
        var marks: [String] = []
        while end < tokens.count, tokens[end].kind == .number {
            numbers.append(tokens[end].number ?? -1)
            digits.append(tokens[end].text.utf8.count)
            guard end + 2 < tokens.count, tokens[end + 2].kind == .number, tokens[end + 1].kind == .mark,
                tokens[end + 1].isGlued, tokens[end + 2].isGlued || isSpacedDate(at: end),
                "/.-:,".contains(tokens[end + 1].text), tokens[end + 1].text == marks.last || marks.isEmpty
            else { break }
            marks.append(tokens[end + 1].text)
            end += 2
        }
        if marks.isEmpty, let end = takeSpacedDate(at: index) { return end }
        end += 1
        let followed = end < tokens.count && tokens[end].isGlued ? tokens[end] : nil
        guard let mark = marks.first else { return nil }
        let range = index..<end
        let isClean =
            !isGluedToCode(at: index) && !(followed?.kind == .number)
            && !(end + 1 < tokens.count && followed?.kind == .mark && tokens[end + 1].isGlued
                && tokens[end + 1].kind == .number)
        if numbers.count == 2, mark == "-", !isClean || !readsAsDate(numbers, digits, at: range) {
            // "13-15 July": two numbers with a dash between them.
            return isClean || followed == nil ? nil : takeOther(range)
        }
        if isClean, mark != ":", mark != ",", numbers.count <= 3, digits.allSatisfy({ $0 <= 4 }),
            numbers.count == 3 || readsAsDate(numbers, digits, at: range),
            let date = NumericDate(numbers, digits: digits, mark: mark, monthFirst: monthFirst)
        {
            items.append(DateItem(atom: .date(date), tokens: range, isFigure: true))
            // "25.3." ends with a full stop of its own.
            return mark == "." && followed?.isMark(".") == true ? end + 1 : end
        }
        if numbers.count == 2, mark == "/", digits[1] == 4, (1...12).contains(numbers[0]) {
            items.append(DateItem(atom: .month(numbers[0]), tokens: index..<(index + 1)))
            items.append(DateItem(atom: .number(numbers[1], isWeak: false), tokens: (index + 2)..<end, isFigure: true))
            return end
        }
        return takeOther(range)
    }

    /// "20 02 2026".
    private mutating func takeSpacedDate(at index: Int) -> Int? {
        guard index + 2 < tokens.count, tokens[index + 1].kind == .number, tokens[index + 2].kind == .number,
            tokens[index].text.utf8.count <= 2, tokens[index + 1].text.utf8.count <= 2,
            tokens[index + 2].text.utf8.count == 4, let day = tokens[index].number,
            let month = tokens[index + 1].number,
            let year = tokens[index + 2].number,
            let date = NumericDate([day, month, year], digits: [2, 2, 4], mark: " ", monthFirst: monthFirst)
        else { return nil }
        items.append(DateItem(atom: .date(date), tokens: index..<(index + 3), isFigure: true))
        return index + 3
    }

    private mutating func takeOther(_ range: Range<Int>) -> Int {
        items.append(DateItem(atom: .other, tokens: range))
        return range.upperBound
    }

    /// "27. 11.": only with full stops.
    private func isSpacedDate(at index: Int) -> Bool {
        tokens[index + 1].text == "." && (tokens[index].number ?? 99) <= 31 && (tokens[index + 2].number ?? 99) <= 12
            && index + 3 < tokens.count && tokens[index + 3].isMark(".") && tokens[index + 3].isGlued
    }

    /// "INV-12-03", "+44 20", "$5.00".
    private func isGluedToCode(at index: Int) -> Bool {
        guard index > 0, tokens[index].isGlued else { return false }
        return !"(\"'*,".contains(tokens[index - 1].text)
    }

    /// Two numbers are a date where the language writes dates so and nothing says otherwise.
    private func readsAsDate(_ numbers: [Int], _ digits: [Int], at range: Range<Int>) -> Bool {
        guard digits.allSatisfy({ $0 <= 2 }) else { return false }
        let mark = tokens[range.lowerBound + 1].text
        let next = range.upperBound < tokens.count ? tokens[range.upperBound] : nil
        if let next, isMeasure(next) { return false }
        let before = range.lowerBound > 0 ? tokens[range.lowerBound - 1].text : ""
        switch mark {
        case "/": return !(numbers[0] == 24 && numbers[1] == 7)
        case ".":
            if next?.isMark(".") == true && next?.isGlued == true && language != .english { return true }
            return Self.dayPrepositions.contains(before) || DateLexicon.isWeekday(before, language)
        case "-":
            switch language {
            case .spanish, .dutch, .portuguese, .italian:
                return digits[1] == 2 || range.count == tokens.count || Self.dayPrepositions.contains(before)
                    || DateLexicon.isWeekday(before, language)
            default: return false
            }
        default: return false
        }
    }

    /// A currency, a unit or a percent sign: the number before it is no day.
    private func isMeasure(_ token: Token) -> Bool {
        Self.measures.contains(token.text) || token.kind == .word && DateLexicon.isUnit(token.text, language)
    }

    static let measures: Set<String> = [
        "%", "$", "€", "£", "eur", "euro", "euros", "usd", "gbp", "chf", "kr", "sek", "dkk", "nok", "pln", "zl",
        "zloty",
        "zlotych", "dollars", "pounds", "cents", "percent", "prozent", "procent", "pct", "stuck", "stuks", "pieces",
        "pcs",
        "unites", "piezas", "unidades", "pezzi", "sztuk", "uhr", "h", "pm", "am", "x", "kg", "k", "people", "items",
    ]

    private static let dayPrepositions: Set<String> = [
        "on", "by", "am", "bis", "zum", "vom", "den", "der", "dem", "ab", "le", "au", "du", "el", "al", "del", "il",
        "op", "tot",
        "dia", "em", "ate", "dnia", "do", "d", "pa", "til", "till", "senest", "senast", "fur", "for", "to", "vor",
        "per",
        "before", "until", "from", "uiterlijk", "entro", "avant", "spatestens", "dne", "fore", "inden",
    ]

    private mutating func takeNumber(at index: Int, _ lexicon: DateLexicon) -> Int {
        let token = tokens[index]
        guard let number = token.number, !isGluedToNumberCode(at: index) else {
            return takeOther(index..<(index + 1))
        }
        if index + 1 < tokens.count {
            let next = tokens[index + 1]
            if next.isGlued, next.kind == .word, Self.ordinalSuffixes.contains(next.text), number <= 31 {
                items.append(DateItem(atom: .ordinal(number), tokens: index..<(index + 2), isFigure: true))
                return index + 2
            }
            if next.isGlued, next.text == ":" || next.text == "-", index + 2 < tokens.count, tokens[index + 2].isGlued,
                ["e", "a", "go", "ego", "tego"].contains(tokens[index + 2].text)
            {
                items.append(DateItem(atom: .ordinal(number), tokens: index..<(index + 3), isFigure: true))
                return index + 3
            }
            if next.isGlued, next.isMark("."), number <= 31,
                language == .german || language == .danish || language == .polish
            {
                items.append(DateItem(atom: .ordinal(number), tokens: index..<(index + 2), isFigure: true))
                return index + 2
            }
            // "1 250 kr" is one number; "15 2026" is not.
            if next.kind == .number, next.text.utf8.count == 3 { return takeOther(index..<(index + 2)) }
            if Self.measures.contains(next.text) { return takeOther(index..<(index + 2)) }
        }
        items.append(DateItem(atom: .number(number, isWeak: false), tokens: index..<(index + 1), isFigure: true))
        return index + 1
    }

    /// "ABC-12345", "#17", "$5", "feb13" is none of these.
    private func isGluedToNumberCode(at index: Int) -> Bool {
        guard index > 0 else { return false }
        if "€$£#".contains(tokens[index - 1].text) || ["eur", "usd", "no", "nr", "kr"].contains(tokens[index - 1].text)
        {
            return true
        }
        guard tokens[index].isGlued else { return false }
        let before = tokens[index - 1]
        if before.kind == .word { return !DateLexicon.isMonth(before.text, language) }
        if before.text == "/" || before.text == "-" {
            return index > 1 && tokens[index - 1].isGlued && tokens[index - 2].kind == .word
                && !DateLexicon.isMonth(tokens[index - 2].text, language)
        }
        // "+44 20" is a telephone number, "+2 weeks" a wait.
        if before.text == "+" { return index + 1 >= tokens.count || tokens[index + 1].kind != .word }
        return ":@_".contains(before.text)
    }

    private static let ordinalSuffixes: Set<String> = [
        "st", "nd", "rd", "th", "er", "re", "eme", "e", "o", "a", "ro", "do", "to", "mo", "vo", "te", "ten", "ter",
        "tes",
        "de", "ste", "den", "go", "ego", "tego", "ci", "gi", "ty", "ego", "ere", "ieme",
    ]
}

extension DateLexicon {
    static func of(_ language: Language) -> DateLexicon {
        switch language {
        case .english: english
        case .german: german
        case .french: french
        case .spanish: spanish
        case .dutch: dutch
        case .italian: italian
        case .portuguese: portuguese
        case .polish: polish
        case .swedish: swedish
        case .danish: danish
        }
    }

    static func isMonth(_ word: String, _ language: Language) -> Bool {
        if case .month = of(language).single(word) { true } else { false }
    }

    static func isWeekday(_ word: String, _ language: Language) -> Bool {
        if case .weekday = of(language).single(word) { true } else { false }
    }

    static func isUnit(_ word: String, _ language: Language) -> Bool {
        if case .unit = of(language).single(word) { true } else { false }
    }
}
