import ArgumentParser
import Contracts
import Foundation
import Ledger
import Policy

/// `dunlin simulate`: what the fleet would do with these events in these days.
struct SimulateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Plays events against a clock of its own and tells each decision; nothing is sent.",
        discussion: """
            Events enter at their time, those before --from too; decisions are told of the days from --from to --to, \
            both included, in the creditor's zone. Books, rules and planning are the fleet's; every message counts as \
            accepted when it falls due. Needs neither broker nor ledger nor network.

            --json tells one line for each decision: at (when it fell due), creditor, account, currency, action (send, \
            hold, skip or close), step, channel, template, tone, contact, reason, rule, invoices, total, days_past_due. \
            A hold or skip is told when step or reason change. Without it: a calendar and totals.

            A line that is no event is named on standard error, and the exit code is 1; events of creditors without \
            rules are counted and left out.

              dunlin simulate --events events.ndjson --from 2026-11-01 --to 2026-11-30
              dunlin simulate --events - --policy stricter.yaml --from 2026-11-01 --to 2026-11-30 --json
            """)

    @Option(
        help: ArgumentHelp(
            "Events as upstream publishes them, one a line; - for standard input.", valueName: "file"))
    var events: String

    @Option(help: ArgumentHelp("The policy of all creditors. Default: the one that ships.", valueName: "file"))
    var policy: String?

    @Option(help: ArgumentHelp("The creditor of the events. Default: the one that ships.", valueName: "file"))
    var creditor: String?

    @Option(help: ArgumentHelp("The first day, YYYY-MM-DD.", valueName: "date"))
    var from: CivilDate

    @Option(help: ArgumentHelp("The last day, YYYY-MM-DD.", valueName: "date"))
    var to: CivilDate

    @Flag(help: "Tell each decision as a line of JSON.")
    var json = false

    func validate() throws {
        guard from <= to else { throw ValidationError("--from is after --to") }
    }

    func run() throws {
        let rules = try SimulationRules(policy: policy, creditor: creditor)
        let input = try SimulationInput(try InputFile(events), rules: rules)
        for (creditor, count) in input.foreign.sorted(by: { $0.key < $1.key }) {
            StandardError.say("\(input.name): creditor '\(creditor)' has no rules here: \(count) events left out")
        }
        if input.events.isEmpty, !input.foreign.isEmpty {
            throw Failure(
                .configuration, "nothing was simulated", remedy: "give --creditor FILE for the creditor of the events")
        }
        let result = try simulate(input, rules)
        for conflict in result.conflicts {
            StandardError.say("\(input.name):\(conflict.line): $.data \(conflict.reason) (id \(conflict.event))")
        }
        if json {
            try say(result.lines)
        } else {
            try StandardOutput.say(SimulationCalendar(result.lines) { rules.rules(of: $0)?.zone ?? .utc }.lines)
        }
        let (refused, days) = (input.refused + result.conflicts.count, to.days(since: from) + 1)
        StandardError.say(
            "simulated \(input.events.count) events of \(input.accounts) accounts over \(days) days: "
                + "\(result.lines.count) decisions told, \(refused) events refused")
        if refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private func simulate(_ input: SimulationInput, _ rules: SimulationRules) throws(Failure) -> Simulation.Result {
        try Failure.reporting {
            let progress = SimulationProgress(until: to)
            let simulation = Simulation(days: from...to) { rules.rules(of: $0) }
            return try simulation.run(input.events, until: rules.end(of: to)) { progress.note($0, decisions: $1) }
        }
    }

    private func say(_ lines: [DecisionLine]) throws(Failure) {
        var file = try OutputFile("-")
        var bytes: [UInt8] = []
        for line in lines {
            bytes.removeAll(keepingCapacity: true)
            line.append(jsonTo: &bytes)
            try file.write(line: bytes)
        }
        try file.finish()
    }
}
