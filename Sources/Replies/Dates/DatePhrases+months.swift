import Contracts

extension DatePhrases {
    /// "15 March", "March 15, 2026", "the 15th of next month", "13 to 15 July", with a weekday before it or not.
    func dayAndMonth(at index: Int) -> Found? {
        var start = index
        while atom(start) == .article { start += 1 }
        if case .weekday? = atom(start) {
            var next = start + 1
            while atom(next) == .article { next += 1 }
            guard let found = dayAndMonth(at: next) else { return nil }
            return found
        }
        if case .month(let month)? = atom(start) { return monthFirst(month, at: start) }
        guard let first = day(at: start) else { return nil }
        var next = start + 1
        var last = first
        if isRangeMark(next), let end = rangeDay(at: next + 1) {
            last = end.day
            next = end.next
        } else if atom(next) == .and, let second = day(at: skipArticles(next + 1)),
            case .month? = atom(skipArticles(next + 1) + 1)
        {
            last = second
            next = skipArticles(next + 1) + 1
        }
        while atom(next) == .article || atom(next) == .from || atom(next) == .within && isMonthAtom(next + 1)
            || atom(next) == .unit(.day) && isMonthAtom(next + 1)
        { next += 1 }
        if case .month(let month)? = atom(next) {
            let named = yearAfter(next + 1)
            guard let from = resolve(named.year, month, first), let to = resolve(named.year, month, last) else {
                return nil
            }
            return (Span(min(from, to), to), named.next)
        }
        // "el 17 del 3".
        if language == .spanish || language == .portuguese, atom(next - 1) == .from,
            case .number(let month, false)? = atom(next),
            (1...12).contains(month), items[next].isFigure, let date = resolve(nil, month, first)
        {
            return (Span(date), next + 1)
        }
        // "the 5th of next month", "1. des nächsten Monats", "the 30th of this month".
        if let month = relativeMonth(at: next), let day = inMonth(month.span.first, last) {
            return (Span(inMonth(month.span.first, first) ?? day, day), month.next)
        }
        return nil
    }

    private func skipArticles(_ index: Int) -> Int {
        var next = index
        while atom(next) == .article { next += 1 }
        return next
    }

    private func isMonthAtom(_ index: Int) -> Bool {
        if case .month? = atom(index) { true } else { false }
    }

    private func isRangeMark(_ index: Int) -> Bool {
        atom(index) == .to || atom(index) == .by || atom(index) == .article && language != .english
    }

    private func rangeDay(at index: Int) -> (day: Int, next: Int)? {
        var next = index
        while true {
            switch atom(next) {
            case .article, .weekday, .by, .to: next += 1
            default:
                guard let day = day(at: next) else { return nil }
                return (day, next + 1)
            }
        }
    }

    private func monthFirst(_ month: Int, at index: Int) -> Found? {
        var start = index + 1
        while atom(start) == .article { start += 1 }
        guard let first = day(at: start) else { return nil }
        if case .unit? = atom(start + 1) { return nil }
        var next = start + 1
        var last = first
        if atom(next) == .to || atom(next) == .by, let end = day(at: next + 1), !isMonthAtom(next + 2) {
            last = end
            next += 2
        }
        let named = yearAfter(next)
        guard let from = resolve(named.year, month, first), let to = resolve(named.year, month, last) else {
            return nil
        }
        return (Span(min(from, to), to), named.next)
    }

    private func yearAfter(_ index: Int) -> (year: Int?, next: Int) {
        var next = index
        while atom(next) == .within || atom(next) == .article || atom(next) == .from { next += 1 }
        if let year = year(at: next) { return (year, next + 1) }
        return (nil, index)
    }

    private func day(at index: Int) -> Int? {
        switch atom(index) {
        case .ordinal(let number) where (1...31).contains(number): number
        case .number(let number, false) where (1...31).contains(number): number
        default: nil
        }
    }

    private func inMonth(_ first: CivilDate, _ day: Int) -> CivilDate? {
        let (year, month, _) = first.components
        return CivilDate(year: year, month: month, day: day)
    }

    /// A month by name, with its year or not, or by its distance.
    func month(at index: Int) -> Found? {
        if case .month(let number)? = atom(index) {
            let named = yearAfter(index + 1)
            let first =
                named.year.flatMap { CivilDate(year: $0, month: number, day: 1) } ?? received.next(month: number)
            guard let first else { return nil }
            return (Span(first, first.lastOfMonth, isMonth: true), named.next)
        }
        return relativeMonth(at: index)
    }

    func relativeMonth(at index: Int) -> Found? {
        let ahead: Int
        switch (atom(index), atom(index + 1)) {
        case (.next, .unit(.month)), (.unit(.month), .next): ahead = 1
        case (.this, .unit(.month)), (.unit(.month), .this): ahead = 0
        case (.overNext, .unit(.month)), (.unit(.month), .overNext): ahead = 2
        default: return nil
        }
        let first = received.firstOfMonth.adding(months: ahead)
        return (Span(first, first.lastOfMonth, isMonth: true), index + 2)
    }

