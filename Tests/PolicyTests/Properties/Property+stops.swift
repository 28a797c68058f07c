import Contracts
import Policy

/// Holds, disputes and doubts.
extension Property {
    static let stops = [stoppedIsNotNamed, stoppedCaseIsSilent, noBurstAfterHold]

    static let stoppedIsNotNamed = ofEachSending("a stopped invoice is never named", bug: .namesStoppedInvoices) {
        sending in
        let stopped = Set(sending.facts.items.filter { $0.stop != nil }.map(\.invoice))
        return sending.reminder.items.first { stopped.contains($0.invoice) }.map { "names \($0.invoice)" }
    }

    static let stoppedCaseIsSilent = ofEachSending(
        "nothing goes out while the case is stopped", bug: .ignoresTheCasesStop
    ) { sending in
        sending.facts.stop.map { "sent while \($0.reason.rawValue)" }
    }

    /// Whatever came up while a hold lasted, its end lets out one message, and the next has to wait.
    static let noBurstAfterHold = ofSomeTurn(
        "the end of a hold lets out one late message at once, never more", bug: .makesUpForHolds
    ) { turn, engine, chance in
        var question = turn.question
        let end = question.policy.window.opening(
            from: question.now.adding(.seconds(chance.between(1...120) * 86_400)), in: question.facts.accountZone)
        question.facts.stop = Stop(.held, until: end)
        if engine.decide(question).reminder != nil { return "sent while held" }
        var resumed = question.at(end)
        var late: [Int: Int] = [:]
        // More than any budget here allows at once.
        for _ in 0..<6 {
            guard let reminder = engine.decide(resumed).reminder else { break }
            if !reminder.step.isEarly { late[reminder.instance.occurrence, default: 0] += 1 }
            resumed = resumed.after(reminder)
        }
        return late.values.max() ?? 0 > 1 ? "\(late) late messages when the hold ends" : nil
    }
}
