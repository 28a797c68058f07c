import Contracts

extension DatePhrases {
    /// The end, start or middle of a week, month, quarter or year.
    func edge(at index: Int) -> Found? {
        guard let edge = atom(index), edge == .end || edge == .start || edge == .middle else { return nil }
        var next = index + 1
        while atom(next) == .article || atom(next) == .within || atom(next) == .from || atom(next) == .by { next += 1 }
        if case .weekday? = atom(next) { return nil }
        guard let period = named(at: next) else { return nil }
        return (Span(day(edge, of: period.period, distance: period.distance)), period.next)
    }

    private enum Period { case week, month(CivilDate), quarter(CivilDate), year(Int) }

    private func named(at index: Int) -> (period: Period, distance: Int, next: Int)? {
        if let month = month(at: index) {
            let isNamed = if case .month? = atom(index) { true } else { false }
            let distance = atom(index) == .this || atom(index + 1) == .this && !isNamed ? 0 : 1
            return (.month(month.span.first), distance, month.next)
        }
        var ahead = 0
        var start = index
        var end = index + 1
        switch (atom(index), atom(index + 1)) {
        case (.next, .unit): (ahead, start, end) = (1, index + 1, index + 2)
        case (.this, .unit): (start, end) = (index + 1, index + 2)
        case (.overNext, .unit): (ahead, start, end) = (2, index + 1, index + 2)
        case (.unit, .next): (ahead, end) = (1, index + 2)
        case (.unit, .this): end = index + 2
        case (.unit, .overNext): (ahead, end) = (2, index + 2)
        default: break
        }
        switch atom(start) {
        case .unit(.week): return (.week, ahead, end)
        case .unit(.month): return (.month(received.firstOfMonth.adding(months: ahead)), ahead, end)
        case .unit(.quarter): return (.quarter(quarterStart(ahead)), ahead, end)
        case .unit(.year): return (.year(received.components.year + ahead), ahead, end)
        default:
            guard let year = year(at: index) else { return nil }
            return (.year(year), 1, index + 1)
        }
    }

    private func quarterStart(_ ahead: Int) -> CivilDate {
        let month = (received.components.month - 1) % 3
        return received.firstOfMonth.adding(months: 3 * ahead - month)
    }

    /// A day that is over moves on by one period.
    private func day(_ edge: DateAtom, of period: Period, distance: Int) -> CivilDate {
        switch period {
        case .week:
            let number = edge == .start ? 2 : edge == .middle ? 3 : 5
            let day = received.weekday(number, weeks: distance)
            return day < received ? day.adding(days: 7) : day
        case .month(let first):
            let inMonth = { (first: CivilDate) -> CivilDate in
                edge == .end ? first.lastOfMonth : first.adding(days: edge == .middle ? 14 : 9)
            }
            let day = inMonth(first)
            return day < received && distance == 0 ? inMonth(first.adding(months: 1)) : day
        case .quarter(let first):
            return edge == .end
                ? first.adding(months: 2).lastOfMonth : first.adding(months: edge == .middle ? 1 : 0).lastOfMonth
        case .year(let year):
            let month = edge == .end ? 12 : edge == .middle ? 6 : 1
            return CivilDate(year: year, month: month, day: 1)?.lastOfMonth ?? received
        }
    }

    /// A whole period: its last day counts; of a week that is Friday, of a weekend Sunday.
    func period(at index: Int, prefix: Range<Int>) -> Found? {
        if let week = week(at: index) {
            let friday = received.weekday(5, weeks: week.weeks)
            let last = friday < received ? received.weekday(7, weeks: week.weeks) : friday
            return (Span(max(received, received.weekday(1, weeks: week.weeks)), last), week.next)
        }
        if atom(index) == .unit(.week), let day = weekOf(index + 1) {
            return (Span(day.span.first.monday, day.span.first.weekday(5, weeks: 0)), day.next)
        }
        if let found = weekOfMonth(at: index) { return found }
        if let found = weekend(at: index, prefix) ?? weekNumber(at: index) ?? quarter(at: index) { return found }
        if let month = relativeMonth(at: index) { return (month.span, month.next) }
        switch (atom(index), atom(index + 1)) {
        case (.next, .unit(.year)), (.unit(.year), .next): return year(received.components.year + 1, index + 2)
        case (.this, .unit(.year)), (.unit(.year), .this): return year(received.components.year, index + 2)
        case (.next, .month), (.this, .month), (.last, .month):
            if isMay(index + 1), atom(index) == .this { return nil }
            return month(at: index + 1)
        case (.month, .next), (.month, .this):
            return month(at: index).map { ($0.span, index + 2) }
        case (.month, _):
            guard hasMonthPreposition(index, prefix) else { return nil }
            return month(at: index)
        default: return nil
        }
    }

