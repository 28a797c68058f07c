import Contracts
import Policy
import Store

/// What goes out in the days to come if nothing more is paid and nothing else changes.
package struct Forecast: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        /// In the creditor's calendar.
        package var day: CivilDate
        package var step: String
        /// nil: a task, and no message.
        package var channel: Channel?
        package var currency: Currency
        package var count = 0
        /// What the messages ask for; an invoice that is named by several counts in each.
        package var totalMinor: Int64 = 0
    }

    /// The policy clock's instant from which cases were played.
    package var now: Instant
    /// The days it tells of: the first, in the creditors' calendars, and how many. nil: each creditor's today.
    package var from: CivilDate?
    package var days: Int
    /// By day, step, channel and currency.
    package var rows: [Row]
    /// Cases with an open invoice.
    package var cases: Int
    /// Of these the ones that cannot be decided: account or creditor is not known.
    package var undecided: Int
}

extension Ledger {
    /// Plays every open case forward in memory from the policy clock's instant on. Nothing is written.
    ///
    /// - Parameters:
    ///   - first: the first day that is told; nil: today. What would go out before it goes out, and is not told.
    ///   - days: at least 1.
    ///   - progress: called with each decision's instant and how many messages and tasks there were so far.
    package func forecast(
        from first: CivilDate?, days: Int, rules: (Identifier) -> CaseRules?,
        progress: (Instant, Int) -> Void = { _, _ in }
    ) throws -> Forecast {
        try database.read { transaction in
            let now = try transaction.policyNow()
            let open = try transaction.all(
                """
                SELECT number FROM dunning_case c
                WHERE EXISTS (
                    SELECT 1 FROM account m JOIN invoice i ON i.account_id = m.id AND i.open <> 0 AND i.open > 0
                    WHERE m.id = c.account_id OR m.payer_id = c.account_id)
                ORDER BY number
                """
            ) { $0.int(0) }
            var tally = ForecastTally(now: now, first: first, days: days)
            var agenda = Agenda()
            for number in open { agenda.add(Agenda.Entry(at: now, number: number)) }
            var futures = CaseFutures(ledger: self)
            while let entry = agenda.removeFirst() {
                let (happening, next) = try futures.decide(entry.number, at: entry.at, rules: rules, in: transaction)
                if let happening { tally.note(happening, at: entry.at) }
                if let next, next < tally.end { agenda.add(Agenda.Entry(at: next, number: entry.number)) }
                progress(entry.at, tally.count)
            }
            return Forecast(
                now: now, from: first, days: days, rows: tally.rows, cases: open.count, undecided: futures.undecided)
        }
    }
}

private struct ForecastTally {
    let now: Instant
    let first: CivilDate?
    let days: Int
    /// No creditor's last day is later.
    let end: Instant
    private(set) var count = 0
    private var counted: [Forecast.Row: (count: Int, totalMinor: Int64)] = [:]

    init(now: Instant, first: CivilDate?, days: Int) {
        (self.now, self.first, self.days) = (now, first, days)
        // The clocks of the west are up to 12 hours behind UTC, those of the east up to 14 ahead.
        end = Zone.utc.instant((first ?? Zone.utc.date(at: now)).adding(days: days + 2), minute: 0)
    }

    mutating func note(_ happening: CaseFutures.Happening, at instant: Instant) {
        switch happening {
        case .message(let reminder, let facts):
            add(reminder.step.id, reminder.channel, reminder.totalMinor, facts, at: instant)
        case .task(let due, let facts): add(due.step.id, nil, due.totalMinor, facts, at: instant)
        }
    }

    private mutating func add(
        _ step: String, _ channel: Channel?, _ totalMinor: Int64, _ facts: CaseFacts, at instant: Instant
    ) {
        let first = first ?? facts.creditorZone.date(at: now)
        let day = facts.creditorZone.date(at: instant)
        guard (first...first.adding(days: days - 1)).contains(day) else { return }
        count += 1
        let row = Forecast.Row(day: day, step: step, channel: channel, currency: facts.currency)
        let known = counted[row] ?? (0, 0)
        counted[row] = (known.count + 1, known.totalMinor + totalMinor)
    }

    var rows: [Forecast.Row] {
        counted.map { row, sums in
            var row = row
            (row.count, row.totalMinor) = (sums.count, sums.totalMinor)
            return row
        }.sorted {
            ($0.day, $0.step, $0.channel?.rawValue ?? "", $0.currency)
                < ($1.day, $1.step, $1.channel?.rawValue ?? "", $1.currency)
        }
    }
}
