/// What a word or phrase means in a date, whatever the language.
enum DateAtom: Hashable, Sendable {
    /// Days from the receipt day: 0 is today, 1 tomorrow, -1 yesterday.
    case day(Int)
    /// 1 is Monday. Weak ones are other words as well ("do", "so", "za") and need a preposition, a full stop or a number.
    case weekday(Int, isWeak: Bool)
    case month(Int)
    case unit(DateUnit)
    /// Weak ones are articles as well ("a", "ein", "une") and count units only.
    case number(Int, isWeak: Bool)
    case ordinal(Int)
    /// Of the next week, month …: "nächste", "prochain".
    case next
    /// The one that comes now: "this", "coming", "aanstaande".
    case this
    case last
    /// "after next", "übernächste", "week after next".
    case overNext
    case end, start, middle
    case before, by, within, after, from, ago
    /// "later", "from now", "hence".
    case hence
    /// "to", "until" between two days.
    case to
    case and
    /// An article before the number of a day: "the 15th", "le 15", "el día 15".
    case article
    /// Says that the last day named counts: "inclus", "einschließlich".
    case inclusive
    case holiday(Holiday)
    /// "week 14", "KW 14".
    case weekNumber
    /// Says nothing of its own: "of", "der", "de la".
    case filler
    /// Any other word or mark.
    case other
    /// Ends what may belong together: a full stop, a question mark.
    case stop
    /// A calendar date in figures.
    case date(NumericDate)
}

enum DateUnit: Hashable, Sendable {
    case minute, hour, day, businessDay, week, weekend, month, quarter, year
    /// 14 days, and 15 days as Romance languages count two weeks.
    case fortnight, quinzaine
}

enum Holiday: Hashable, Sendable {
    case christmasEve, christmas, newYearsEve, newYear, goodFriday, easter, easterMonday, pentecost, labourDay
    case epiphany, assumption, allSaints
}
