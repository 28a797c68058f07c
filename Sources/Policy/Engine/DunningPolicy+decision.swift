import Contracts

extension DunningPolicy {
    /// Decides what is due for a case.
    ///
    /// The result is the same for the same arguments. Nothing is selected because a day equals another: a late step is
    /// due from its day on, so an outage delays it and never skips it.
    package func decision(on facts: CaseFacts, after history: ContactHistory, now: Instant) -> Decision {
        let today = facts.creditorZone.date(at: now)
        let standing = Standing(of: facts, under: self, at: now)
        let lapsed = lapsedSteps(of: standing.items, facts, after: history, today: today)
        func decide(_ action: Decision.Action) -> Decision { Decision(action: action, lapsed: lapsed) }

        if facts.items.isEmpty { return decide(.rest(.nothingOpen)) }
        if let stop = facts.stop { return decide(stop.action) }
        guard standing.items.contains(where: { $0.stop == nil }) else { return decide(standing.rest) }
        if let end = unapplied.end(ofHoldOn: facts), end > now { return decide(.wait(until: end, .unapplied)) }
        let question = OpenQuestion(
            facts: facts, history: history, now: now, today: today, standing: standing,
            episode: Episode(of: facts, after: history))
        return decide(consolidation == .invoice ? actionByInvoice(on: question) : actionByAccount(on: question))
    }

    private func actionByAccount(on question: OpenQuestion) -> Decision.Action {
        action(
            on: question, items: question.standing.items, tasks: question.episode.tasks, taken: question.episode.taken,
            occurrence: nil, unappliedMinor: question.facts.unappliedMinor)
    }

    /// The first of the ladders, by the age of their invoices, on which something is to be done; else the first instant
    /// that one of them waits for. What is unapplied counts for the oldest invoices first.
    private func actionByInvoice(on question: OpenQuestion) -> Decision.Action {
        let taken = Dictionary(grouping: question.episode.taken, by: \.instance.occurrence)
        let tasks = Dictionary(grouping: question.episode.tasks, by: \.instance.occurrence)
        var unappliedMinor = question.facts.unappliedMinor
        var result: Decision.Action?
        for item in question.standing.items where item.stop == nil {
            let occurrence = item.occurrenceAlone
            let action = action(
                on: question, items: [item], tasks: tasks[occurrence] ?? [], taken: taken[occurrence] ?? [],
                occurrence: occurrence, unappliedMinor: unappliedMinor)
            switch action {
            case .send, .task: return action
            case .wait, .rest: result = result.map { Self.earlier($0, action) } ?? action
            }
            unappliedMinor = max(0, unappliedMinor - item.openMinor)
        }
        // A ladder that waits for a person does not keep those of stopped invoices from going on.
        if case .rest = result, let change = question.standing.change {
            return .wait(until: change.at, change.reason)
        }
        return result ?? question.standing.rest
    }

    private static func earlier(_ first: Decision.Action, _ second: Decision.Action) -> Decision.Action {
        guard case .wait(let until, _) = second else { return first }
        guard case .wait(let other, _) = first else { return second }
        return until < other ? second : first
    }
}

/// What one decision is about.
struct OpenQuestion: Sendable {
    var facts: CaseFacts
    var history: ContactHistory
    var now: Instant
    /// In the creditor's calendar.
    var today: CivilDate
    var standing: Standing
    var episode: Episode
}

extension Standing {
    /// What follows while all items are stopped.
    fileprivate var rest: Decision.Action {
        if let change { return .wait(until: change.at, change.reason) }
        if items.contains(where: { $0.stop?.reason == .disputed }) { return .rest(.disputed) }
        return items.contains { $0.stop?.reason == .promised } ? .rest(.promised) : .rest(.held)
    }
}

extension UnappliedCashRules {
    /// When the wait for an allocation ends; nil: there is none.
    fileprivate func end(ofHoldOn facts: CaseFacts) -> Instant? {
        guard holdDays > 0, facts.unappliedMinor > 0, let since = facts.unappliedSince else { return nil }
        return facts.creditorZone.instant(since.adding(days: holdDays), minute: 0)
    }
}
