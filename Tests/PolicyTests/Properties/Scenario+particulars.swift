import Contracts
import Policy

/// What few cases have: parts that rest, promises, plans, instalments, tasks, steps left out.
extension Scenario {
    /// Every second case stays as it is, so that the plain ones are not crowded out.
    mutating func addParticulars(_ chance: inout Chance) {
        guard chance.isOne(in: 2) else { return }
        policy = policy.withParticulars(&chance)
        for index in facts.items.indices { facts.items[index].addParticulars(after: start, policy, &chance) }
        for index in events.indices {
            guard case .issue(var item) = events[index].change else { continue }
            item.addParticulars(after: events[index].at, policy, &chance)
            events[index].change = .issue(item)
        }
        if chance.isOne(in: 8) { facts.leftOut = [chance.pick(policy.steps).id] }
        if facts.unappliedMinor > 0 { facts.unappliedSince = Self.day(of: start).adding(days: -chance.below(3)) }
        for number in 0..<chance.below(3) {
            let at = start.adding(.milliseconds(chance.below(120 * 86_400_000)))
            events.append(Event(at: at, change: .promise(promise(number, at: at, &chance))))
        }
        if chance.isOne(in: 4) {
            let at = start.adding(.milliseconds(chance.below(60 * 86_400_000)))
            events.append(
                Event(
                    at: at,
                    change: .plan(
                        count: chance.between(1...4), every: chance.between(3...30),
                        invoices: chance.between(1...4))))
        }
        for _ in 0..<chance.below(3) {
            let at = start.adding(.milliseconds(chance.below(150 * 86_400_000)))
            events.append(Event(at: at, change: .settleTask(chance.pick([.done, .declined]))))
        }
        events.sort { $0.at < $1.at }
    }

    var hasParticulars: Bool {
        policy.speaker != .carrying || policy.consolidation != .account || policy.minimumPercent != 0
            || policy.unapplied.holdDays != 0 || policy.steps.contains { $0.task != nil }
            || events.contains { if case .promise = $0.change { true } else { false } }
    }

    static func day(of instant: Instant) -> CivilDate {
        CivilDate(daysSince1970: Int(instant.milliseconds / 86_400_000))
    }

    private func promise(_ number: Int, at now: Instant, _ chance: inout Chance) -> PromiseToPay {
        let named = (0..<chance.below(3)).map { _ in chance.pick(facts.items).invoice }
        return PromiseToPay(
            id: Identifier("promise\(number)")!, amountMinor: Int64(chance.between(1...30_000)),
            promisedOn: Self.day(of: now).adding(days: chance.below(30)), madeAt: now, invoices: named, paidMinor: 0)
    }
}

extension OpenItem {
    fileprivate mutating func addParticulars(after now: Instant, _ policy: DunningPolicy, _ chance: inout Chance) {
        if chance.isOne(in: 6) {
            rests = (0...chance.below(2)).map { _ in
                PartRest(
                    Int64(chance.between(1...Int(amountMinor))), chance.pick([.disputed, .disputed, .promised]),
                    until: chance.isOne(in: 2) ? nil : now.adding(.seconds(chance.between(1...60 * 86_400))))
            }
        }
        if chance.isOne(in: 6), amountMinor > 3 {
            let first = Int64(chance.between(1...Int(amountMinor) - 1))
            let every = chance.between(1...30)
            instalments = [
                Instalment(dueOn: dueOn, amountMinor: first),
                Instalment(dueOn: dueOn.adding(days: every), amountMinor: amountMinor - first),
            ]
        }
        if chance.isOne(in: 8) { agesFrom = dueOn.adding(days: chance.below(40)) }
        if chance.isOne(in: 8) { leftOut = Set(policy.steps.filter { _ in chance.isOne(in: 2) }.map(\.id)) }
    }
}

extension DunningPolicy {
    fileprivate func withParticulars(_ chance: inout Chance) -> DunningPolicy {
        let steps = steps.map { step in
            guard chance.isOne(in: 8) else { return step }
            let task = ManualTask(
                chance.pick(ManualTask.Kind.allCases), withinDays: chance.below(8),
                otherwise: chance.pick([.wait, .goOn]))
            return Step(
                id: step.id, timing: step.timing, template: step.template, channels: step.channels, role: step.role,
                tone: step.tone, task: task)
        }
        return DunningPolicy(
            id: id, steps: steps, window: window, minimum: minimum, budget: budget, grace: grace,
            minimumPercent: chance.isOne(in: 2) ? chance.between(1...100) : 0,
            disputes: DisputeRules(restGoesOn: !chance.isOne(in: 4), agesAnew: chance.isOne(in: 2)),
            promises: PromiseRules(
                graceDays: chance.below(4), extensions: chance.below(3),
                brokenTemplate: chance.isOne(in: 2) ? "broken promise" : nil),
            plans: PlanRules(graceDays: chance.below(5)),
            unapplied: UnappliedCashRules(holdDays: chance.isOne(in: 2) ? chance.between(1...10) : 0),
            consolidation: chance.isOne(in: 4) ? .invoice : .account, speaker: chance.pick(Speaker.allCases))
    }
}
