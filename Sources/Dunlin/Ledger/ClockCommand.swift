import ArgumentParser
import Contracts
import Ledger
import Policy
import Store

/// `dunlin clock`: the time that policies go by.
struct ClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Shows policy time, and moves it in a ledger that was made with a test clock.",
        discussion: "Leases, time-outs, retries and signatures always go by real time.",
        subcommands: [ClockShowCommand.self, ClockSetCommand.self, ClockAdvanceCommand.self],
        defaultSubcommand: ClockShowCommand.self)
}

struct ClockShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows policy time.")

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var form: ClockForm

    func run() throws {
        let clock = try storeOptions.use(.read) { try $0.clock() }
        try form.say(clock.kind, clock.now)
    }
}

struct ClockSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Moves a test clock to a time; never back.",
        discussion: "  dunlin clock set 2026-11-24T10:00 --zone Europe/Berlin")

    @Argument(help: ArgumentHelp("RFC 3339, or local like 2026-11-24T10:00 with --zone.", valueName: "time"))
    var moment: Moment

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var form: ClockForm

    func validate() throws {
        _ = try moment.instant(in: form.zone)
    }

    func run() throws {
        let instant = try moment.instant(in: form.zone)
        let now = try storeOptions.use(.write) { try $0.setClock { _ in instant } }
        try form.say(.test, now)
    }
}

struct ClockAdvanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Moves a test clock on by a length of time.",
        discussion: "  dunlin clock advance 1d12h")

    @Argument(help: ArgumentHelp("Like 90m, 36h, 2d or 1d12h; a day has 24 hours.", valueName: "duration"))
    var span: TimeSpan

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var form: ClockForm

    func run() throws {
        let now = try storeOptions.use(.write) { ledger in
            try ledger.setClock { $0.adding(.seconds(span.seconds)) }
        }
        try form.say(.test, now)
    }
}

/// How the clock is told.
struct ClockForm: ParsableArguments {
    @Option(help: ArgumentHelp("The zone of local times, like Europe/Berlin.", valueName: "name"))
    var zone: Zone?

    @Flag(help: "Tell it as JSON.")
    var json = false

    func say(_ kind: Ledger.ClockKind, _ now: Instant) throws(Failure) {
        if json {
            return try StandardOutput.say(json: Reading(clock: kind.rawValue, now: now, zone: zone?.name))
        }
        let local = zone.map { zone in
            " (\(zone.date(at: now).weekday) \(WallClock(zone: zone).text(now)) \(zone.name))"
        }
        try StandardOutput.say(["\(kind.rawValue) clock: \(now)\(local ?? "")"])
    }

    private struct Reading: Encodable {
        var clock: String
        var now: Instant
        var zone: String?
    }
}
