import ArgumentParser
import Contracts
import Ledger
import Store

/// `dunlin dead plan`: the dry run of a replay, and the snapshot that it will go by.
struct DeadPlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Writes down which waiting letters a replay would publish, and publishes nothing.",
        discussion: """
            The plan is a snapshot: letters that come later are never part of it. Nothing but the plan is written; the \
            broker is not asked.
            """)

    @OptionGroup var whereOption: WhereOption
    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let filter = try whereOption.filter()
        let (plan, groups) = try options.use(.write) { desk in
            let plan = try desk.ledger.planReplay(filter, author: desk.actor)
            let inPlan = DeadLetterSelection(DeadLetter.State.allCases, plan: plan.id)
            return (plan, try desk.ledger.deadLetterGroups(inPlan))
        }
        if json { return try StandardOutput.say(json: Report(plan: ReplayPlanReport(plan), groups: groups)) }
        try StandardOutput.say(
            ["plan \(plan.id): \(plan.letters) letters"] + DeadLetterGroup.lines(groups) + [
                "replay them with: dunlin dead replay --plan \(plan.id) --confirm \(plan.letters)"
            ])
    }

    private struct Report: Encodable {
        var plan: ReplayPlanReport
        var groups: [DeadLetterGroup]
    }
}

/// `dunlin dead plans`: what was planned and how far it is.
struct DeadPlansCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plans", abstract: "Lists replay plans with what has become of their letters.")

    @OptionGroup var options: DeadOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let reports = try options.use(.read) { desk in
            try desk.ledger.replayPlans().map { plan in
                ReplayPlanReport(plan, try desk.ledger.replayProgress(of: plan.id))
            }
        }
        if json {
            for report in reports { try StandardOutput.say(json: report) }
            return
        }
        var table = TextTable([
            ("PLAN", .left), ("STATE", .left), ("AUTHOR", .left), ("AT", .left), ("LETTERS", .right),
            ("REPLAYED", .right), ("RETURNED", .right), ("OPEN", .right), ("CONDITION", .left),
        ])
        for report in reports {
            table.add([
                report.id, report.state, report.author, "\(report.at)", "\(report.letters)",
                "\(report.progress?.replayed ?? 0)", "\(report.progress?.returned ?? 0)",
                "\((report.progress?.open ?? 0) + (report.progress?.inDoubt ?? 0))", report.condition,
            ])
        }
        try StandardOutput.say(table.lines)
    }
}

/// A replay plan as a line of JSON.
struct ReplayPlanReport: Encodable {
    var id: String
    var condition: String
    var author: String
    var at: Instant
    var letters: Int64
    var state: String
    var progress: ReplayProgress?

    init(_ plan: ReplayPlan, _ progress: ReplayProgress? = nil) {
        id = plan.id
        condition = plan.condition
        author = plan.author
        at = plan.at
        letters = plan.letters
        state = plan.state.rawValue
        self.progress = progress
    }
}
