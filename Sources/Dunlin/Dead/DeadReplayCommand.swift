import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin dead replay`: back to where they died.
struct DeadReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Publishes the letters of a plan to their work queues, each confirmed by the broker.",
        discussion: """
            Bodies, ids and the sender's headers are as they were; 'dunlin-gen' grows by one and the retries begin \
            anew. With --canary so many go first, and a canary that comes back as a dead letter within --canary-wait \
            ends the replay there, with exit code 1. If the command is killed, 'dunlin dead resume' goes on; every \
            message has its effect once.

              dunlin dead replay --plan r-1a2b3c --confirm 380 --canary 5 --rate 50
            """)

    @Option(help: "The plan, as 'dunlin dead plan' named it.")
    var plan: String

    @Option(help: "The number of its letters, to show that they are meant.")
    var confirm: Int64

    @Option(help: "Messages a second, 1-5000.")
    var rate = 20

    @Option(help: "So many first; 0 for none.")
    var canary = 0

    @Option(help: "Seconds in which a canary may come back, 1-3600.")
    var canaryWait = 30

    @OptionGroup var options: DeadOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func validate() throws {
        try ReplayPace(rate: rate, canary: canary, canaryWait: canaryWait).validate()
    }

    func run() throws {
        let pace = ReplayPace(rate: rate, canary: canary, canaryWait: canaryWait)
        let order = ReplayOrder(plan: plan, pace: pace, confirmed: confirm)
        try order.run(options, brokerOptions).say(json: json)
    }
}

/// `dunlin dead resume`: a replay that was stopped or killed.
struct DeadResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Goes on with a replay that was killed, or stopped by its canary.",
        discussion: """
            Letters of which the killed run did not say whether they went out are published again, under the same \
            message and replay ids, which the fleet's workers recognise. A canary that was not passed is tried anew \
            with the next letters. Pace and canary are those of before, unless given.
            """)

    @Option(help: "The plan.")
    var plan: String

    @Option(help: "Messages a second, 1-5000.")
    var rate: Int?

    @Option(help: "So many first; 0 for none.")
    var canary: Int?

    @Option(help: "Seconds in which a canary may come back, 1-3600.")
    var canaryWait: Int?

    @OptionGroup var options: DeadOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func validate() throws {
        try ReplayPace(rate: rate ?? 1, canary: canary ?? 0, canaryWait: canaryWait ?? 1).validate()
    }

    func run() throws {
        let order = ReplayOrder(plan: plan, pace: nil, confirmed: nil) { pace in
            ReplayPace(
                rate: rate ?? pace.rate, canary: canary ?? pace.canary, canaryWait: canaryWait ?? pace.canaryWait)
        }
        try order.run(options, brokerOptions).say(json: json)
    }
}

/// `dunlin dead abort`: a plan that is not wanted any more.
struct DeadAbortCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "abort",
        abstract: "Ends a plan for good; letters that were not replayed wait for another one.")

    @Option(help: "The plan.")
    var plan: String

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let report = try options.use(.write) { desk in
            let plan = try desk.ledger.abortReplay(of: plan, author: desk.actor)
            return ReplayPlanReport(plan, try desk.ledger.replayProgress(of: plan.id))
        }
        if json { return try StandardOutput.say(json: report) }
        let open = (report.progress?.open ?? 0)
        try StandardOutput.say(["plan \(report.id) is aborted: \(report.progress?.replayed ?? 0) replayed, \(open) not"]
        )
    }
}

extension ReplayPace {
    fileprivate func validate() throws(ValidationError) {
        guard (1...5000).contains(rate) else { throw ValidationError("--rate is 1 to 5000 a second") }
        guard (0...100_000).contains(canary) else { throw ValidationError("--canary is 0 to 100000") }
        guard (1...3600).contains(canaryWait) else { throw ValidationError("--canary-wait is 1 to 3600 seconds") }
    }
}
