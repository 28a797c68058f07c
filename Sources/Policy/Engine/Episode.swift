import Contracts

/// The run of steps that a case is in.
struct Episode: Sendable {
    var number: Int
    /// Its messages that count as sent.
    var taken: [PastAttempt]
    var tasks: [PastTask]

    /// The latest episode if something that it named is still open, else a new one.
    ///
    /// So a payment that is taken back finds its case where it stood, and paid-up debtors begin anew.
    init(of facts: CaseFacts, after history: ContactHistory) {
        var latest = 0
        for attempt in history.attempts where attempt.standing != .void {
            latest = max(latest, attempt.instance.episode)
        }
        for task in history.tasks { latest = max(latest, task.instance.episode) }
        (number, taken, tasks) = (latest + 1, [], [])
        guard latest > 0 else { return }
        // Few of both: a set would cost more than it saves.
        func isOpen(_ invoice: Identifier) -> Bool { facts.items.contains { $0.invoice == invoice } }
        let attempts = history.attempts.filter { $0.standing != .void && $0.instance.episode == latest }
        let tasks = history.tasks.filter { $0.instance.episode == latest }
        guard
            attempts.contains(where: { $0.invoices.contains(where: isOpen) })
                || tasks.contains(where: { $0.invoices.contains(where: isOpen) })
        else { return }
        number = latest
        taken = attempts.filter { $0.standing == .taken }
        self.tasks = tasks
    }
}
