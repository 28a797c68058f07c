import ArgumentParser
import Contracts
import Foundation
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin ledger init`: a ledger that is ready for the fleet.
struct LedgerInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Creates the ledger, or brings it up to date, and activates the configuration.",
        discussion: """
            The configuration folder is read and checked first; if anything is wrong with it, nothing is done. An \
            existing ledger keeps its facts and its clock. Running the command again changes nothing.

              dunlin ledger init --store /var/lib/dunlin/ledger.sqlite
              dunlin ledger init --store postgres://dunlin@db.example.com/dunlin
              dunlin ledger init --store demo.sqlite --clock test --at 2026-11-24T10:00 --zone Europe/Berlin
            """)

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Option(
        help: "Where policy time comes from: system, or test for one that 'dunlin clock' moves. Settled for ever.")
    var clock: Ledger.ClockKind?

    @Option(help: ArgumentHelp("Where a new test clock starts, RFC 3339, or local with --zone.", valueName: "time"))
    var at: Moment?

    @Option(help: ArgumentHelp("The zone of a local --at, like Europe/Berlin.", valueName: "name"))
    var zone: Zone?

    @Flag(help: "Tell what was done as JSON.")
    var json = false

    func validate() throws {
        _ = try at?.instant(in: zone)
        guard clock != .system || at == nil else { throw ValidationError("--at is for --clock test") }
        guard clock != nil || at == nil else { throw ValidationError("--at needs --clock test") }
    }

    func run() throws {
        let address = try storeOptions.address()
        let rulebook = try configOptions.checked()
        let start = try at?.instant(in: zone)
        let isNew = try Failure.reporting { try !Ledger.exists(at: address) }
        if isNew, clock == .test, start == nil {
            throw Failure(.usage, "a test clock needs its first time", remedy: "add --at 2026-11-24T09:00:00Z")
        }
        let done = try Failure.reporting {
            let ledger = try open(address, start: start)
            let before = try ledger.activeConfig()
            try ledger.activate(config: rulebook.hash, rulebook.versions)
            let clock = try ledger.clock()
            return Done(
                ledger: address.description, created: isNew, clock: clock.kind.rawValue, now: clock.now,
                config: rulebook.hash,
                activated: before != rulebook.hash, before: before)
        }
        if json { return try StandardOutput.say(json: done) }
        try StandardOutput.say(done.lines)
    }

    private func open(_ address: StoreAddress, start: Instant?) throws -> Ledger {
        // An existing clock stands whatever instant is given here.
        guard clock == nil else {
            return try Ledger.create(at: address, testClock: clock == .test ? start ?? .distantPast : nil)
        }
        do {
            return try Ledger.create(at: address, testClock: nil)
        } catch LedgerError.clockIsSettled {
            return try Ledger.create(at: address, testClock: .distantPast)
        }
    }

    private struct Done: Encodable {
        var ledger: String
        var created: Bool
        var clock: String
        var now: Instant
        var config: String
        /// Whether the configuration was another one before.
        var activated: Bool
        var before: String?

        var lines: [String] {
            let was = before.map { ", was \($0.prefix(12))" } ?? ""
            return [
                "\(created ? "created" : "found") the ledger \(ledger)",
                clock == Ledger.ClockKind.test.rawValue
                    ? "policy time is a test clock's: \(now)" : "policy time is the system's: \(now)",
                activated
                    ? "activated configuration \(config.prefix(12))\(was)"
                    : "configuration \(config.prefix(12)) was active already",
            ]
        }
    }
}

extension Ledger.ClockKind: ExpressibleByArgument {}
