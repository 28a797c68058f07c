import Contracts
import Policy

extension CaseLife {
    /// A few of its questions asked once more at the same and at a later time, with some of the invoices held.
    ///
    /// So each comes in more constellations of what is overdue, taken and stopped than a life leads through.
    func disturbedTurns(_ engine: Engine, _ chance: inout Chance) -> [Turn] {
        guard !turns.isEmpty else { return [] }
        return (0..<2).map { _ in
            let question = chance.pick(turns).question.disturbed(&chance)
            return Turn(question: question, decision: engine.decide(question), cause: .fact)
        }
    }
}

extension Question {
    fileprivate func disturbed(_ chance: inout Chance) -> Question {
        let later = now.adding(.seconds(chance.below(3) * chance.below(30 * 86_400)))
        var question = at(policy.window.opening(from: later, in: facts.accountZone))
        for index in question.facts.items.indices where chance.isOne(in: 3) {
            question.facts.items[index].stop = Stop(.held)
        }
        return question
    }
}
