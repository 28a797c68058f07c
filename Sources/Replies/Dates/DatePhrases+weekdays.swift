import Contracts

extension DatePhrases {
    /// "Friday", "next Friday", "Friday of next week", "Friday week", "Thu 15th".
    func weekday(at index: Int) -> Found? {
        var start = index
        while atom(start) == .article { start += 1 }
        if let week = week(at: start) {
            var next = week.next
            while atom(next) == .article || atom(next) == .by { next += 1 }
            if case .weekday(let day, _)? = atom(next) {
                return (Span(received.weekday(day, weeks: week.weeks)), next + 1)
            }
            return nil
        }
        switch atom(start) {
        case .next, .overNext, .this:
            guard case .weekday(let day, _)? = atom(start + 1) else { return nil }
            if atom(start) == .this {
                return after(received.next(weekday: day), weekday: day, named: true, at: start + 2)
            }
            let weeks = atom(start) == .next ? 1 : 2
            return dated(Span(received.weekday(day, weeks: weeks)), weekday: day, at: start + 2)
        case .weekday(let day, let isWeak):
            if isWeak, !hasEvidence(at: start) { return nil }
            return after(received.next(weekday: day), weekday: day, named: false, at: start + 1)
        case .ordinal(let count): return counted(count, at: start + 1)
        case .last: return counted(-1, at: start + 1)
        default: return nil
        }
    }

    /// "do", "so", "za": only with a full stop, a preposition or a number beside it.
    private func hasEvidence(at index: Int) -> Bool {
        let range = items[index].tokens
        if range.upperBound < tokens.count, tokens[range.upperBound].isMark("."), tokens[range.upperBound].isGlued {
            // At the end of a sentence it is a full stop: "in de problemen zat."
            return range.upperBound + 1 < tokens.count || tokens.count <= 3
        }
        if range.upperBound < tokens.count, tokens[range.upperBound].isMark(","),
            range.upperBound + 1 < tokens.count, tokens[range.upperBound + 1].kind == .number
        {
            return true
        }
        switch atom(index - 1) {
        case .article where language != .dutch, .by, .next, .this, .before, .after, .to: return true
        default: break
        }
        switch atom(index + 1) {
        case .ordinal, .date: return true
        case .number(let number, _): return number <= 31 && items[index + 1].isFigure
        default: return false
        }
    }

    /// What may follow a weekday: its date, the week it is of, "week", "fortnight".
    private func after(_ day: CivilDate, weekday: Int, named: Bool, at index: Int) -> Found? {
        var next = index
        while atom(next) == .article { next += 1 }
        switch atom(next) {
        case .next where atom(next + 1).map(isWeekUnit) != true:
            return (Span(received.weekday(weekday, weeks: 1)), next + 1)
        case .this where atom(next + 1).map(isWeekUnit) != true: return (Span(day), next + 1)
        case .unit(.week) where !named && language == .english && atom(next + 1) != .after && next == index:
            return (Span(received.weekday(weekday, weeks: 1)), next + 1)
        case .unit(.fortnight): return (Span(day.adding(days: 14)), next + 1)
        case .within:
            // "Freitag in einer Woche", "vendredi en huit", "Wednesday in two weeks".
            if case .number(let count, _)? = atom(next + 1) {
                if case .unit(.week)? = atom(next + 2) {
                    return (Span(received.weekday(weekday, weeks: count)), next + 3)
                }
                let base = received.weekday.rawValue == weekday ? received : day
                if language == .french, count == 8 { return (Span(base.adding(days: 7)), next + 2) }
                if language == .french, count == 15 { return (Span(base.adding(days: 14)), next + 2) }
            }
        default: break
        }
        if let week = week(at: skippingPlace(next)) {
            return (Span(received.weekday(weekday, weeks: week.weeks)), week.next)
        }
        return dated(Span(day), weekday: weekday, at: index)
    }

    private func skippingPlace(_ index: Int) -> Int {
        var next = index
        while atom(next) == .within || atom(next) == .article || atom(next) == .from { next += 1 }
        return next
    }

    private func isWeekUnit(_ atom: DateAtom) -> Bool { atom == .unit(.week) }

    /// "Friday 15 March", "Friday the 15th": the date settles it.
    private func dated(_ span: Span, weekday: Int, at index: Int) -> Found? {
        var next = index
        while atom(next) == .article { next += 1 }
        if let found = numericOrMonth(at: next) { return found }
        let number: Int
        switch atom(next) {
        case .ordinal(let value): number = value
        case .number(let value, false) where items[next].isFigure || next > index: number = value
        default: return (span, index)
        }
        if case .unit? = atom(next + 1) { return (span, index) }
        guard (1...31).contains(number) else { return (span, index) }
        for months in 0...24 {
            let (year, month, _) = received.firstOfMonth.adding(months: months).components
            if let day = CivilDate(year: year, month: month, day: number), day >= received,
                day.weekday.rawValue == weekday
            {
                return (Span(day), next + 1)
            }
        }
        return (span, index)
    }

    private func numericOrMonth(at index: Int) -> Found? {
        if case .date(let date)? = atom(index), let day = resolve(date.year, date.month, date.day) {
            return (Span(day), index + 1)
        }
        return dayAndMonth(at: index)
    }

    /// "first Tuesday in October", "last Monday of March": the weekday is at `index`; -1 counts from the end.
    private func counted(_ count: Int, at index: Int) -> Found? {
        guard case .weekday(let weekday, _)? = atom(index) else { return nil }
        var next = index + 1
        while atom(next) == .within || atom(next) == .article || atom(next) == .from { next += 1 }
        guard let month = month(at: next) ?? ownMonth(at: next), month.span.isMonth else { return nil }
        if count > 0 {
            let day = month.span.first.adding(days: -1).next(weekday: weekday).adding(days: 7 * (count - 1))
            return day <= month.span.last ? (Span(day), month.next) : nil
        }
        var day = month.span.last
        while day.weekday.rawValue != weekday { day = day.adding(days: -1) }
        return (Span(day), month.next)
    }

    /// "of the month" alone.
    private func ownMonth(at index: Int) -> Found? {
        guard atom(index) == .unit(.month) else { return nil }
        let first = received.firstOfMonth
        return (Span(first, first.lastOfMonth, isMonth: true), index + 1)
    }

    /// A week by its distance: "next week", "la semaine prochaine", "week after next".
    func week(at index: Int) -> (weeks: Int, next: Int)? {
        switch (atom(index), atom(index + 1)) {
        case (.next, .unit(.week)): return (1, index + 2)
        case (.this, .unit(.week)): return (0, index + 2)
        case (.overNext, .unit(.week)): return (2, index + 2)
        case (.unit(.week), .next): return (1, index + 2)
        case (.unit(.week), .this): return (0, index + 2)
        case (.unit(.week), .overNext): return (2, index + 2)
        default: return nil
        }
    }
}
