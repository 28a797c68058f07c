import Contracts

/// The grammar of dates over atoms, the same for all languages: what differs is order, and both orders are taken.
struct DatePhrases {
    let tokens: [Token]
    let items: [DateItem]
    let received: CivilDate
    let language: Language

    struct Span {
        var first: CivilDate
        var last: CivilDate
        /// The month or the year that a number before it belongs to: "the 5th of next month".
        var isMonth = false

        init(_ day: CivilDate) {
            first = day
            last = day
        }

        init(_ first: CivilDate, _ last: CivilDate, isMonth: Bool = false) {
            self.first = first
            self.last = last
            self.isMonth = isMonth
        }
    }

    typealias Found = (span: Span, next: Int)

    func atom(_ index: Int) -> DateAtom? { index >= 0 && index < items.count ? items[index].atom : nil }

    /// The mention that begins here, and where reading goes on. A mention of nil is a phrase that names no day to come.
    func mention(at start: Int) -> (DateMention?, Int)? {
        var index = start
        var bound = DateMention.Bound.none
        var isBefore = false
        var isInclusive = false
        if let end = pastEnd(at: start) { return (nil, end) }
        prefix: while let atom = atom(index) {
            switch atom {
            case .before: (isBefore, bound) = (true, .by)
            case .by: bound = .by
            case .after where amount(at: index + 1) != nil:
                guard let (days, end) = amount(at: index + 1) else { break prefix }
                return (make((Span(days(received)), end), .from, false, start), end)
            case .from, .after: bound = .from
            case .to where bound == .none: bound = .by
            case .inclusive: isInclusive = true
            case .within:
                if let wait = wait(at: index) { return (make(wait, .none, false, start), wait.next) }
            case .article: break
            // "el día 15", "dia 15".
            case .unit(.day) where language != .english && isDayOrDate(index + 1): break
            default: break prefix
            }
            index += 1
        }
        guard index < items.count, var found = core(at: index, prefix: start..<index) else { return nil }
        if isBefore, !isEdge(index) {
            let eve = found.span.first.adding(days: -1)
            found.span = Span(eve)
        }
        if let second = rangeEnd(after: found.next) {
            var last = second.span.last
            while last < found.span.first { last = last.adding(months: 12) }
            found = (Span(found.span.first, last), second.next)
            if bound == .from { bound = .by }
        }
        if atom(found.next) == .inclusive {
            isInclusive = true
            found.next += 1
        }
        return (make(found, bound, isInclusive, start), found.next)
    }

    private func make(_ found: Found, _ bound: DateMention.Bound, _ isInclusive: Bool, _ start: Int) -> DateMention {
        DateMention(
            first: found.span.first, last: found.span.last, bound: bound, isInclusive: isInclusive,
            tokens: items[start].tokens.lowerBound..<items[found.next - 1].tokens.upperBound)
    }

    private func isDayOrDate(_ index: Int) -> Bool {
        switch atom(index) {
        case .number(_, false), .ordinal, .date: true
        default: false
        }
    }

    /// "before the end of the month" means by its end.
    private func isEdge(_ index: Int) -> Bool {
        if case .end = atom(index) { true } else { false }
    }

    /// "Monday to Friday", "10 - 12 March".
    private func rangeEnd(after index: Int) -> Found? {
        guard atom(index) == .to || atom(index) == .by else { return nil }
        var next = index + 1
        while atom(next) == .article { next += 1 }
        return core(at: next, prefix: index..<next)
    }

    /// What lies behind: "last Friday", "3 days ago", "yesterday", "vor 3 Tagen".
    private func pastEnd(at index: Int) -> Int? {
        switch (atom(index), atom(index + 1), atom(index + 2)) {
        case (.day(let days), _, _) where days < 0: return index + 1
        case (.last, .weekday, .within), (.last, .weekday, .month), (.last, .weekday, .article): return nil
        case (.last, .unit(.week), .month), (.last, .unit(.week), .within), (.last, .unit(.week), .from): return nil
        case (.last, .weekday, _), (.last, .unit, _), (.last, .month, _): return index + 2
        case (.weekday, .last, _), (.unit, .last, _), (.month, .last, _): return index + 2
        case (.last, .number, .unit): return index + 3
        case (.number, .unit, .ago): return index + 3
        case (.ago, .number, .unit): return index + 3
        case (.before, .number, .unit) where language == .german: return index + 3
        default: return nil
        }
    }

    // MARK: What names days

    func core(at index: Int, prefix: Range<Int>) -> Found? {
        if let found = dayOffset(at: index) ?? numeric(at: index) ?? dayAndMonth(at: index) { return found }
        if let found = weekday(at: index) ?? waitAfterwards(at: index) { return found }
        if let found = edge(at: index) ?? period(at: index, prefix: prefix) ?? holiday(at: index) { return found }
        return dayOfMonth(at: index, prefix: prefix)
    }

    private func dayOffset(at index: Int) -> Found? {
        guard case .day(let days)? = atom(index), days >= 0 else { return nil }
        return (Span(received.adding(days: days)), index + 1)
    }

    private func holiday(at index: Int) -> Found? {
        guard case .holiday(let holiday)? = atom(index), let day = holiday.next(from: received) else { return nil }
        if let year = year(at: index + 1), let dated = holiday.next(from: CivilDate(year: year, month: 1, day: 1)!) {
            return (Span(dated), index + 2)
        }
        return (Span(day), index + 1)
    }

