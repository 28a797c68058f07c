import Contracts
import Policy

/// Who speaks, for which invoices, and what a person does.
extension Property {
    static let voices = [
        speakerSpeaks, percentMakesMilder, leftOutIsNotNamed, taskIsNotSent, taskOpensOnce, taskHoldsTheLadder,
        oneInvoiceAMessage,
    ]

    static let speakerSpeaks = ofEachSending(
        "a late message has the voice of its speaker, never that of a higher step", bug: .ignoresTheSpeaker
    ) { sending in
        guard let voices = sending.possibleVoices, sending.question.policy.minimumPercent == 0 else { return nil }
        return sending.reminder.template == voices.speaker.template
            ? nil : "'\(sending.reminder.template)', not '\(voices.speaker.template)'"
    }

    static let percentMakesMilder = ofEachSending(
        "a late message below the percentage has the voice of the step below its speaker, if there is one",
        bug: .ignoresThePercentage
    ) { sending in
        guard let voices = sending.possibleVoices else { return nil }
        let invoiced = sending.reminder.items.reduce(0) { $0 + $1.amountMinor }
        let isBelow = sending.reminder.totalMinor * 100 < invoiced * Int64(sending.question.policy.minimumPercent)
        let expected = isBelow ? voices.below : voices.speaker
        return sending.reminder.template == expected.template && sending.reminder.tone == expected.tone
            ? nil : "'\(sending.reminder.template)', not '\(expected.template)'"
    }

    static let leftOutIsNotNamed = ofEachSending(
        "a step names no invoice that does without it, and a case does without what it leaves out",
        bug: .forgetsWhatIsLeftOut
    ) { sending in
        let step = sending.reminder.step.id
        if sending.facts.leftOut.contains(step) { return "\(step) is left out" }
        let without = sending.facts.items.first { item in
            item.leftOut.contains(step) && sending.reminder.invoices.contains(item.invoice)
        }
        return without.map { "\(step) names \($0.invoice)" }
    }

    static let taskIsNotSent = ofEachSending(
        "a step with a task is sent only if that was an approval, and it was given", bug: .sendsUnapproved
    ) { sending in
        guard let task = sending.question.policy.step(sending.reminder.step.id)?.task else { return nil }
        let wasApproved = sending.question.history.tasks.contains {
            $0.instance == sending.reminder.instance && $0.state == .done
        }
        return task.kind == .approve && wasApproved ? nil : "\(sending.reminder.step.id) goes out unapproved"
    }

    static let taskOpensOnce = Property(sentence: "a task is opened once", bug: .forgetsTasks) { life, _, _ in
        for turn in life.turns {
            guard case .task(let due) = turn.decision.action else { continue }
            if turn.question.history.tasks.contains(where: { $0.instance == due.instance }) {
                return "\(due.instance) again at \(turn.question.now)"
            }
        }
        return nil
    }

    static let taskHoldsTheLadder = ofEachSending(
        "nothing goes out on a ladder while a task of it is open and in time", bug: .goesOnDespiteTasks
    ) { sending in
        let open = sending.question.history.tasks.first { past in
            guard past.state == .open, sending.isOnLadder(past.instance),
                let task = sending.question.policy.step(past.instance.step)?.task
            else { return false }
            let openedOn = WallClock(at: past.openedAt, in: sending.facts.creditorZone).date
            return sending.today.days(since: openedOn) <= task.withinDays
        }
        return open.map { "sent while \($0.instance.step) waits" }
    }

    static let oneInvoiceAMessage = ofEachSending(
        "where each invoice has its own ladder a message names one of them", bug: .joinsInvoices
    ) { sending in
        guard sending.question.policy.consolidation == .invoice else { return nil }
        let item = sending.reminder.items[0]
        if sending.reminder.items.count > 1 { return "names \(sending.reminder.items.count)" }
        return sending.reminder.instance.occurrence == item.occurrenceAlone ? nil : "not on its own ladder"
    }
}

extension Sending {
    /// Who would speak for a late step, and who stands below; nil for early ones and where a broken promise speaks.
    fileprivate var possibleVoices: (speaker: DunningPolicy.Step, below: DunningPolicy.Step)? {
        let late = question.policy.lateSteps
        guard let rank = late.firstIndex(where: { $0.id == reminder.step.id }),
            question.policy.promises.brokenTemplate == nil || facts.promises.isEmpty
        else { return nil }
        let positions = reminder.items.map { item in
            let naming = takenBefore.filter { $0.invoices.contains(item.invoice) }.map(\.instance.step)
            return (late.lastIndex { naming.contains($0.id) } ?? -1) + 1
        }
        let speaking =
            switch question.policy.speaker {
            case .carrying: rank
            case .oldest: min(rank, positions[0])
            case .highest: min(rank, positions.max()!)
            }
        let below = late.indices.last { $0 < speaking && late[$0].task == nil }
        return (late[speaking], late[below ?? speaking])
    }
}
