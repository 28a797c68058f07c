import Contracts
import Policy

/// What a message says.
extension Property {
    static let content = [totalIsRight, onlyOverdue, everythingOverdue, oldestFirst, creditorsDay, coveredIsNotAsked]

    static let totalIsRight = ofEachSending(
        "the total is what is open on the invoices named less what is unapplied, and more than 0",
        bug: .forgetsUnappliedPayments
    ) { sending in
        let items = sending.items
        let open = sending.reminder.items.map { named in
            items.first { $0.invoice == named.invoice && $0.instalment == named.instalment }?.openMinor ?? 0
        }
        let total = open.reduce(0, +) - sending.unappliedToIt
        return sending.reminder.totalMinor == total && total > 0 ? nil : "\(sending.reminder.totalMinor), not \(total)"
    }

    static let onlyOverdue = ofEachSending(
        "a late step names nothing that is not overdue", bug: .namesWhatIsNotOverdue
    ) { sending in
        guard sending.lateRank != nil else { return nil }
        let early = sending.reminder.items.first { $0.daysOverdue(on: sending.today) <= sending.question.policy.grace }
        return early.map { "names \($0.invoice)" }
    }

    static let everythingOverdue = ofEachSending(
        "a late step names everything that is overdue and not stopped", bug: .leavesOutAnInvoice
    ) { sending in
        guard sending.lateRank != nil, sending.question.policy.consolidation == .account else { return nil }
        let missing = sending.items.first {
            $0.stop == nil && $0.daysOverdue(on: sending.today) > sending.question.policy.grace
                && !$0.leftOut.contains(sending.reminder.step.id) && !sending.reminder.items.contains($0)
        }
        return missing.map { "does not name \($0.invoice)" }
    }

    static let oldestFirst = ofEachSending("the oldest invoice comes first, none twice", bug: .namesNewestFirst) {
        let items = $0.reminder.items
        let isSorted = zip(items, items.dropFirst()).allSatisfy(OpenItem.isOlder)
        return isSorted && !items.isEmpty ? nil : "names \(items.map(\.invoice.text))"
    }

    static let creditorsDay = ofEachSending("days are those of the creditor's calendar", bug: .countsTheAccountsDays) {
        $0.reminder.today == $0.today ? nil : "speaks of \($0.reminder.today) on \($0.today)"
    }

    static let coveredIsNotAsked = ofSomeTurn(
        "nothing is asked for while what is unapplied covers it", bug: .asksDespiteCredit
    ) { turn, engine, _ in
        var question = turn.question
        question.facts.unappliedMinor += question.facts.items.reduce(0) { $0 + $1.openMinor }
        return engine.decide(question).reminder == nil ? nil : "asks for what is covered"
    }
}

extension OpenItem {
    fileprivate func daysOverdue(on today: CivilDate) -> Int { today.daysSince1970 - agesOn.daysSince1970 }
}

extension Sending {
    /// What is unapplied counts for the message; where each invoice has its own, for the oldest invoices first.
    fileprivate var unappliedToIt: Int64 {
        guard question.policy.consolidation == .invoice else { return facts.unappliedMinor }
        let older = items.filter { $0.stop == nil && OpenItem.isOlder($0, reminder.items[0]) }
        return max(0, facts.unappliedMinor - older.reduce(0) { $0 + $1.openMinor })
    }
}

extension DunningPolicy {
    /// The due date's day, or the invoice's own number.
    func occurrence(ofEarlyStepsOf item: OpenItem) -> Int {
        consolidation == .invoice ? item.occurrenceAlone : item.agesOn.daysSince1970
    }
}