    /// "the 15th", "le 15", "am 15.", "on our next run, the 30th": with an article or preposition that days have.
    func dayOfMonth(at index: Int, prefix: Range<Int>) -> Found? {
        let number: Int
        switch atom(index) {
        case .ordinal(let value) where items[index].isFigure: number = value
        case .ordinal(let value): number = isAloneAfterPreposition(index) ? value : 0
        case .number(let value, false): number = isDayNumber(index) ? value : 0
        default: return nil
        }
        guard (1...31).contains(number), hasDayPreposition(index, prefix), !namesThing(index + 1) else { return nil }
        if atom(index + 1) == .to, let last = day(at: skipArticles(index + 2)), last > number,
            let first = received.next(dayOfMonth: number), let day = inMonth(first, last)
        {
            return (Span(first, day), skipArticles(index + 2) + 1)
        }
        guard let day = received.next(dayOfMonth: number) else { return nil }
        var next = index + 1
        // "the 15th of the month", "the 15th of this month".
        if case .unit(.month)? = atom(skipArticles(next)) { next = skipArticles(next) + 1 }
        return (Span(day), next)
    }

    /// Cardinals are days after a singular article that stands right before them.
    private func isDayNumber(_ index: Int) -> Bool {
        let start = items[index].tokens.lowerBound
        guard start > 0, items[index].isFigure || Self.dayWords.contains(tokens[start - 1].text) else { return false }
        if language == .polish {
            switch atom(index + 1) {
            case nil, .stop: return ["do", "dnia", "dniu"].contains(tokens[start - 1].text)
            default: return ["dnia", "dniu"].contains(tokens[start - 1].text)
            }
        }
        return Self.singularArticles.contains(tokens[start - 1].text)
    }

    private static let singularArticles: Set<String> = [
        "the", "le", "au", "el", "al", "il", "dia", "den", "du", "dal", "del", "d",
    ]
    private static let dayWords: Set<String> = ["dia", "dal", "al", "il", "le", "el", "au"]

    private func isAloneAfterPreposition(_ index: Int) -> Bool {
        switch atom(index + 1) {
        case nil, .stop, .and: true
        default: false
        }
    }

    private func hasDayPreposition(_ index: Int, _ prefix: Range<Int>) -> Bool {
        if !prefix.isEmpty {
            let leads = prefix.map { items[$0].atom }
            if language != .english || leads.contains(where: { $0 != .article }) { return true }
            let first = items[prefix.lowerBound].tokens
            if tokens[first.lowerBound].text != "the" || first.count > 1 { return true }
            // "run on the 30th" has its preposition; "the 30th" alone needs an end or a comma around it.
            let before = first.lowerBound > 0 ? tokens[first.lowerBound - 1] : nil
            if before == nil || before?.kind == .mark || Self.runWords.contains(before?.text ?? "") { return true }
            switch atom(index + 1) {
            case nil, .stop, .and: return true
            default:
                return tokens.count > items[index].tokens.upperBound
                    && tokens[items[index].tokens.upperBound].kind == .mark
            }
        }
        // "run 15th", "paid 15th": only in short messages and in figures.
        return items[index].isFigure && language == .english && tokens.count <= 8 && atom(index).map(isOrdinal) == true
            && atom(index + 1) == nil
    }

    private func isOrdinal(_ atom: DateAtom) -> Bool {
        if case .ordinal = atom { true } else { false }
    }

    private static let runWords: Set<String> = ["run", "is", "on", "be", "for", "around", "pay", "paid", "due"]

    /// "the 2nd reminder", "am 3. Mahnlauf": counts things, names no day.
    private func namesThing(_ index: Int) -> Bool {
        guard index < items.count else { return false }
        if case .unit(let unit)? = atom(index), unit != .month { return true }
        if case .weekday? = atom(index) { return false }
        guard case .other? = atom(index) else { return false }
        return Self.things.contains(tokens[items[index].tokens.lowerBound].text)
    }

    private static let things: Set<String> = [
        "reminder", "reminders", "notice", "invoice", "invoices", "time", "one", "letter", "payment", "instalment",
        "installment", "instalments", "half", "floor", "item", "line", "attempt", "delivery", "mail", "email",
        "message",
        "party", "person", "warning", "rate", "raten", "mahnung", "rechnung", "zahlung", "mal", "lieferung", "stock",
        "person", "facture", "relance", "rappel", "fois", "paiement", "echeance", "factura", "pago", "vez", "cuota",
        "aviso", "factuur", "herinnering", "keer", "betaling", "termijn", "fattura", "rata", "volta", "sollecito",
        "pagamento",
        "fatura", "parcela", "prestacao", "vez", "faktura", "fakturan", "rat", "wezwanie", "raz", "gang", "rykker",
        "paminnelse", "paminnelsen", "percent", "court", "street", "avenue", "copy", "call", "contact", "address",
    ]
}
