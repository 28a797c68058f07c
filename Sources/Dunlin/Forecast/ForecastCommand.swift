import ArgumentParser
import Contracts
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin forecast`: what goes out in the days to come.
struct ForecastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast",
        abstract: "Tells what goes out in the next days if nothing more is paid, by day, step and channel.",
        discussion: """
            Each open case is decided again and again from the policy clock's instant on, by the rules of the planner, \
            in memory: nothing is written or sent. Every message counts as accepted when it falls due, tasks stay open, \
            promises stay unpaid. Days are those of each creditor's calendar. What messages ask for is added up for \
            each currency; an invoice that is named by two messages counts in both.

            Costs are an estimate: --cost times the number of messages. Give it once for each channel.

              dunlin forecast --store ledger.sqlite --days 14 --cost email=0.001EUR
            """)

    @Option(help: ArgumentHelp("How many days, 1 to 366.", valueName: "n"))
    var days: Int

    @Option(
        help: ArgumentHelp(
            "The first day, YYYY-MM-DD; not before the policy clock's today, which is the default.", valueName: "date"))
    var at: CivilDate?

    @Option(
        help: ArgumentHelp(
            "What one message by a channel costs: \(ChannelCost.form). Default: 0.", valueName: "channel=amount"))
    var cost: [ChannelCost] = []

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON, amounts in minor units, costs as decimal text.")
    var json = false

    func validate() throws {
        guard (1...366).contains(days) else { throw ValidationError("--days is from 1 to 366") }
        guard Set(cost.map(\.channel)).count == cost.count else {
            throw ValidationError("--cost names a channel twice")
        }
    }

    func run() throws {
        // A ledger that isn't there is told before a folder that is wrong.
        _ = try storeOptions.address()
        let rulebook = try configOptions.checked()
        var progress = ForecastProgress()
        let forecast = try storeOptions.use(.read) { ledger in
            try check(first: at, now: try ledger.clock().now)
            return try ledger.forecast(from: at, days: days, rules: rulebook.rules) { progress.note($0, count: $1) }
        }
        if forecast.undecided > 0 {
            StandardError.say(
                "dunlin: \(forecast.undecided) of \(forecast.cases) open cases cannot be decided: their account was not "
                    + "told of, or the configuration does not have the creditor")
        }
        let report = ForecastReport(forecast, costs: cost)
        if json { return try StandardOutput.say(json: report) }
        try StandardOutput.say(report.lines)
    }

    private func check(first: CivilDate?, now: Instant) throws(Failure) {
        // West of Greenwich it may still be the day before.
        guard let first, first < Zone.utc.date(at: now).adding(days: -1) else { return }
        throw Failure(
            .usage, "--at \(first) lies before the policy clock's day, \(Zone.utc.date(at: now))",
            remedy: "name that day or a later one")
    }
}

/// Says every two seconds how far the forecast is, to people who wait at a terminal.
private struct ForecastProgress {
    private let isWatched = StandardError.isTerminal
    private var last = ContinuousClock.now

    mutating func note(_ now: Instant, count: Int) {
        guard isWatched, last.duration(to: .now) >= .seconds(2) else { return }
        last = .now
        StandardError.say("… \("\(now)".prefix(10)), \(count) messages and tasks")
    }
}
