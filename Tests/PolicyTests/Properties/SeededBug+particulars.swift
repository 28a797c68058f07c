import Contracts
import Policy

extension SeededBug {
    /// The mistakes of an engine that does not look at what few cases have.
    func misreadParticulars(_ question: inout Question) {
        let (policy, now) = (question.policy, question.now)
        switch self {
        case .forgetsParts: for index in question.facts.items.indices { question.facts.items[index].rests = [] }
        case .forgetsPromises: question.facts.promises = []
        case .makesUpForPromises:
            guard !question.facts.promises.isEmpty else { return }
            question.history.attempts = question.history.attempts.map { attempt in
                PastAttempt(
                    instance: attempt.instance, standing: attempt.standing,
                    at: attempt.at == now ? .distantPast : attempt.at, invoices: attempt.invoices)
            }
        case .forgetsBrokenPromises:
            question.policy = policy.replacing(
                promises: PromiseRules(
                    graceDays: policy.promises.graceDays, extensions: policy.promises.extensions, brokenTemplate: nil))
        case .forgetsPlans: question.facts.plans = []
        case .keepsBrokenPlans:
            for index in question.facts.plans.indices {
                question.facts.plans[index].instalments = question.facts.plans[index].instalments.map {
                    Instalment(dueOn: $0.dueOn.adding(days: 1_000), amountMinor: $0.amountMinor)
                }
            }
        case .forgetsInstalments:
            for index in question.facts.items.indices { question.facts.items[index].instalments = [] }
        case .ignoresTheUnappliedHold: question.policy = policy.replacing(unapplied: UnappliedCashRules())
        case .ignoresTheSpeaker: question.policy = policy.replacing(speaker: .carrying)
        case .ignoresThePercentage: question.policy = policy.replacing(minimumPercent: 0)
        case .forgetsWhatIsLeftOut:
            question.facts.leftOut = []
            for index in question.facts.items.indices { question.facts.items[index].leftOut = [] }
        case .sendsUnapproved:
            question.policy = policy.replacing(
                steps: policy.steps.map { step in
                    DunningPolicy.Step(
                        id: step.id, timing: step.timing, template: step.template, channels: step.channels,
                        role: step.role, tone: step.tone, fee: step.fee, reach: step.reach)
                })
        case .forgetsTasks: question.history.tasks = []
        case .goesOnDespiteTasks:
            for index in question.history.tasks.indices where question.history.tasks[index].state == .open {
                question.history.tasks[index].state = .declined
            }
        case .joinsInvoices: question.policy = policy.replacing(consolidation: .account)
        default: break
        }
    }
}
