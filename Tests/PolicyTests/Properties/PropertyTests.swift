import Policy
import Testing

/// Ten thousand seeded cases, led through a small world once; each test looks at one property of all of them.
@Suite struct `In ten thousand cases` {
    private func holds(_ property: Property, _ location: SourceLocation = #_sourceLocation) async throws {
        let outcome = try await PropertyRun.ofThisProcess.value
        #expect(outcome.cases > 0, sourceLocation: location)
        if let failure = outcome.failures[property.sentence] {
            Issue.record("\(property.sentence): \(failure.text)", sourceLocation: location)
        }
    }

    @Test func `the same question has the same answer`() async throws { try await holds(.pure) }
    @Test func `the order of invoices does not matter`() async throws { try await holds(.anyOrderOfItems) }
    @Test func `the order of the history does not matter`() async throws { try await holds(.anyOrderOfHistory) }
    @Test func `the order of contacts of different roles does not matter`() async throws {
        try await holds(.anyOrderOfContacts)
    }
    @Test func `a contact whose role no step has changes nothing`() async throws { try await holds(.unrelatedContact) }

    @Test func `no late step is skipped`() async throws { try await holds(.noneSkipped) }
    @Test func `no late step comes before its day or within the days of grace`() async throws {
        try await holds(.lateOnItsDay)
    }
    @Test func `the days between two late steps are kept, at least one`() async throws { try await holds(.gapHolds) }
    @Test func `no early step goes out after its due date`() async throws { try await holds(.earlyUpToTheDueDate) }
    @Test func `an early step names the invoices of its due date and none else`() async throws {
        try await holds(.earlyOnItsDueDate)
    }
    @Test func `the early steps of a due date come in their order, one a day`() async throws {
        try await holds(.earlyInOrder)
    }
    @Test func `an early step is taken or has lapsed after its due date, never both`() async throws {
        try await holds(.lapsesUnsent)
    }
    @Test func `no step instance goes out twice`() async throws { try await holds(.neverTwice) }
    @Test func `a message that is only planned, or was cancelled, does not count as sent`() async throws {
        try await holds(.plannedIsNotSent)
    }
    @Test func `after an outage of any length one step is due, the lowest, and then the gap holds`() async throws {
        try await holds(.catchesUp)
    }

    @Test func `nothing goes out outside the window by the wall clock of the account`() async throws {
        try await holds(.insideTheWindow)
    }
    @Test func `the account's budget is kept in every sliding window`() async throws { try await holds(.accountBudget) }
    @Test func `the address's budget is kept in every sliding window`() async throws { try await holds(.addressBudget) }
    @Test func `nothing below the minimum is asked for`() async throws { try await holds(.minimumRespected) }
    @Test func `only a contact of the step's role that may be reached is written to, on a channel of the step`()
        async throws
    {
        try await holds(.onlyToWhomMayBeReached)
    }
    @Test func `without a contact that may be reached nothing is sent`() async throws {
        try await holds(.noContactNoSend)
    }
    @Test func `at one instant goes out at most one late message, and one for each due date`() async throws {
        try await holds(.atOneInstant)
    }

    @Test func `the total is what is open on the invoices named less what is unapplied, and more than 0`() async throws
    {
        try await holds(.totalIsRight)
    }
    @Test func `a late step names nothing that is not overdue`() async throws { try await holds(.onlyOverdue) }
    @Test func `a late step names everything that is overdue and not stopped`() async throws {
        try await holds(.everythingOverdue)
    }
    @Test func `the oldest invoice comes first, none twice`() async throws { try await holds(.oldestFirst) }
    @Test func `days are those of the creditor's calendar`() async throws { try await holds(.creditorsDay) }
    @Test func `nothing is asked for while what is unapplied covers it`() async throws {
        try await holds(.coveredIsNotAsked)
    }

    @Test func `a stopped invoice is never named`() async throws { try await holds(.stoppedIsNotNamed) }
    @Test func `nothing goes out while the case is stopped`() async throws { try await holds(.stoppedCaseIsSilent) }
    @Test func `the end of a hold lets out one late message at once, never more`() async throws {
        try await holds(.noBurstAfterHold)
    }

