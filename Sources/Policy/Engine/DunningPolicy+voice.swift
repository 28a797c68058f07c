import Contracts

/// The text and tone of a message.
struct Voice: Sendable {
    var template: String
    var tone: DunningPolicy.Tone?
}

extension DunningPolicy {
    /// Who speaks for a step that is due. The step is taken as itself whoever speaks, so the order goes on.
    ///
    /// - An early step speaks for itself.
    /// - Of late steps the ``Speaker`` is the one that is due or one below it.
    /// - If the total is less than ``minimumPercent`` of what was invoiced for the items named, the late step below the
    ///   speaker speaks, which is a milder one. The first late step has none below it and speaks for itself: a percentage
    ///   makes a message milder and never keeps it back; ``minimum`` keeps it back. Steps with a task are passed over.
    /// - The first late message about an invoice after a promise about it was not kept has that promise's text, if the
    ///   policy has one.
    func voice(
        for step: Step, naming items: [OpenItem], totalMinor: Int64, of standing: Standing, after taken: [PastAttempt]
    ) -> Voice {
        guard !step.isEarly, let rank = lateSteps.firstIndex(where: { $0.id == step.id }) else {
            return Voice(template: step.template, tone: step.tone)
        }
        var speaking = speaker == .carrying ? rank : min(rank, self.rank(ofSpeakerFor: items, after: taken))
        if isBelowPercent(totalMinor, of: items) {
            speaking = lateSteps[..<speaking].lastIndex { $0.task == nil } ?? speaking
        }
        // What is done by hand may have no text; the step that is due is a message.
        speaking = lateSteps[...speaking].lastIndex { !$0.template.isEmpty } ?? rank
        var voice = Voice(template: lateSteps[speaking].template, tone: lateSteps[speaking].tone)
        if let template = promises.brokenTemplate, breaksSilence(about: items, of: standing, after: taken) {
            voice.template = template
        }
        return voice
    }

    private func rank(ofSpeakerFor items: [OpenItem], after taken: [PastAttempt]) -> Int {
        func rank(of item: OpenItem) -> Int {
            lateSteps.lastIndex { step in
                taken.contains { $0.instance.step == step.id && $0.invoices.contains(item.invoice) }
            }.map { $0 + 1 } ?? 0
        }
        if speaker == .oldest { return items.first.map(rank) ?? 0 }
        return items.map(rank).max() ?? 0
    }

    private func isBelowPercent(_ totalMinor: Int64, of items: [OpenItem]) -> Bool {
        if minimumPercent == 0 { return false }
        let invoiced = items.reduce(Int128(0)) { $0 + Int128($1.amountMinor) }
        return Int128(totalMinor) * 100 < invoiced * Int128(minimumPercent)
    }

    /// Whether a promise about one of the items was not kept and nothing was sent about it since.
    private func breaksSilence(
        about items: [OpenItem], of standing: Standing, after taken: [PastAttempt]
    ) -> Bool {
        standing.promises.contains { promise in
            promise.isBroken && items.contains { promise.promise.names($0.invoice) }
                && !taken.contains { attempt in
                    attempt.at >= promise.end && attempt.invoices.contains(where: promise.promise.names)
                }
        }
    }
}
