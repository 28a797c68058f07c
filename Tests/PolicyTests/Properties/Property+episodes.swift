import Contracts
import Policy

/// Where one run of the ladder ends and the next begins.
extension Property {
    static let episodes = [newOnlyWhenNothingIsOpen, countedWithoutGaps, reversalGoesOn]

    static let newOnlyWhenNothingIsOpen = ofEachSending(
        "a new episode begins only when nothing of the old one is open", bug: .alwaysBeginsAnew
    ) { sending in
        guard let latest = sending.latestEpisode, sending.reminder.instance.episode != latest.number else { return nil }
        let open = sending.facts.items.first { latest.invoices.contains($0.invoice) }
        return open.map { "a new episode though \($0.invoice) is open" }
    }

    static let countedWithoutGaps = ofEachSending(
        "an episode of which nothing is open is over, and the next has the next number", bug: .neverBeginsAnew
    ) { sending in
        let number = sending.reminder.instance.episode
        guard let latest = sending.latestEpisode else { return number == 1 ? nil : "begins with \(number)" }
        if sending.facts.items.contains(where: { latest.invoices.contains($0.invoice) }) { return nil }
        return number == latest.number + 1 ? nil : "episode \(number) after \(latest.number)"
    }

    /// Everything is paid, the case rests, and weeks later all payments are taken back.
    static let reversalGoesOn = ofSomeTurn(
        "a payment that is taken back finds the case in the episode and at the step where it stood",
        bug: .forgetsOldMessages
    ) { turn, engine, chance in
        let question = turn.question
        guard let before = LatestEpisode(of: question.history),
            question.facts.items.contains(where: { before.invoices.contains($0.invoice) })
        else { return nil }
        var paid = question
        paid.facts.items = []
        if engine.decide(paid).reminder != nil { return "asks for what is paid" }
        let weeksLater = question.now.adding(.seconds(chance.between(1...200) * 86_400))
        let back = question.at(question.policy.window.opening(from: weeksLater, in: question.facts.accountZone))
        guard let reminder = engine.decide(back).reminder else { return nil }
        if reminder.instance.episode != before.number { return "episode \(reminder.instance.episode)" }
        let wasTaken = question.history.attempts.contains {
            $0.standing == .taken && $0.instance == reminder.instance
        }
        return wasTaken ? "\(reminder.instance) again" : nil
    }
}

/// The last episode of a history and everything that it named, counted from the attempts that stand.
struct LatestEpisode {
    let number: Int
    let invoices: Set<Identifier>

    init?(of history: ContactHistory) {
        let past = history.attempts.filter { $0.standing != .void }
        let named =
            past.map { ($0.instance.episode, $0.invoices) } + history.tasks.map { ($0.instance.episode, $0.invoices) }
        guard let number = named.map(\.0).max() else { return nil }
        self.number = number
        self.invoices = Set(named.filter { $0.0 == number }.flatMap(\.1))
    }
}

extension Sending {
    fileprivate var latestEpisode: LatestEpisode? { LatestEpisode(of: question.history) }
}
