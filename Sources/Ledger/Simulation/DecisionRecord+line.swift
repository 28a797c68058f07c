import Contracts
import Policy

extension DecisionRecord {
    func line(sending reminder: Reminder) -> DecisionLine {
        var line = line(.send, at: at, step: reminder.step.id, reason: nil, naming: reminder.items)
        line.channel = reminder.channel
        line.template = reminder.template
        line.tone = reminder.tone?.rawValue
        line.contact = reminder.contact.contact
        line.totalMinor = reminder.totalMinor
        return line
    }

    /// What the step of a message costs, if it costs anything.
    func line(chargingFor reminder: Reminder) -> DecisionLine? {
        guard let fee = reminder.fee(in: facts.currency) else { return nil }
        var line = line(.fee, at: at, step: reminder.step.id, reason: fee.basis, naming: reminder.items)
        line.totalMinor = fee.minor
        return line
    }

    func line(opening due: DueTask) -> DecisionLine {
        var line = line(
            .task, at: at, step: due.step.id, reason: due.task.kind.rawValue, naming: due.items)
        line.tone = due.step.tone?.rawValue
        line.totalMinor = due.totalMinor
        return line
    }

    func line(telling standing: PromiseStanding) -> DecisionLine {
        var line = line(.promise, at: at, step: nil, reason: standing.outcome.rawValue, naming: [])
        line.invoices = standing.promise.invoices.sorted()
        line.totalMinor = standing.promise.amountMinor
        return line
    }

    /// - Parameter items: in any order; the total is what is open on them, less what is unapplied, at least 0.
    func line(
        _ action: DecisionLine.Action, at: Instant, step: String?, reason: String?, naming items: [OpenItem]
    ) -> DecisionLine {
        let today = facts.creditorZone.date(at: at)
        let open = items.reduce(0) { $0 + $1.openMinor }
        return DecisionLine(
            at: at, creditor: facts.creditor, account: facts.account, currency: facts.currency, action: action,
            step: step, channel: nil, template: nil, tone: nil, contact: nil, reason: reason,
            rule: step.map { policy.id + "/" + $0 }, invoices: items.map(\.invoice).sorted(),
            totalMinor: items.isEmpty ? nil : max(0, open - facts.unappliedMinor),
            daysPastDue: items.map(\.dueOn).min().map { today.days(since: $0) })
    }

    /// The reminder that would be due on the day of the decision if nothing rested, covered or limited the case and
    /// everybody could be reached; nil: no step is due.
    ///
    /// Its amounts and contact mean nothing.
    var reminderBehindObstacle: Reminder? {
        var facts = facts
        facts.unappliedMinor = 0
        facts.stop = nil
        facts.promises = []
        let isStopped = action.isStopped
        for index in facts.items.indices {
            if isStopped { (facts.items[index].stop, facts.items[index].rests) = (nil, []) }
            facts.items[index].openMinor = Money.largestMinor
        }
        facts.contacts = Set(policy.steps.map(\.role)).map { role in
            ContactFacts(
                contact: "anybody", role: role, name: nil, email: "anybody@example.com", language: nil,
                hasOptedOut: false, isUndeliverable: false)
        }
        var history = history
        history.contacts = []
        // Within the window of the same day, else when it opens next.
        let midnight = facts.creditorZone.instant(facts.creditorZone.date(at: at), minute: 0)
        let opening = policy.window.opening(from: midnight, in: facts.accountZone)
        let isToday = facts.creditorZone.date(at: opening) == facts.creditorZone.date(at: at)
        let now = isToday ? opening : policy.window.opening(from: at, in: facts.accountZone)
        guard case .send(let reminder) = policy.decision(on: facts, after: history, now: now).action else { return nil }
        var found = reminder
        found.items = reminder.items.compactMap { item in self.facts.items.first { $0.invoice == item.invoice } }
        return found
    }
}

extension Decision.Action {
    /// What a decision means to those who read it.
    enum Summary {
        case send(Reminder)
        case task(DueTask)
        /// Nothing is due yet.
        case silent
        case nothingOpen
        case obstacle(DecisionLine.Action, String)
    }

    var summary: Summary {
        switch self {
        case .send(let reminder): .send(reminder)
        case .task(let due): .task(due)
        case .wait(_, .step), .wait(_, .window), .wait(_, .law), .wait(_, .task): .silent
        case .wait(_, let reason): .obstacle(reason.lineAction, reason.rawValue)
        case .rest(.nothingOpen): .nothingOpen
        case .rest(let reason): .obstacle(reason.lineAction, reason.rawValue)
        }
    }

    /// Whether a dispute, a hold or a doubt is what the case rests for.
    var isStopped: Bool {
        switch self {
        case .wait(_, .held), .wait(_, .disputed), .wait(_, .promised), .rest(.held), .rest(.disputed),
            .rest(.promised), .rest(.factsIncomplete), .rest(.balanceDiffers):
            true
        case .send, .task, .wait, .rest: false
        }
    }
}

extension Decision.WaitReason {
    fileprivate var lineAction: DecisionLine.Action {
        switch self {
        case .step, .window, .task, .budget, .law, .held, .disputed, .promised, .unapplied: .hold
        case .covered, .belowMinimum, .noChannel, .noHour: .skip
        }
    }
}

extension Decision.RestReason {
    fileprivate var lineAction: DecisionLine.Action {
        switch self {
        case .held, .disputed, .promised, .task, .factsIncomplete, .balanceDiffers: .hold
        case .nothingOpen, .covered, .belowMinimum, .stepsTaken, .noChannel, .noHour: .skip
        }
    }
}
