import Contracts
import Policy

/// What a decision must not depend on.
extension Property {
    static let order = [pure, anyOrderOfItems, anyOrderOfHistory, anyOrderOfContacts, unrelatedContact]

    static let pure = ofSomeTurn("the same question has the same answer", bug: .answersInTurns) { turn, engine, _ in
        let first = engine.decide(turn.question)
        return first == turn.decision && engine.decide(turn.question) == first ? nil : "the answer changed"
    }

    static let anyOrderOfItems = ofSomeTurn(
        "the order of invoices does not matter", bug: .goesByTheOrderOfItems
    ) { turn, engine, chance in
        var question = turn.question
        question.facts.items = chance.shuffled(question.facts.items)
        for index in question.facts.items.indices {
            question.facts.items[index].rests = chance.shuffled(question.facts.items[index].rests)
            question.facts.items[index].instalments = chance.shuffled(question.facts.items[index].instalments)
        }
        question.facts.promises = chance.shuffled(question.facts.promises)
        question.facts.plans = chance.shuffled(question.facts.plans)
        return difference(engine.decide(question), turn.decision)
    }

    static let anyOrderOfHistory = ofSomeTurn(
        "the order of the history does not matter", bug: .goesByTheOrderOfHistory
    ) { turn, engine, chance in
        var question = turn.question
        question.history.attempts = chance.shuffled(question.history.attempts)
        question.history.tasks = chance.shuffled(question.history.tasks)
        question.history.contacts = chance.shuffled(question.history.contacts)
        for index in question.facts.contacts.indices {
            question.facts.contacts[index].messages = chance.shuffled(question.facts.contacts[index].messages)
        }
        return difference(engine.decide(question).withSortedMessages, turn.decision.withSortedMessages)
    }

    /// Of one role the first that can be reached is written to: the order that upstream gives them is a preference.
    static let anyOrderOfContacts = ofSomeTurn(
        "the order of contacts of different roles does not matter", bug: .goesByTheOrderOfContacts
    ) { turn, engine, chance in
        var question = turn.question
        let roles = chance.shuffled(Array(Set(question.facts.contacts.map(\.role))).sorted())
        question.facts.contacts = roles.flatMap { role in turn.question.facts.contacts.filter { $0.role == role } }
        return difference(engine.decide(question), turn.decision)
    }

    static let unrelatedContact = ofSomeTurn(
        "a contact whose role no step has changes nothing", bug: .isPutOffByStrangers
    ) { turn, engine, chance in
        var question = turn.question
        let stranger = ContactFacts(
            contact: "stranger", role: "gardener", name: nil, email: "stranger@example.com", language: nil,
            hasOptedOut: chance.isOne(in: 2), isUndeliverable: false, messages: [question.now])
        question.facts.contacts.insert(stranger, at: chance.below(question.facts.contacts.count + 1))
        return difference(engine.decide(question), turn.decision)
    }

    /// Lapsed steps are a list in the order of their due dates, which is the same for all of them.
    private static func difference(_ new: Decision, _ old: Decision) -> String? {
        new == old ? nil : "\(CaseReport.line(new)) instead of \(CaseReport.line(old))"
    }
}

extension Decision {
    /// A reminder hands on its contact with the messages in the order in which they were given.
    fileprivate var withSortedMessages: Decision {
        guard case .send(var reminder) = action else { return self }
        reminder.contact.messages.sort()
        var decision = self
        decision.action = .send(reminder)
        return decision
    }
}
