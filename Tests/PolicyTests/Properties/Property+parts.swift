import Contracts
import Policy

/// Amounts that rest in part, promises, plans and instalments.
extension Property {
    static let parts = [
        restingIsNotAsked, promiseRestsItsAmount, noBurstAfterPromise, brokenPromiseSpeaks, planReplacesDates,
        brokenPlanReinstates, instalmentsAgeAlone, unappliedHolds,
    ]

    static let restingIsNotAsked = ofEachSending(
        "what is disputed or promised in part is not asked for", bug: .forgetsParts
    ) { sending in
        for invoice in sending.reminder.invoices {
            guard let raw = sending.facts.items.first(where: { $0.invoice == invoice }) else { return "unknown item" }
            let parts = raw.rests.filter { $0.until.map { $0 > sending.now } ?? true }
            let isWhole = !sending.question.policy.disputes.restGoesOn && parts.contains { $0.reason == .disputed }
            let resting = isWhole ? raw.openMinor : parts.reduce(0) { $0 + $1.amountMinor }
            let asked = sending.reminder.items.filter { $0.invoice == invoice }.reduce(0) { $0 + $1.openMinor }
            if asked > max(0, raw.openMinor - resting) { return "\(asked) of \(raw.openMinor) with \(resting) at rest" }
        }
        return nil
    }

    /// One promise more about one of the invoices that a message names.
    static let promiseRestsItsAmount = Property(
        sentence: "an open promise rests what it names up to its amount, and nothing else", bug: .forgetsPromises
    ) { life, engine, chance in
        guard !life.sends.isEmpty else { return nil }
        let sending = chance.pick(life.sends)
        let invoice = chance.pick(sending.reminder.items).invoice
        var question = sending.question
        question.facts.promises = []
        // Of an invoice in instalments the earliest rest first, and the message need not name them.
        guard question.standing.filter({ $0.invoice == invoice }).count == 1,
            let before = engine.decide(question).reminder, before.invoices.contains(invoice)
        else { return nil }
        let asked = before.asked(of: invoice)
        let amount = Int64(chance.between(1...Int(asked) * 2))
        question.facts.promises = [
            PromiseToPay(
                id: "p", amountMinor: amount, promisedOn: sending.today.adding(days: 20), madeAt: sending.now,
                invoices: [invoice], paidMinor: 0)
        ]
        guard let after = engine.decide(question).reminder, after.instance == before.instance else { return nil }
        let left = after.asked(of: invoice)
        if left != max(0, asked - amount) { return "\(left) left of \(asked) with \(amount) promised" }
        let other = before.invoices.first { $0 != invoice && after.asked(of: $0) != before.asked(of: $0) }
        return other.map { "\($0) rests too" }
    }

    static let noBurstAfterPromise = ofSomeTurn(
        "the end of a promise lets out one late message at once, never more", bug: .makesUpForPromises
    ) { turn, engine, chance in
        var question = turn.question
        question.facts.stop = nil
        let promise = PromiseToPay(
            id: "all", amountMinor: 1_000_000_000,
            promisedOn: question.facts.creditorZone.date(at: question.now).adding(days: chance.below(100)),
            madeAt: question.now, invoices: [], paidMinor: 0)
        question.facts.promises = [promise]
        if engine.decide(question).reminder != nil { return "sent though all is promised" }
        let end = promise.end(in: question.facts.creditorZone, by: question.policy.promises)
        var resumed = question.at(question.policy.window.opening(from: end, in: question.facts.accountZone))
        var late: [Int: Int] = [:]
        for _ in 0..<6 {
            guard let reminder = engine.decide(resumed).reminder else { break }
            if !reminder.step.isEarly { late[reminder.instance.occurrence, default: 0] += 1 }
            resumed = resumed.after(reminder)
        }
        return late.values.max() ?? 0 > 1 ? "\(late) late messages when the promise ends" : nil
    }

