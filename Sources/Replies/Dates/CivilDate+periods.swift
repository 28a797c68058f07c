import Contracts

extension CivilDate {
    var monday: CivilDate { adding(days: 1 - weekday.rawValue) }

    /// The day of that number, 1 for Monday, in the week that begins `weeks` after this day's.
    func weekday(_ number: Int, weeks: Int) -> CivilDate {
        monday.adding(days: 7 * weeks + number - 1)
    }

    /// The first such day after this one; seven days later if this is one.
    func next(weekday number: Int) -> CivilDate {
        let ahead = (number - weekday.rawValue + 7) % 7
        return adding(days: ahead == 0 ? 7 : ahead)
    }

    /// The same day that many months later, the last of the month where it has no such day.
    func adding(months: Int) -> CivilDate {
        let (year, month, day) = components
        let index = year * 12 + month - 1 + months
        let (newYear, newMonth) = (index / 12, index % 12 + 1)
        let newDay = min(day, CivilDate.length(ofMonth: newMonth, year: newYear))
        return CivilDate(year: newYear, month: newMonth, day: newDay) ?? self
    }

    /// Monday to Friday are counted, holidays are not known.
    func adding(businessDays count: Int) -> CivilDate {
        var day = self
        var left = count
        while left > 0 {
            day = day.adding(days: 1)
            if day.weekday.rawValue <= 5 { left -= 1 }
        }
        return day
    }

    var firstOfMonth: CivilDate { adding(days: 1 - components.day) }
    var lastOfMonth: CivilDate { firstOfMonth.adding(months: 1).adding(days: -1) }

    /// The next day of that number after this one; months that lack it are passed over.
    func next(dayOfMonth day: Int) -> CivilDate? {
        for months in 0...12 {
            let (year, month, _) = firstOfMonth.adding(months: months).components
            if let date = CivilDate(year: year, month: month, day: day), date > self { return date }
        }
        return nil
    }

    /// The next such day from this one on; 29 February waits for a leap year.
    func next(month: Int, day: Int) -> CivilDate? {
        for year in components.year...(components.year + 8) {
            if let date = CivilDate(year: year, month: month, day: day), date >= self { return date }
        }
        return nil
    }

    /// The first day of the month of that number, this one's or the next.
    func next(month: Int) -> CivilDate? {
        let (year, thisMonth, _) = components
        return CivilDate(year: month >= thisMonth ? year : year + 1, month: month, day: 1)
    }

    /// - Source: the Gregorian computus of Meeus, Jones and Butcher.
    static func easter(_ year: Int) -> CivilDate? {
        let a = year % 19
        let (b, c) = (year / 100, year % 100)
        let (d, e) = (b / 4, b % 4)
        let g = (8 * b + 13) / 25
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = (c / 4, c % 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let sum = h + l - 7 * m + 114
        return CivilDate(year: year, month: sum / 31, day: sum % 31 + 1)
    }
}

extension Holiday {
    /// The next one from the day on.
    func next(from day: CivilDate) -> CivilDate? {
        let year = day.components.year
        return [year, year + 1].compactMap { date(in: $0) }.first { $0 >= day }
    }

    private func date(in year: Int) -> CivilDate? {
        switch self {
        case .christmasEve: CivilDate(year: year, month: 12, day: 24)
        case .christmas: CivilDate(year: year, month: 12, day: 25)
        case .newYearsEve: CivilDate(year: year, month: 12, day: 31)
        case .newYear: CivilDate(year: year, month: 1, day: 1)
        case .epiphany: CivilDate(year: year, month: 1, day: 6)
        case .labourDay: CivilDate(year: year, month: 5, day: 1)
        case .assumption: CivilDate(year: year, month: 8, day: 15)
        case .allSaints: CivilDate(year: year, month: 11, day: 1)
        case .goodFriday: CivilDate.easter(year)?.adding(days: -2)
        case .easter: CivilDate.easter(year)
        case .easterMonday: CivilDate.easter(year)?.adding(days: 1)
        case .pentecost: CivilDate.easter(year)?.adding(days: 49)
        }
    }
}
