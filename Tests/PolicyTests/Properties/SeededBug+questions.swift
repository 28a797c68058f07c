import Contracts
import Policy

extension SeededBug {
    /// The mistakes of an engine that does not look at all of its arguments.
    func misread(_ question: inout Question) {
        let policy = question.policy
        switch self {
        case .goesByTheOrderOfItems: if question.facts.items.count > 1 { question.facts.items.removeLast() }
        case .goesByTheOrderOfHistory: question.history.attempts = question.history.attempts.suffix(1)
        case .goesByTheOrderOfContacts: question.facts.contacts = Array(question.facts.contacts.prefix(1))
        case .isPutOffByStrangers:
            let roles = policy.steps.map(\.role) + ["sales"]
            if !question.facts.contacts.allSatisfy({ roles.contains($0.role) }) { question.facts.contacts = [] }
        case .leavesOutAStep:
            if policy.lateSteps.count > 1 {
                question.policy = policy.replacing(steps: policy.steps.filter { $0.id != policy.lateSteps[0].id })
            }
        case .hurries: question.now = question.now.adding(.seconds(86_400))
        case .ignoresTheGap:
            question.changeAttempts { attempt in
                PastAttempt(
                    instance: attempt.instance, standing: attempt.standing, at: .distantPast, invoices: attempt.invoices
                )
            }
        case .forgetsEarlySteps: question.changeAttempts { policy.step($0.instance.step)?.isEarly == true ? nil : $0 }
        case .forgetsTheLastMessage: question.history.attempts = question.history.attempts.dropLast()
        case .countsPlannedAsSent:
            question.changeAttempts { attempt in
                PastAttempt(
                    instance: attempt.instance, standing: .taken, at: attempt.at, invoices: attempt.invoices)
            }
        case .leapsToTheLastStep:
            let last = policy.lateSteps.last?.id
            question.policy = policy.replacing(steps: policy.steps.filter { $0.isEarly || $0.id == last })
        case .ignoresTheWindow:
            question.policy = policy.replacing(
                window: SendWindow(days: Set(Weekday.allCases), fromMinute: 0, untilMinute: 1_440))
        case .ignoresTheAccountsBudget: question.history.contacts = []
        case .ignoresTheAddressesBudget:
            for index in question.facts.contacts.indices { question.facts.contacts[index].messages = [] }
        case .ignoresTheMinimum: question.policy = policy.replacing(minimum: [:])
        case .ignoresOptOuts:
            for index in question.facts.contacts.indices { question.facts.contacts[index].hasOptedOut = false }
        case .writesToAnyRole:
            for index in question.facts.contacts.indices { question.facts.contacts[index].role = "billing" }
        case .forgetsThisInstant:
            let now = question.now
            question.changeAttempts { $0.at == now ? nil : $0 }
        case .countsTheAccountsDays: question.facts.creditorZone = question.facts.accountZone
        case .asksDespiteCredit: question.facts.unappliedMinor = 0
        case .namesStoppedInvoices:
            for index in question.facts.items.indices { question.facts.items[index].stop = nil }
        case .ignoresTheCasesStop: question.facts.stop = nil
        case .makesUpForHolds:
            let now = question.now
            // A message of this very instant makes no other wait.
            question.changeAttempts { attempt in
                PastAttempt(
                    instance: attempt.instance, standing: attempt.standing,
                    at: attempt.at == now ? .distantPast : attempt.at, invoices: attempt.invoices)
            }
        case .forgetsOldMessages:
            let now = question.now
            question.changeAttempts { now.since($0.at) > .seconds(30 * 86_400) ? nil : $0 }
        default: misreadParticulars(&question)
        }
    }
}

extension Question {
    /// - Parameter change: nil takes the attempt out.
    fileprivate mutating func changeAttempts(_ change: (PastAttempt) -> PastAttempt?) {
        history.attempts = history.attempts.compactMap(change)
    }
}
