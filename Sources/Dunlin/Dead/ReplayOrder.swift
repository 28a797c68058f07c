import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// A replay or a resume, as it was asked for.
struct ReplayOrder {
    let plan: String
    /// nil: the plan's own.
    let pace: ReplayPace?
    /// nil: a resume.
    let confirmed: Int64?
    var change: (ReplayPace) -> ReplayPace = { $0 }

    func run(_ options: DeadOptions, _ brokerOptions: BrokerOptions) throws(Failure) -> ReplayEnding {
        let url = try brokerOptions.url()
        return try options.use(.write) { desk in
            // A broker that is not there is told before the plan counts as begun.
            let publisher = try brokerOptions.connected()
            defer { publisher.close() }
            let collector = try DeadLetterCollector(url: url, patience: .seconds(brokerOptions.timeout), desk: desk)
            let runner = MessageID.fresh()
            let begun = try begin(desk, runner)
            guard let pace = begun.pace else { throw ReplayProblem.wrongState(plan, begun.state) }
            let run = try ReplayRun(
                desk: desk, plan: begun, pace: pace, runner: runner, publisher: publisher, collector: collector)
            _ = try run.run()
            return ReplayEnding(
                plan: ReplayPlanReport(
                    try desk.ledger.replayPlan(plan), try desk.ledger.replayProgress(of: plan)),
                seconds: run.seconds, rate: run.seconds > 0 ? Double(run.published) / run.seconds : 0)
        }
    }

    /// A run that was killed looks alive until its lease ends: a resume waits for that, a replay does not.
    private func begin(_ desk: DeadDesk, _ runner: String) throws -> ReplayPlan {
        var seen: Instant?
        while true {
            let known = try desk.ledger.replayPlan(plan)
            do {
                return try desk.ledger.beginReplay(
                    of: plan, runner: runner, author: desk.actor, pace: pace ?? known.pace.map(change),
                    confirmed: confirmed, lease: ReplayRun.lease)
            } catch ReplayProblem.runsElsewhere(let other, let until) where confirmed == nil {
                if let seen, until > seen { throw ReplayProblem.runsElsewhere(runner: other, until: until) }
                if seen == nil { StandardError.say("… waiting until \(until), should the last run still be alive") }
                seen = until
                Thread.sleep(forTimeInterval: max(0.05, until.since(.now) / .seconds(1) + 0.05))
            }
        }
    }
}

/// What a replay came to.
struct ReplayEnding: Encodable {
    var plan: ReplayPlanReport
    /// Publishing after the canary, if there was one.
    var seconds: Double
    /// Messages a second in that time.
    var rate: Double

    /// - Throws: exit code 1 unless every letter was replayed or left to somebody else.
    func say(json: Bool) throws {
        let progress = plan.progress ?? ReplayProgress()
        if json {
            try StandardOutput.say(json: self)
        } else {
            var line = "plan \(plan.id) is \(plan.state): \(progress.replayed) replayed"
            if progress.refused > 0 { line += ", \(progress.refused) refused" }
            if progress.passedOver > 0 { line += ", \(progress.passedOver) taken by somebody else before" }
            if progress.returned > 0 { line += ", \(progress.returned) came back" }
            if progress.open > 0 { line += ", \(progress.open) not tried" }
            try StandardOutput.say([line])
        }
        if plan.state != ReplayPlan.State.done.rawValue || progress.refused > 0 {
            throw ExitCode(ExitReason.refused.rawValue)
        }
    }
}
