import Contracts
import Policy

extension Property {
    /// A case is left alone for up to 400 days; everything that could be in the way is taken out of it.
    static let catchesUp = ofSomeTurn(
        "after an outage of any length one step is due, the lowest, and then the gap holds", bug: .leapsToTheLastStep
    ) { turn, engine, chance in
        let outage = Duration.seconds(chance.between(1...400) * 86_400)
        guard let question = unhindered(turn.question, after: outage), let due = lowestDue(question)
        else { return nil }
        guard let first = engine.decide(question).reminder else { return "nothing is due after \(outage)" }
        if first.step.id != due.id { return "\(first.step.id) instead of \(due.id) after \(outage)" }
        let sent = question.after(first)
        if let second = engine.decide(sent).reminder { return "\(second.step.id) at the same instant" }
        let taken = Set(
            sent.history.attempts.filter {
                $0.standing == .taken && $0.instance.episode == first.instance.episode
            }.map(\.instance.step))
        let higher = question.policy.lateSteps.drop { $0.id != due.id }.dropFirst()
        guard let next = higher.first(where: { !taken.contains($0.id) }) else { return nil }
        let later = sent.at(question.now.adding(.seconds(chance.between(1...40) * 86_400)))
        guard let reminder = engine.decide(later).reminder else { return nil }
        if reminder.step.id != next.id { return "\(reminder.step.id) after \(due.id)" }
        let sending = Sending(turn: 0, question: later, reminder: reminder)
        guard let first = sending.firstDayAfterGaps else { return "\(next.id) as if nothing had been sent" }
        return sending.today < first ? "\(next.id) on \(sending.today) instead of \(first)" : nil
    }

    /// The same invoices and history that much later, in an open window with a free budget and somebody to write to.
    private static func unhindered(_ question: Question, after outage: Duration) -> Question? {
        var question = question
        question.policy = question.policy.replacing(
            steps: question.policy.steps.map {
                DunningPolicy.Step(id: $0.id, timing: $0.timing, template: "t", channels: [.email], role: "billing")
            }, minimum: [:], unapplied: UnappliedCashRules(), consolidation: .account)
        question.facts.stop = nil
        for index in question.facts.items.indices {
            question.facts.items[index].stop = nil
            question.facts.items[index].rests = []
            question.facts.items[index].instalments = []
            question.facts.items[index].agesFrom = nil
            question.facts.items[index].leftOut = []
        }
        (question.facts.promises, question.facts.plans, question.facts.leftOut) = ([], [], [])
        question.history.tasks = []
        question.facts.unappliedMinor = 0
        question.facts.contacts = [
            ContactFacts(
                contact: "c", role: "billing", name: nil, email: "c@example.com", language: nil, hasOptedOut: false,
                isUndeliverable: false)
        ]
        question.now = question.policy.window.opening(
            from: question.now.adding(outage), in: question.facts.accountZone)
        let budgetDays = Int64(question.policy.budget.days) * 86_400_000
        let isFree = question.history.contacts.allSatisfy {
            question.now.milliseconds - $0.milliseconds >= budgetDays
        }
        return isFree ? question : nil
    }

    /// The lowest late step that was not taken, if its day has come by the rules; nil if none is due.
    private static func lowestDue(_ question: Question) -> DunningPolicy.Step? {
        let open = Set(question.facts.items.map(\.invoice))
        let past = question.history.attempts.filter { $0.standing != .void }
        let latest = past.filter { $0.instance.episode == past.map(\.instance.episode).max() }
        let isGoingOn = latest.contains { !open.isDisjoint(with: $0.invoices) }
        let late = question.policy.lateSteps
        let taken = isGoingOn ? Set(latest.map(\.instance.step)) : []
        guard let oldest = question.facts.items.map(\.dueOn).min(),
            let rank = late.firstIndex(where: { !taken.contains($0.id) })
        else { return nil }
        // Late enough for every rule there is: the last step's own day, and the largest gap after the last message.
        let today = WallClock(at: question.now, in: question.facts.creditorZone).date
        let lastMessage = latest.map { WallClock(at: $0.at, in: question.facts.creditorZone).date }.max()
        let isRipe = today.days(since: oldest) > 150 && lastMessage.map { today.days(since: $0) > 120 } ?? true
        return isRipe ? late[rank] : nil
    }
}
