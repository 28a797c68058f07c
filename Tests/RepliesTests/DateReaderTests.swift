import Contracts
import Replies
import Testing

/// All texts came on Wednesday 11 March 2026.
@Suite struct `Dates in a text` {
    private static let received = CivilDate("2026-03-11")!

    private static func last(_ text: String, _ language: Language, monthFirst: Bool = false) -> String? {
        DateReader(received: received, language: language, monthFirst: monthFirst).mentions(in: text).last
            .map { "\($0.last)" }
    }

    @Test(arguments: [
        ("today", "2026-03-11"), ("tomorrow", "2026-03-12"), ("the day after tomorrow", "2026-03-13"),
        ("Friday", "2026-03-13"), ("this Friday", "2026-03-13"), ("by Friday", "2026-03-13"),
        ("Wednesday", "2026-03-18"),
        ("next Friday", "2026-03-20"), ("Friday next week", "2026-03-20"), ("Friday week", "2026-03-20"),
        ("Friday fortnight", "2026-03-27"), ("end of the week", "2026-03-13"), ("over the weekend", "2026-03-15"),
        ("next week", "2026-03-20"), ("end of next week", "2026-03-20"), ("early next week", "2026-03-17"),
        ("month end", "2026-03-31"), ("the last day of the month", "2026-03-31"), ("end of April", "2026-04-30"),
        ("end of the quarter", "2026-03-31"), ("end of the year", "2026-12-31"), ("before Christmas", "2026-12-24"),
        ("mid-month", "2026-03-15"), ("on the 15th", "2026-03-15"), ("on the 11th", "2026-04-11"),
        ("our next payment run, the 30th", "2026-03-30"), ("before the 15th", "2026-03-14"), ("10 March", "2027-03-10"),
        ("11 March", "2026-03-11"), ("March 25th", "2026-03-25"), ("within 10 days", "2026-03-21"),
        ("in two weeks", "2026-03-25"), ("within a fortnight", "2026-03-25"), ("in 5 working days", "2026-03-18"),
        ("on 25.03.2026", "2026-03-25"), ("2026-04-01", "2026-04-01"), ("3/4/2026", "2026-04-03"),
        ("between 16 and 18 March", "2026-03-18"), ("two weeks from Friday", "2026-03-27"),
        ("a week on Friday", "2026-03-20"), ("within the week", "2026-03-13"),
        ("the first week of April", "2026-04-07"), ("the last Friday of the month", "2026-03-27"),
        ("5 days before 30 March", "2026-03-25"),
    ])
    func `are read in English by the table`(text: String, date: String) {
        #expect(Self.last(text, .english) == date)
    }

    @Test(arguments: [
        (Language.german, "übermorgen", "2026-03-13"), (.german, "nächste Woche Mittwoch", "2026-03-18"),
        (.german, "bis Monatsende", "2026-03-31"), (.german, "am 15.", "2026-03-15"),
        (.german, "bis zum 25.3.", "2026-03-25"),
        (.german, "innerhalb von 14 Tagen", "2026-03-25"), (.german, "Ende nächster Woche", "2026-03-20"),
        (.german, "KW 14", "2026-04-03"), (.german, "vor dem 15.", "2026-03-14"),
        (.german, "Mitte April", "2026-04-15"),
        (.french, "fin de mois", "2026-03-31"), (.french, "le 15", "2026-03-15"),
        (.french, "sous quinzaine", "2026-03-26"),
        (.french, "vendredi en huit", "2026-03-20"), (.french, "avant la fin du mois", "2026-03-31"),
        (.french, "la semaine prochaine", "2026-03-20"), (.french, "d'ici le 20 mars", "2026-03-20"),
        (.spanish, "a finales de mes", "2026-03-31"), (.spanish, "dentro de los 15 días", "2026-03-26"),
        (.spanish, "el viernes que viene", "2026-03-20"), (.spanish, "el día 15", "2026-03-15"),
        (.spanish, "antes del 20 de marzo", "2026-03-19"), (.spanish, "pasado mañana", "2026-03-13"),
        (.dutch, "aanstaande vrijdag", "2026-03-13"), (.dutch, "eind van de maand", "2026-03-31"),
        (.dutch, "binnen twee weken", "2026-03-25"), (.dutch, "uiterlijk 20 maart", "2026-03-20"),
        (.italian, "entro fine mese", "2026-03-31"), (.italian, "lunedì", "2026-03-16"),
        (.italian, "tra dieci giorni", "2026-03-21"),
        (.portuguese, "na sexta-feira", "2026-03-13"), (.portuguese, "até ao fim do mês", "2026-03-31"),
        (.portuguese, "no dia 20", "2026-03-20"), (.polish, "do końca miesiąca", "2026-03-31"),
        (.polish, "za tydzień", "2026-03-18"), (.polish, "w piątek", "2026-03-13"), (.polish, "20 marca", "2026-03-20"),
        (.swedish, "nästa vecka", "2026-03-20"), (.swedish, "senast den 20 mars", "2026-03-20"),
        (.swedish, "om en vecka", "2026-03-18"), (.danish, "ved månedens udgang", "2026-03-31"),
        (.danish, "den 20. marts", "2026-03-20"), (.danish, "i overmorgen", "2026-03-13"),
    ])
    func `are read in nine other languages by the same table`(language: Language, text: String, date: String) {
        #expect(Self.last(text, language) == date)
    }

    @Test(arguments: [
        "soon", "asap", "Have a great week!", "Nice day.", "We may pay.", "as soon as possible", "invoice 4711",
        "EUR 12.50", "call +1 206 555 0100", "the 2nd reminder", "last Friday", "3 days ago", "yesterday",
        "today's delivery",
        "a few days", "net 30", "24/7", "INV-12-03", "the first invoice", "10:30", "15 %",
    ])
    func `are not invented`(text: String) {
        #expect(Self.last(text, .english) == nil)
    }

    @Test func `put the month first for North American accounts`() {
        #expect(Self.last("3/4/2026", .english, monthFirst: true) == "2026-03-04")
        #expect(Self.last("25/3/2026", .english, monthFirst: true) == "2026-03-25")
        #expect(Self.last("3.4.2026", .english, monthFirst: true) == "2026-04-03")
    }
}
