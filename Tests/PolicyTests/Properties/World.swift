import Contracts
import Policy

/// A small world in which one case is dunned: facts change, time leaps to the instant that the engine names, and what
/// the engine says is sent.
struct World {
    private var question: Question
    /// Every invoice, also those with nothing open.
    private var invoices: [OpenItem]
    private var payments: [(invoice: Int, minor: Int64)] = []
    private var stop: Stop?
    private var downUntil: Instant

    private init(_ scenario: Scenario) {
        question = Question(
            policy: scenario.policy, facts: scenario.facts,
            history: ContactHistory(attempts: [], contacts: scenario.otherMessages), now: scenario.start)
        invoices = scenario.facts.items
        stop = scenario.facts.stop
        downUntil = scenario.start
    }

    /// Decisions after which a case is given up: a sound engine needs a fraction of them.
    private static let limit = 400

    static func run(_ scenario: Scenario, by engine: Engine, _ chance: inout Chance) -> CaseLife {
        var world = World(scenario)
        var life = CaseLife(scenario: scenario)
        var events = scenario.events[...]
        var now = scenario.start
        while now < scenario.end {
            var cause = Turn.Cause.woken
            while let event = events.first, event.at <= now {
                world.apply(event)
                events.removeFirst()
                cause = .fact
            }
            if now < world.downUntil {
                now = min(world.downUntil, events.first?.at ?? world.downUntil)
                continue
            }
            guard life.turns.count < limit else {
                life.wasGivenUp = true
                break
            }
            world.look(at: now)
            let decision = engine.decide(world.question)
            life.append(Turn(question: world.question, decision: decision, cause: cause))
            switch decision.action {
            case .send(let reminder): now = world.send(reminder, now, &chance)
            case .task(let due): world.open(due, now, &chance)
            case .wait(let until, _):
                // Waits that lie in the past are a finding of their own; the world must go on.
                let next = max(until, now.adding(.milliseconds(1)))
                now = min(next, events.first?.at ?? next)
            case .rest: now = events.first?.at ?? scenario.end
            }
        }
        return life
    }

    private mutating func look(at now: Instant) {
        question.now = now
        question.facts.items = invoices.filter { $0.openMinor > 0 }
        question.facts.stop = stop
        question.facts = question.facts.withoutEndedStops(at: now)
    }

    /// Mostly accepted at once; now and then given back, which leaves a cancelled attempt and is asked again later.
    private mutating func send(_ reminder: Reminder, _ now: Instant, _ chance: inout Chance) -> Instant {
        guard chance.isOne(in: 12) else {
            question = question.after(reminder)
            return now
        }
        question.history.attempts.append(
            PastAttempt(
                instance: reminder.instance, standing: .void, at: now, invoices: reminder.invoices))
        return now.adding(.seconds(chance.between(60...7_200)))
    }

    /// Settled at once, or left to itself: then a later event may settle it.
    private mutating func open(_ due: DueTask, _ now: Instant, _ chance: inout Chance) {
        let state = chance.pick([PastTask.State.done, .done, .declined, .open])
        question.history.tasks.append(
            PastTask(
                instance: due.instance, state: state, openedAt: now, settledAt: state == .open ? nil : now,
                invoices: due.invoices))
    }

    private mutating func apply(_ event: Scenario.Event) {
        switch event.change {
        case .issue(let item): invoices.append(item)
        case .pay(let place, let percent):
            let index = place % invoices.count
            pay(index, max(1, invoices[index].openMinor * Int64(percent) / 100), at: event.at)
        case .reverse:
            if let payment = payments.popLast() { invoices[payment.invoice].openMinor += payment.minor }
        case .credit(let minor):
            question.facts.unappliedMinor += minor
            question.facts.unappliedSince = question.facts.creditorZone.date(at: event.at)
        case .allocate:
            guard let index = invoices.firstIndex(where: { $0.openMinor > 0 }) else { return }
            let minor = min(invoices[index].openMinor, question.facts.unappliedMinor)
            question.facts.unappliedMinor -= minor
            invoices[index].openMinor -= minor
        case .stopCase(let stop): self.stop = stop
        case .stopInvoice(let place, let stop): invoices[place % invoices.count].stop = stop
        case .optOut(let place):
            let count = question.facts.contacts.count
            if count > 0 { question.facts.contacts[place % count].hasOptedOut = true }
        case .contact(let contact): question.facts.contacts.append(contact)
        case .messagesToAccount(let number):
            question.history.contacts += Array(repeating: event.at, count: number)
        case .messagesToAddress(let number, let place):
            let count = question.facts.contacts.count
            guard count > 0 else { return }
            question.facts.contacts[place % count].messages += Array(repeating: event.at, count: number)
        case .promise(let promise): question.facts.promises.append(promise)
        case .plan(let count, let every, let number): agree(count, every, number, at: event.at)
        case .settleTask(let state):
            guard let index = question.history.tasks.firstIndex(where: { $0.state == .open }) else { return }
            question.history.tasks[index].state = state
            question.history.tasks[index].settledAt = event.at
        case .outage(let hours): downUntil = event.at.adding(.seconds(hours * 3_600))
        }
    }

    /// A plan over what is open of the first invoices, in equal parts; the last takes what the division leaves.
    private mutating func agree(_ count: Int, _ every: Int, _ number: Int, at now: Instant) {
        let named = invoices.filter { $0.openMinor > 0 }.prefix(number)
        let open = named.reduce(Int64(0)) { $0 + $1.openMinor }
        let part = open / Int64(count)
        guard part > 0 else { return }
        question.facts.plans = [
            PaymentPlan(
                id: "plan", invoices: named.map(\.invoice),
                instalments: (1...count).map {
                    Instalment(
                        dueOn: Scenario.day(of: now).adding(days: $0 * every),
                        amountMinor: $0 < count ? part : open - part * Int64(count - 1))
                })
        ]
    }

    private mutating func pay(_ index: Int, _ minor: Int64, at now: Instant) {
        let paid = min(minor, invoices[index].openMinor)
        guard paid > 0 else { return }
        invoices[index].openMinor -= paid
        payments.append((index, paid))
        let (zone, rules) = (question.facts.creditorZone, question.policy.promises)
        for place in question.facts.promises.indices {
            let promise = question.facts.promises[place]
            guard promise.names(invoices[index].invoice), now < promise.end(in: zone, by: rules) else { continue }
            question.facts.promises[place].paidMinor += paid
        }
    }
}