    /// "the first week of April": seven days of the month each.
    private func weekOfMonth(at index: Int) -> Found? {
        guard atom(index + 1) == .unit(.week) else { return nil }
        var next = index + 2
        while atom(next) == .article || atom(next) == .within || atom(next) == .from { next += 1 }
        guard let month = month(at: next), month.span.isMonth else { return nil }
        switch atom(index) {
        case .ordinal(let number) where (1...4).contains(number):
            let first = month.span.first.adding(days: 7 * (number - 1))
            return (Span(first, first.adding(days: 6)), month.next)
        case .last: return (Span(month.span.last.adding(days: -6), month.span.last), month.next)
        default: return nil
        }
    }

    /// "the week of 10 April", "week commencing 4 May".
    private func weekOf(_ index: Int) -> Found? {
        var next = index
        while atom(next) == .article || atom(next) == .from { next += 1 }
        return dayAndMonth(at: next)
    }

    private func year(_ year: Int, _ next: Int) -> Found? {
        guard let first = CivilDate(year: year, month: 1, day: 1), let last = CivilDate(year: year, month: 12, day: 31)
        else { return nil }
        return (Span(first, last), next)
    }

    /// "in March", "by March", "March 2026": a bare "may" or "mars" is a word like others.
    private func hasMonthPreposition(_ index: Int, _ prefix: Range<Int>) -> Bool {
        if let year = month(at: index), year.next > index + 1 { return true }
        if prefix.contains(where: { items[$0].atom != .article }) { return true }
        let start = items[index].tokens.lowerBound
        if isMay(index) { return start > 0 && ["in", "of", "during", "for"].contains(tokens[start - 1].text) }
        if start > 0 {
            return Self.monthPrepositions.contains(tokens[start - 1].text)
        }
        // The whole message is a month.
        return tokens.count <= 2
    }

    /// The English verb.
    private func isMay(_ index: Int) -> Bool {
        language == .english && tokens[items[index].tokens.lowerBound].text == "may"
    }

    private static let monthPrepositions: Set<String> = [
        "in", "im", "en", "em", "w", "i", "during", "courant", "for", "to", "from", "and", "a", "ad", "au", "lopende",
        "under",
    ]

    private func weekend(at index: Int, _ prefix: Range<Int>) -> Found? {
        let ahead: Int
        let next: Int
        switch (atom(index), atom(index + 1)) {
        case (.next, .unit(.weekend)), (.unit(.weekend), .next): (ahead, next) = (1, index + 2)
        case (.this, .unit(.weekend)), (.unit(.weekend), .this): (ahead, next) = (0, index + 2)
        case (.unit(.weekend), _):
            let start = items[index].tokens.lowerBound
            guard !prefix.isEmpty || start > 0 && Self.weekendPrepositions.contains(tokens[start - 1].text) else {
                return nil
            }
            (ahead, next) = (0, index + 1)
        default: return nil
        }
        return (Span(received.weekday(6, weeks: ahead), received.weekday(7, weeks: ahead)), next)
    }

    private static let weekendPrepositions: Set<String> = [
        "the", "over", "am", "ubers", "das", "le", "ce", "el", "het", "il", "o", "nel", "no", "weekend", "i", "w",
        "this",
    ]

    /// "week 14", "KW 14": Friday of that ISO week.
    private func weekNumber(at index: Int) -> Found? {
        guard atom(index) == .weekNumber || atom(index) == .unit(.week),
            case .number(let number, false)? = ordinalAsNumber(index + 1), (1...53).contains(number),
            items[index + 1].isFigure
        else { return nil }
        let year = received.components.year
        for year in [year, year + 1] {
            guard let fourth = CivilDate(year: year, month: 1, day: 4) else { return nil }
            let friday = fourth.weekday(5, weeks: number - 1)
            if friday >= received { return (Span(friday.monday, friday), index + 2) }
        }
        return nil
    }

    private func ordinalAsNumber(_ index: Int) -> DateAtom? {
        if case .ordinal(let number)? = atom(index) { return .number(number, isWeak: false) }
        return atom(index)
    }

    /// "third quarter", "next quarter".
    private func quarter(at index: Int) -> Found? {
        switch (atom(index), atom(index + 1)) {
        case (.ordinal(let number), .unit(.quarter)) where (1...4).contains(number):
            let (year, month, _) = received.components
            let isOver = number * 3 < month
            guard let first = CivilDate(year: isOver ? year + 1 : year, month: number * 3 - 2, day: 1) else {
                return nil
            }
            return (Span(first, first.adding(months: 2).lastOfMonth), index + 2)
        case (.next, .unit(.quarter)), (.unit(.quarter), .next): return quarter(1, index + 2)
        case (.this, .unit(.quarter)), (.unit(.quarter), .this): return quarter(0, index + 2)
        case (.overNext, .unit(.quarter)): return quarter(2, index + 2)
        default: return nil
        }
    }

    private func quarter(_ ahead: Int, _ next: Int) -> Found? {
        let first = quarterStart(ahead)
        return (Span(first, first.adding(months: 2).lastOfMonth), next)
    }
}
