import Contracts
import Policy

/// A mistake that is put into the engine to see that a property notices it.
///
/// `DUNLIN_BREAK=<its name>` leads a whole run by the broken engine.
enum SeededBug: String, CaseIterable, Sendable {
    case answersInTurns, goesByTheOrderOfItems, goesByTheOrderOfHistory, goesByTheOrderOfContacts, isPutOffByStrangers
    case leavesOutAStep, hurries, ignoresTheGap, sendsEarlyStepsLate, sendsEarlyForEverything, forgetsEarlySteps
    case forgetsWhatLapsed, forgetsTheLastMessage, countsPlannedAsSent, leapsToTheLastStep
    case ignoresTheWindow, ignoresTheAccountsBudget, ignoresTheAddressesBudget, ignoresTheMinimum, ignoresOptOuts
    case writesToAnyRole, forgetsThisInstant
    case forgetsUnappliedPayments, namesWhatIsNotOverdue, leavesOutAnInvoice, namesNewestFirst, countsTheAccountsDays
    case asksDespiteCredit
    case namesStoppedInvoices, ignoresTheCasesStop, makesUpForHolds
    case forgetsParts, forgetsPromises, makesUpForPromises, forgetsBrokenPromises, forgetsPlans, keepsBrokenPlans
    case forgetsInstalments, ignoresTheUnappliedHold
    case ignoresTheSpeaker, ignoresThePercentage, forgetsWhatIsLeftOut, sendsUnapproved, forgetsTasks
    case goesOnDespiteTasks, joinsInvoices
    case waitsForThePast, wakesEveryMinute, oversleeps, restsForGood, keepsAnEyeOnThePaid
    case alwaysBeginsAnew, neverBeginsAnew, forgetsOldMessages
    case basisForgetsStops, basisCoversTheDay

    var engine: Engine {
        var engine = Engine.real
        switch self {
        case .basisForgetsStops:
            engine.basis = { facts, reminder in
                var facts = facts
                facts.stop = nil
                for index in facts.items.indices { facts.items[index].stop = nil }
                return Engine.real.basis(facts, reminder)
            }
        case .basisCoversTheDay:
            engine.basis = { Engine.basis(of: $0, $1, config: $1.today.description) }
        case .answersInTurns:
            let turns = Turns()
            engine.decide = { question in
                var decision = Engine.real.decide(question)
                if !turns.isMine() { decision.action = .rest(.held) }
                return decision
            }
        default:
            engine.decide = { decide($0) }
        }
        return engine
    }

    /// Asks the sound engine something else, or changes its answer.
    private func decide(_ question: Question) -> Decision {
        var question = question
        misread(&question)
        var decision = Engine.real.decide(question)
        distort(&decision, of: question)
        return decision
    }
}