    static let brokenPromiseSpeaks = Property(
        sentence: "the first late message after a promise was not kept has its text, the next one its own",
        bug: .forgetsBrokenPromises
    ) { life, engine, chance in
        let late = life.sends.filter { $0.lateRank != nil }
        guard !late.isEmpty else { return nil }
        let sending = chance.pick(late)
        var question = sending.question
        question.policy = question.policy.replacing(
            promises: PromiseRules(graceDays: 1, extensions: 0, brokenTemplate: "you promised"))
        let invoice = sending.reminder.items[0].invoice
        var promise = PromiseToPay(
            id: "p", amountMinor: 2, promisedOn: sending.today.adding(days: -2),
            madeAt: question.now.adding(.seconds(-5 * 86_400)), invoices: [invoice], paidMinor: 1)
        // Nothing was sent about it since its end, which was this midnight.
        let end = promise.end(in: question.facts.creditorZone, by: question.policy.promises)
        question.facts.promises = [promise]
        guard let first = engine.decide(question).reminder, first.invoices.contains(invoice),
            !question.history.attempts.contains(where: { $0.at >= end })
        else { return nil }
        if first.template != "you promised" { return "says '\(first.template)'" }
        promise.paidMinor = 2
        question.facts.promises = [promise]
        if engine.decide(question).reminder?.template == "you promised" { return "says so of one that was kept" }
        promise.paidMinor = 0
        question.facts.promises = [promise]
        var later = question.after(first)
        later = later.at(
            later.policy.window.opening(from: later.now.adding(.seconds(86_400)), in: later.facts.accountZone))
        let next = engine.decide(later).reminder
        let saysItAgain = next?.template == "you promised" && next?.instance.occurrence == first.instance.occurrence
        return saysItAgain ? "says it twice" : nil
    }

    static let planReplacesDates = ofSomeTurn(
        "while a plan runs nothing of its invoices is overdue before an instalment is", bug: .forgetsPlans
    ) { turn, engine, _ in
        guard let question = planned(turn.question, firstIn: 30) else { return nil }
        guard let reminder = engine.decide(question).reminder else { return nil }
        return reminder.step.isEarly ? nil : "\(reminder.step.id) for what is in a plan"
    }

    static let brokenPlanReinstates = ofSomeTurn(
        "a broken plan leaves what would be without it", bug: .keepsBrokenPlans
    ) { turn, engine, _ in
        var question = turn.question
        question.facts.plans = []
        let without = engine.decide(question)
        guard let broken = planned(question, firstIn: -10) else { return nil }
        let decision = engine.decide(broken)
        return decision == without ? nil : "\(CaseReport.line(decision)) instead of \(CaseReport.line(without))"
    }

    /// All invoices in two instalments, the first so many days from now.
    private static func planned(_ question: Question, firstIn days: Int) -> Question? {
        var question = question
        let open = question.facts.items.reduce(Int64(0)) { $0 + $1.openMinor }
        guard open > 1 else { return nil }
        let first = question.facts.creditorZone.date(at: question.now).adding(days: days)
        question.facts.plans = [
            PaymentPlan(
                id: "all", invoices: question.facts.items.map(\.invoice),
                instalments: [
                    Instalment(dueOn: first.adding(days: 30), amountMinor: open / 2),
                    Instalment(dueOn: first, amountMinor: open - open / 2),
                ])
        ]
        return question
    }

    static let instalmentsAgeAlone = ofEachSending(
        "of an invoice in instalments a late step names those that are overdue, the earliest paid first",
        bug: .forgetsInstalments
    ) { sending in
        guard sending.lateRank != nil, sending.facts.plans.isEmpty else { return nil }
        for invoice in sending.reminder.invoices {
            let raw = sending.facts.items.first { $0.invoice == invoice }
            guard let raw, !raw.instalments.isEmpty, raw.agesFrom == nil else { continue }
            let paid = raw.instalments.reduce(0) { $0 + $1.amountMinor } - raw.openMinor
            let due = raw.instalments.filter {
                sending.today.days(since: $0.dueOn) > sending.question.policy.grace
            }.reduce(0) { $0 + $1.amountMinor }
            if sending.reminder.asked(of: invoice) > max(0, due - paid) {
                return "\(sending.reminder.asked(of: invoice)) of \(invoice) with \(due) due and \(paid) paid"
            }
        }
        return nil
    }

    static let unappliedHolds = ofEachSending(
        "nothing goes out while money that has come waits for its invoice", bug: .ignoresTheUnappliedHold
    ) { sending in
        guard sending.facts.unappliedMinor > 0, let since = sending.facts.unappliedSince else { return nil }
        let (days, hold) = (sending.today.days(since: since), sending.question.policy.unapplied.holdDays)
        return hold > 0 && days < hold ? "sent \(days) days after it came" : nil
    }
}

extension Reminder {
    func asked(of invoice: Identifier) -> Int64 {
        items.filter { $0.invoice == invoice }.reduce(0) { $0 + $1.openMinor }
    }
}