    @Test func `what is disputed or promised in part is not asked for`() async throws {
        try await holds(.restingIsNotAsked)
    }
    @Test func `an open promise rests what it names up to its amount, and nothing else`() async throws {
        try await holds(.promiseRestsItsAmount)
    }
    @Test func `the end of a promise lets out one late message at once, never more`() async throws {
        try await holds(.noBurstAfterPromise)
    }
    @Test func `the first late message after a promise was not kept has its text, the next one its own`() async throws {
        try await holds(.brokenPromiseSpeaks)
    }
    @Test func `while a plan runs nothing of its invoices is overdue before an instalment is`() async throws {
        try await holds(.planReplacesDates)
    }
    @Test func `a broken plan leaves what would be without it`() async throws { try await holds(.brokenPlanReinstates) }
    @Test func `of an invoice in instalments a late step names those that are overdue, the earliest paid first`()
        async throws
    { try await holds(.instalmentsAgeAlone) }
    @Test func `nothing goes out while money that has come waits for its invoice`() async throws {
        try await holds(.unappliedHolds)
    }
    @Test func `a late message has the voice of its speaker, never that of a higher step`() async throws {
        try await holds(.speakerSpeaks)
    }
    @Test func `a late message below the percentage has the voice of the step below its speaker, if there is one`()
        async throws
    { try await holds(.percentMakesMilder) }
    @Test func `a step names no invoice that does without it, and a case does without what it leaves out`() async throws
    { try await holds(.leftOutIsNotNamed) }
    @Test func `a step with a task is sent only if that was an approval, and it was given`() async throws {
        try await holds(.taskIsNotSent)
    }
    @Test func `a task is opened once`() async throws { try await holds(.taskOpensOnce) }
    @Test func `nothing goes out on a ladder while a task of it is open and in time`() async throws {
        try await holds(.taskHoldsTheLadder)
    }
    @Test func `where each invoice has its own ladder a message names one of them`() async throws {
        try await holds(.oneInvoiceAMessage)
    }

    @Test func `a wait always lies in the future`() async throws { try await holds(.waitsForTheFuture) }
    @Test func `waking at the named instant makes progress`() async throws { try await holds(.wakingHelps) }
    @Test func `nothing would be sent before the instant that is waited for`() async throws {
        try await holds(.nothingIsSleptThrough)
    }
    @Test func `a rest ends with a fact and not with time`() async throws { try await holds(.restsUntilAFact) }
    @Test func `a paid-up case rests`() async throws { try await holds(.paidUpRests) }

    @Test func `a new episode begins only when nothing of the old one is open`() async throws {
        try await holds(.newOnlyWhenNothingIsOpen)
    }
    @Test func `an episode of which nothing is open is over, and the next has the next number`() async throws {
        try await holds(.countedWithoutGaps)
    }
    @Test func `a payment that is taken back finds the case in the episode and at the step where it stood`()
        async throws
    {
        try await holds(.reversalGoesOn)
    }

    @Test func `the basis differs when anything that it covers differs`() async throws {
        try await holds(.basisFollows)
    }
    @Test func `the basis stays when nothing that it covers differs`() async throws { try await holds(.basisStays) }

    /// A property says nothing of what no case reaches.
    @Test func `every kind of answer is reached`() async throws {
        let outcome = try await PropertyRun.ofThisProcess.value
        // One case that is run again reaches what it reaches.
        guard outcome.cases >= 1_000 else { return }
        let all =
            ["send early", "send late"]
            + [
                .step, .window, .budget, .held, .disputed, .promised, .unapplied, .task, .covered, .belowMinimum,
                .noChannel,
            ].map { (reason: Decision.WaitReason) in "wait: " + reason.rawValue }
            + [
                .nothingOpen, .covered, .belowMinimum, .stepsTaken, .noChannel, .held, .disputed, .task,
                .factsIncomplete, .balanceDiffers,
            ].map { (reason: Decision.RestReason) in "rest: " + reason.rawValue }
            + ManualTask.Kind.allCases.map { "task: " + $0.rawValue }
        for answer in all { #expect(outcome.answers[answer, default: 0] >= 10, "\(answer)") }
    }
}
