import AMQP
import Contracts
import Faults
import Foundation
import Ledger
import Links
import Logging
import Metrics
import Policy
import Rulebook
import Worker

/// What the planner does between batches: plan what is due, publish what was left behind, sweep up after the dead.
struct PlanningDesk {
    private let ledger: Ledger
    private let folder: URL
    private let links: LinkMaker
    private let outbound: Outbound
    private let dispatchTimeout: Duration
    private let logger: Logger
    // From 0 on, so that the first one is seen as a rise.
    private let unknown = Counter(label: "dunlin_attempts_unknown_total")
    /// nil: the audit log stays in the ledger.
    private var auditDesk: AuditDesk?
    private var rulebook: Rulebook
    private(set) var notReady: [String] = []

    private var isBusy = false
    private var nextPlanning = ContinuousClock.now
    private var nextSweep = ContinuousClock.now
    private var nextReload = ContinuousClock.now
    private var nextGauges = ContinuousClock.now
    private let gauges = FleetGauges()

    private let source = "dunlin/planner"
    /// With more events waiting planning rests, but not longer than this.
    private let longestRest = Duration.seconds(10)
    private let sweepInterval = Duration.seconds(5)
    /// Commands of planners that died are published again after this.
    private let orphanAge = Duration.seconds(30)
    private let casesPerPass = 128

    init(
        ledger: Ledger, folder: URL, links: LinkMaker, outbound: Outbound, dispatchTimeout: Duration,
        auditDesk: AuditDesk?, logger: Logger
    ) throws {
        self.ledger = ledger
        self.folder = folder
        self.links = links
        self.outbound = outbound
        self.dispatchTimeout = dispatchTimeout
        self.logger = logger
        self.auditDesk = auditDesk
        rulebook = try Rulebook.load(folder: folder)
        if try ledger.activeConfig() == nil { try ledger.activate(config: rulebook.hash, rulebook.versions) }
    }

    /// A batch was applied; a full one means that more events wait.
    mutating func noteBatch(isFull: Bool) {
        isBusy = isFull
    }

    /// A message for the feed; what follows from the same cause has the same id again.
    func feed(_ payload: Payload, after cause: String, _ number: Int) -> Message {
        Message(
            id: MessageID.named("feed", payload.type.rawValue, cause, String(number)), source: source, time: .now,
            payload: payload)
    }

    mutating func work() throws -> IdleEffects? {
        let now = ContinuousClock.now
        var publish: [OutgoingMessage] = []
        var dispatches: [Dispatch] = []
        if now >= nextSweep {
            nextSweep = now.advanced(by: sweepInterval)
            let swept = try ledger.sweep(dispatchTimeout: dispatchTimeout)
            if swept.givenBack + swept.unknown > 0 { Faults.pass("planner.after-sweep-before-publish") }
            note(swept)
            publish += swept.feed.enumerated().map { outbound.message(feed($1, after: MessageID.fresh(), $0)) }
            dispatches += try ledger.undispatched(olderThan: orphanAge, limit: casesPerPass)
        }
        try tellGauges(at: now)
        var isMore = false
        if !isBusy || now >= nextPlanning {
            nextPlanning = now.advanced(by: longestRest)
            isBusy = false
            let planned = try plan()
            if !planned.dispatches.isEmpty { Faults.pass("planner.after-plan-before-publish") }
            isMore = planned.isMore
            dispatches += planned.dispatches
            publish += planned.feed.enumerated().map { outbound.message(feed($1, after: MessageID.fresh(), $0)) }
        }
        let audit = try auditDesk?.messages()
        if publish.isEmpty, dispatches.isEmpty, audit == nil { return isMore ? IdleEffects(hasMore: true) : nil }
        let first = publish.count
        publish += dispatches.map { outbound.message($0.command, encoded: $0.body) }
        let records = publish.count..<(publish.count + (audit?.messages.count ?? 0))
        publish += audit?.messages ?? []
        let ledger = ledger
        let sent = dispatches.map { ($0.attempt, $0.revision) }
        return IdleEffects(publish: publish, hasMore: isMore || audit?.isMore == true) { refused in
            Faults.pass("planner.after-publish-before-mark")
            // A refused command stays planned and is published again with the other orphans.
            try ledger.markDispatched(sent.enumerated().filter { refused[first + $0.offset] == nil }.map(\.element))
            Faults.pass("planner.after-mark")
            // Of the audit log none is passed over: all of them go out again.
            if let audit, records.allSatisfy({ refused[$0] == nil }) {
                try ledger.noteAuditStreamed(upTo: audit.last)
            }
        }
    }

    private mutating func tellGauges(at now: ContinuousClock.Instant) throws {
        guard now >= nextGauges else { return }
        nextGauges = now.advanced(by: FleetGauges.interval)
        let rulebook = rulebook
        gauges.record(
            try ledger.operatingFigures(of: rulebook.creditors.map(\.id), rules: { rulebook.rules(for: $0) }))
    }

    private mutating func plan() throws -> PlanningResult {
        let (rulebook, links) = (rulebook, links)
        let result = try ledger.planDue(
            limit: casesPerPass, rules: { rulebook.rules(for: $0) }, config: rulebook.hash,
            links: { links.links(case: $0, epoch: $1, attempt: $2) }, source: source)
        if !result.isConfigActive { try reload() } else { notReady = [] }
        if result.cases > 0 { Counter(label: "dunlin_cases_planned_total").increment(by: result.cases) }
        for (hold, count) in result.held {
            Counter(label: "dunlin_messages_held_total", dimensions: [("reason", hold.rawValue)]).increment(by: count)
        }
        for (reason, count) in result.cancelled {
            Counter(label: "dunlin_attempts_cancelled_total", dimensions: [("reason", reason)]).increment(by: count)
        }
        return result
    }

    /// Another configuration was activated: perhaps the folder holds it by now.
    private mutating func reload() throws {
        guard ContinuousClock.now >= nextReload else { return }
        nextReload = ContinuousClock.now.advanced(by: .seconds(5))
        do {
            rulebook = try Rulebook.load(folder: folder)
        } catch {
            notReady = ["configuration: \(error)"]
            return
        }
        let active = try ledger.activeConfig() ?? "none"
        notReady =
            rulebook.hash == active
            ? [] : ["configuration: \(active.prefix(12)) is active, the folder holds \(rulebook.hash.prefix(12))"]
    }

    private func note(_ swept: SweepResult) {
        guard swept.givenBack + swept.unknown + swept.timedOut > 0 else { return }
        logger.warning(
            "took attempts back",
            metadata: [
                "unsent": "\(swept.givenBack)", "unknown": "\(swept.unknown)", "timed-out": "\(swept.timedOut)",
            ])
        unknown.increment(by: swept.unknown)
    }
}
