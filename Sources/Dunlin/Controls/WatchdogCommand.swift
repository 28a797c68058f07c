import ArgumentParser
import Contracts
import Ledger
import Store

/// `dunlin watchdog`: was sent what should have been?
struct WatchdogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watchdog",
        abstract: "Compares, hour by hour, what was meant to go out with what became of it.",
        discussion: """
            Hours are those of the ledger's policy clock, in UTC, in which a message was planned last. Each message is \
            accepted, rejected, cancelled with a reason, parked, unknown or waiting; one that is on its way for longer than \
            --patience, or a case that is due and that no planner decides, is missing: nobody can say why. Exit code 2 if \
            anything is missing.

              dunlin watchdog --hours 24
            """)

    @Option(help: "So many hours, the current one included, 1-744.")
    var hours = 24

    @Option(help: "How many minutes a message may be on its way, in real time, 1-1440.")
    var patience = 45

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func validate() throws {
        guard (1...744).contains(hours) else { throw ValidationError("--hours is 1 to 744") }
        guard (1...1440).contains(patience) else { throw ValidationError("--patience is 1 to 1440 minutes") }
    }

    func run() throws {
        let watchdog = try storeOptions.use(.read) {
            try $0.watchdog(hours: hours, patience: .seconds(60 * patience))
        }
        if json {
            try StandardOutput.say(json: watchdog)
        } else {
            try StandardOutput.say(Self.lines(of: watchdog))
        }
        if let gap = watchdog.gaps.first {
            let count = watchdog.gaps.reduce(0) { $0 + $1.count }
            throw Failure(
                .differs,
                "\(count) \(count == 1 ? "message is" : "messages are") missing, the first since \(gap.since)",
                remedy: "see which worker stands still: 'dunlin status' shows queues and consumers")
        }
    }

    static func lines(of watchdog: Watchdog) -> [String] {
        var table = TextTable([
            ("HOUR", .left), ("EXPECTED", .right), ("ACCEPTED", .right), ("REJECTED", .right), ("CANCELLED", .right),
            ("PARKED", .right), ("UNKNOWN", .right), ("WAITING", .right), ("MISSING", .right),
        ])
        for hour in watchdog.hours {
            table.add(
                ["\(hour.start)"]
                    + [
                        hour.expected, hour.accepted, hour.rejected, hour.cancelled, hour.parked, hour.unknown,
                        hour.waiting, hour.missing,
                    ].map { "\($0)" })
        }
        var lines = table.isEmpty ? ["nothing was planned since \(watchdog.from)"] : table.lines
        let reasons = watchdog.hours.reduce(into: [:]) { $0.merge($1.cancelledByReason, uniquingKeysWith: +) }
        if !reasons.isEmpty {
            var table = TextTable([("Cancelled, by reason", .left), ("", .right)])
            for (reason, count) in reasons.sorted(by: { $0.key < $1.key }) {
                table.add(["  " + (reason.isEmpty ? "no reason given" : reason), "\(count)"])
            }
            lines += [""] + table.lines
        }
        guard !watchdog.gaps.isEmpty else { return lines }
        var gaps = TextTable([("MISSING", .left), ("COUNT", .right), ("SINCE", .left), ("FOR EXAMPLE", .left)])
        for gap in watchdog.gaps { gaps.add([gap.kind.rawValue, "\(gap.count)", "\(gap.since)", gap.example]) }
        return lines + [""] + gaps.lines
    }
}
