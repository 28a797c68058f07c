/// The words of one language that dates are made of, from a table of `atoms = phrase | phrase` lines.
///
/// Phrases are folded as texts are; the longest that matches counts.
struct DateLexicon: Sendable {
    struct Entry: Sendable {
        /// The words after the first.
        let rest: [String]
        let atoms: [DateAtom]
    }

    private var entries: [String: [Entry]] = [:]

    init(_ table: String) {
        for line in table.split(separator: "\n") {
            let sides = line.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { continue }
            let atoms = sides[0].split(separator: " ").flatMap { Self.atoms(named: $0) }
            for phrase in sides[1].split(separator: "|") { add(phrase, atoms) }
        }
        for key in entries.keys { entries[key]!.sort { $0.rest.count > $1.rest.count } }
    }

    /// The longest phrase at this token and how many tokens it has.
    func match(_ tokens: [Token], at index: Int) -> (atoms: [DateAtom], length: Int)? {
        guard let candidates = entries[tokens[index].text] else { return nil }
        search: for entry in candidates {
            guard index + entry.rest.count < tokens.count else { continue }
            for (offset, word) in entry.rest.enumerated() where tokens[index + 1 + offset].text != word {
                continue search
            }
            return (entry.atoms, entry.rest.count + 1)
        }
        return nil
    }

    /// What a word means alone.
    func single(_ word: String) -> DateAtom? {
        entries[word]?.first { $0.rest.isEmpty }?.atoms.first
    }

    private mutating func add(_ phrase: some StringProtocol, _ atoms: [DateAtom]) {
        let words = Token.tokens(of: String(phrase)).map(\.text)
        guard let first = words.first else { return }
        entries[first, default: []].append(Entry(rest: Array(words.dropFirst()), atoms: atoms))
    }

    /// `cardinals`, `ordinals` and `months` take one word for each number from 1; the others name an atom.
    private static func atoms(named name: some StringProtocol) -> [DateAtom] {
        if let atom = simple[String(name)] { return [atom] }
        let digits = name.drop { !"0123456789-".contains($0) }
        guard let number = Int(digits) else { return [] }
        switch name.dropLast(digits.count) {
        case "day": return [.day(number)]
        case "wd": return [.weekday(number, isWeak: false)]
        case "weak": return [.weekday(number, isWeak: true)]
        case "m": return [.month(number)]
        case "n": return [.number(number, isWeak: false)]
        case "one": return [.number(number, isWeak: true)]
        case "o": return [.ordinal(number)]
        default: return []
        }
    }

    private static let simple: [String: DateAtom] = [
        "minute": .unit(.minute), "hour": .unit(.hour), "days": .unit(.day), "business": .unit(.businessDay),
        "week": .unit(.week),
        "weekend": .unit(.weekend), "month": .unit(.month), "quarter": .unit(.quarter), "year": .unit(.year),
        "fortnight": .unit(.fortnight), "quinzaine": .unit(.quinzaine), "next": .next, "this": .this, "last": .last,
        "overnext": .overNext, "end": .end, "start": .start, "middle": .middle, "before": .before, "by": .by,
        "within": .within, "after": .after, "from": .from, "ago": .ago, "hence": .hence, "to": .to, "and": .and,
        "article": .article, "inclusive": .inclusive, "filler": .filler, "kw": .weekNumber, "other": .other,
        "christmaseve": .holiday(.christmasEve), "christmas": .holiday(.christmas),
        "newyearseve": .holiday(.newYearsEve), "newyear": .holiday(.newYear), "goodfriday": .holiday(.goodFriday),
        "easter": .holiday(.easter), "eastermonday": .holiday(.easterMonday), "pentecost": .holiday(.pentecost),
        "labour": .holiday(.labourDay), "epiphany": .holiday(.epiphany), "assumption": .holiday(.assumption),
        "allsaints": .holiday(.allSaints),
    ]

    /// Adds a word for each number from 1 on, as cardinals or ordinals.
    func counting(_ words: String, as atom: (Int) -> DateAtom, from first: Int = 1) -> DateLexicon {
        var lexicon = self
        for (offset, forms) in words.split(whereSeparator: \.isWhitespace).enumerated() {
            for form in forms.split(separator: "/") {
                lexicon.add(form.replacing("_", with: " "), [atom(first + offset)])
            }
        }
        for key in lexicon.entries.keys { lexicon.entries[key]!.sort { $0.rest.count > $1.rest.count } }
        return lexicon
    }

    func cardinals(_ words: String, from first: Int = 1) -> DateLexicon {
        counting(words, as: { .number($0, isWeak: false) }, from: first)
    }

    func ordinals(_ words: String, from first: Int = 1) -> DateLexicon {
        counting(words, as: { .ordinal($0) }, from: first)
    }
}
