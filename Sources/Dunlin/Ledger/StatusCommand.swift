import ArgumentParser
import Contracts
import Foundation
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin status`: the fleet at a glance.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows the ledger in numbers, attempts by state, and the broker's queues and consumers.",
        discussion: """
            Queues are shown if RabbitMQ's management API is named; a user with the tag monitoring is enough. A broker \
            that does not answer is told after what the ledger says, with exit code 69.

              dunlin status --store ledger.sqlite --management http://monitor:secret@localhost:15672
            """)

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var managementOptions: ManagementOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    private var isBrokerNamed: Bool {
        let environment = ProcessInfo.processInfo.environment
        return [
            managementOptions.management, environment["DUNLIN_MANAGEMENT_URL"],
            environment["DUNLIN_MANAGEMENT_URL_FILE"],
        ].contains { $0?.isEmpty == false }
    }

    /// The creditors' own limits. A folder that cannot be read is no reason to tell nothing: each has the standard then.
    private var limits: (rules: (Identifier) -> CaseRules?, creditors: [Identifier]) {
        do {
            let rulebook = try configOptions.loaded()
            return ({ rulebook.rules(for: $0) }, rulebook.creditors.map(\.id))
        } catch {
            StandardError.say("dunlin: the configuration cannot be read, so no creditor's own limit of facts is known")
            return ({ _ in nil }, [])
        }
    }

    func run() throws {
        let broker = try isBrokerNamed ? managementOptions.connected() : nil
        var report = try storeOptions.use(.read) { ledger in
            let (rules, named) = limits
            let creditors = try ledger.creditors() + named
            return StatusReport(
                ledger: try ledger.status(), freshness: try ledger.freshness(of: creditors, rules: rules))
        }
        var silence: Failure?
        if let broker {
            do throws(Failure) {
                report.broker = try QueueStatus(of: broker)
            } catch {
                silence = error
            }
        }
        if json {
            try StandardOutput.say(json: report)
        } else {
            try StandardOutput.say(report.lines(wasAsked: broker != nil))
        }
        if let silence { throw silence }
    }
}

struct StatusReport: Encodable {
    var ledger: FleetStatus
    /// Of each creditor that is known from facts or configured.
    var freshness: [FreshnessStanding]
    /// nil: not asked, or no answer.
    var broker: QueueStatus?

    func lines(wasAsked: Bool) -> [String] {
        var lines = ledger.killSwitches.map { killSwitch in
            "KILL SWITCH    \(killSwitch.subject), since \(killSwitch.at) by \(killSwitch.actor): \(killSwitch.reason)"
        }
        lines += [
            "Clock          \(ledger.clock), \(ledger.now)",
            "Configuration  \(ledger.config.map { String($0.prefix(12)) } ?? "none is active: run 'dunlin config activate'")",
            "Accounts       \(ledger.accounts)",
            "Invoices       \(ledger.invoices), \(ledger.openInvoices) open",
            "Cases          \(ledger.cases), \(ledger.dueCases) due now",
        ]
        lines += section("Attempts by state", ledger.attemptsByState)
        lines += section("Stopped before sending, by reason", ledger.stoppedByReason)
        lines += section("Cases held though something is due, by reason", ledger.heldCases)
        lines += section("Open tasks", ledger.openTasks)
        let doubts = [
            (
                "Crossed", ledger.crossed,
                "attempts; a fact that would have stopped them came while they were on the wire"
            ),
            (
                "Refused", ledger.incomplete,
                "events; their accounts, or creditors as a whole, rest until they are mended"
            ),
        ].filter { $0.1 > 0 }
        if !doubts.isEmpty { lines.append("") }
        lines += doubts.map { name, count, meaning in
            name + String(repeating: " ", count: 15 - name.count) + "\(count) \(meaning)"
        }
        lines += ages
        lines.append("")
        if let broker { return lines + broker.lines }
        return lines
            + [wasAsked ? "queues: no answer" : "queues: not asked; give --management URL or set DUNLIN_MANAGEMENT_URL"]
    }

    /// Where the age of a creditor's facts is, or may become, a reason to send nothing.
    private var ages: [String] {
        if freshness.isEmpty { return [] }
        var table = TextTable([
            ("Facts by creditor", .left), ("GATE", .left), ("LIMIT", .right), ("TOLD UP TO", .left), ("", .left),
        ])
        for entry in freshness {
            let remark =
                switch entry.state {
                case .off: "no heartbeat has come: no age limit"
                case .on: ""
                case .holding:
                    entry.since.map { "nothing is sent since \($0)" } ?? "nothing is sent: no heartbeat has come"
                }
            table.add([
                "  \(entry.creditor)", entry.state.rawValue, entry.limitSeconds.map { "\($0) s" } ?? "",
                entry.asOf.map { "\($0)" } ?? "", remark,
            ])
        }
        return [""] + table.lines
    }

    private func section(_ title: String, _ counts: [String: Int64]) -> [String] {
        if counts.isEmpty { return [] }
        var table = TextTable([(title, .left), ("", .right)])
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) {
            table.add(["  " + (name.isEmpty ? "no reason given" : name), "\(count)"])
        }
        return [""] + table.lines
    }
}