    private func numeric(at index: Int) -> Found? {
        guard case .date(let date)? = atom(index), let day = resolve(date.year, date.month, date.day) else {
            return nil
        }
        return (Span(day), index + 1)
    }

    func resolve(_ year: Int?, _ month: Int, _ day: Int) -> CivilDate? {
        guard let year else { return received.next(month: month, day: day) }
        return CivilDate(year: year, month: month, day: day)
    }

    // MARK: Waits

    /// "within 10 days", "in the next two weeks", "in a week". The preposition is at `index`.
    private func wait(at index: Int) -> Found? {
        var next = index + 1
        while atom(next) == .article || atom(next) == .next || atom(next) == .this || atom(next) == .within {
            next += 1
        }
        // "within the week".
        if atom(next) == .unit(.week), next == index + 2 {
            return (Span(received, max(received, received.weekday(5, weeks: 0))), next + 1)
        }
        guard let (days, end) = amount(at: next) else { return nil }
        var last = end
        if atom(last) == .next || atom(last) == .hence { last += 1 }
        // "two weeks from Friday", "three days after tomorrow".
        if atom(last) == .from || atom(last) == .after, let base = baseDay(at: last + 1) {
            return (Span(days(base.span.last)), base.next)
        }
        return (Span(received, days(received)), last)
    }

    /// "3 days from now", "two weeks after Friday", "next two weeks", "the 3 next weeks".
    private func waitAfterwards(at index: Int) -> Found? {
        if atom(index) == .next || atom(index) == .this, let (days, end) = amount(at: index + 1) {
            return (Span(received, days(received)), end)
        }
        if case .number? = atom(index), atom(index + 1) == .next, case .unit(let unit)? = atom(index + 2),
            case .number(let count, _)? = atom(index), !(language == .english && count > 1 && isSingular(index + 2))
        {
            return (Span(received, add(count, unit)(received)), index + 3)
        }
        if case .number(let count, false)? = atom(index), case .weekday(let day, _)? = atom(index + 1),
            atom(index + 2) == .hence, (1...60).contains(count)
        {
            return (Span(received.next(weekday: day).adding(days: 7 * (count - 1))), index + 3)
        }
        guard let (days, end) = amount(at: index) else { return nil }
        switch atom(end) {
        case .hence, .next: return (Span(days(received)), end + 1)
        case .from, .after:
            if let base = baseDay(at: end + 1) { return (Span(days(base.span.last)), base.next) }
            return isEnd(end + 1) ? (Span(days(received)), end + 1) : nil
        // "a week on Friday".
        case .article where language == .english:
            guard case .weekday(let day, _)? = atom(end + 1) else { return nil }
            return (Span(days(received.next(weekday: day))), end + 2)
        case .before:
            guard let base = baseDay(at: end + 1) else { return nil }
            let ahead = days(base.span.first).days(since: base.span.first)
            return (Span(base.span.first.adding(days: -ahead)), base.next)
        // The whole answer is a wait: "2 weeks".
        case nil where index == 0 || items[index].tokens.lowerBound <= 1:
            return (Span(received, days(received)), end)
        default: return nil
        }
    }

    private func isEnd(_ index: Int) -> Bool {
        atom(index) == nil || atom(index) == .stop
    }

    /// The day that a wait is counted from.
    private func baseDay(at index: Int) -> Found? {
        var next = index
        while atom(next) == .article { next += 1 }
        return dayOffset(at: next) ?? numeric(at: next) ?? dayAndMonth(at: next) ?? weekday(at: next)
            ?? holiday(at: next)
    }

    /// "10 days": what adds them to a day.
    private func amount(at index: Int) -> ((CivilDate) -> CivilDate, Int)? {
        if case .number(let count, _)? = atom(index), case .unit(let unit)? = atom(index + 1), count <= 400 {
            let step = add(count, unit)
            // "two weeks and three days", "1d 2hr".
            let more = atom(index + 2) == .and ? index + 3 : index + 2
            if case .number? = atom(more), case .unit(let smaller)? = atom(more + 1), smaller != unit,
                let (rest, end) = amount(at: more)
            {
                return ({ rest(step($0)) }, end)
            }
            return (step, index + 2)
        }
        switch atom(index) {
        case .unit(.fortnight): return (add(1, .fortnight), index + 1)
        case .unit(.quinzaine): return (add(1, .quinzaine), index + 1)
        default: return nil
        }
    }

    /// "3 next week" are three of something.
    private func isSingular(_ index: Int) -> Bool {
        ["week", "month", "quarter", "year"].contains(tokens[items[index].tokens.upperBound - 1].text)
    }

    private func add(_ count: Int, _ unit: DateUnit) -> (CivilDate) -> CivilDate {
        { day in
            switch unit {
            case .minute: day
            case .hour: day.adding(days: count / 24)
            case .day: day.adding(days: count)
            case .businessDay: day.adding(businessDays: count)
            case .week, .weekend: day.adding(days: 7 * count)
            case .fortnight: day.adding(days: 14 * count)
            case .quinzaine: day.adding(days: 15 * count)
            case .month: day.adding(months: count)
            case .quarter: day.adding(months: 3 * count)
            case .year: day.adding(months: 12 * count)
            }
        }
    }

    func year(at index: Int) -> Int? {
        guard case .number(let number, _)? = atom(index), (1990...2100).contains(number) else { return nil }
        return number
    }
}
