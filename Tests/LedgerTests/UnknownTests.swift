import Contracts
import Ledger
import Policy
import Testing

@Suite struct `An attempt whose outcome nobody knows` {
    /// Sent by a worker that died in the middle of it.
    private func doubtful(_ books: Books) throws -> (render: ReminderRender, claim: Claim) {
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        guard case .granted(let claim) = try books.claim(render) else { throw BooksProblem.notGranted }
        #expect(try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60)) == [true])
        try books.ledger.renewLease(of: "w1", .seconds(-1))
        #expect(try books.ledger.sweep(dispatchTimeout: .seconds(1800)).unknown == 1)
        return (render, claim)
    }

    private func resolve(
        _ books: Books, _ render: ReminderRender, _ result: AttemptResolution, by: AttemptResolver = .operator,
        revision: Int? = nil
    ) throws -> [Payload] {
        var attempt = render.attempt
        attempt.revision = revision ?? attempt.revision
        let applied = try books.apply(
            .attemptResolved(
                AttemptResolved(
                    attempt: attempt, case: render.case, result: result, by: by, evidence: "mail log",
                    author: "ops", reason: "looked up")))
        guard case .applied(let feed) = applied[0] else { return [] }
        return feed
    }

    @Test func `is listed with its task until it is resolved`() throws {
        let books = try Books()
        let (render, _) = try doubtful(books)
        let listed = try #require(try books.ledger.unknownAttempts(limit: 10).first)
        #expect(listed.attempt == render.attempt.id && listed.revision == 1 && listed.hasTask)
        #expect(listed.account == "account" && listed.step == render.instance.step && listed.worker == "w1")
        #expect(try books.ledger.status().openTasks == ["outcome unknown": 1])
        _ = try resolve(books, render, .accepted)
        #expect(try books.ledger.unknownAttempts(limit: 10).isEmpty)
        #expect(try books.ledger.status().openTasks.isEmpty)
        let timeline = try #require(try books.ledger.timeline(of: "creditor", "account", in: Zone("Europe/Berlin")!))
        #expect(timeline.contains { $0.what == "attempt resolved" && $0.details["by"] == "operator" })
        #expect(try books.ledger.auditEntries(after: 0, limit: 10).map(\.action) == ["attempt.resolved"])
    }

    @Test func `that was accepted counts as sent, and is told to upstream each time the word comes by`() throws {
        let books = try Books()
        let (render, _) = try doubtful(books)
        let word = Payload.attemptResolved(
            AttemptResolved(
                attempt: render.attempt, case: render.case, result: .accepted, by: .provider, evidence: "mail log",
                author: "ops", reason: "looked up"))
        let message = books.message(word)
        for _ in 0..<2 {
            guard case .applied(let feed) = try books.apply([message])[0], case .reminderSent(let sent)? = feed.first
            else { return #expect(Bool(false), "nothing for the feed") }
            #expect(sent.attempt == render.attempt.id)
        }
        #expect(try books.attempt().state == "accepted")
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `that bounced makes its address undeliverable, as does a bounce after acceptance`() throws {
        for isAccepted in [false, true] {
            let books = try Books()
            let (render, claim) = try doubtful(books)
            if isAccepted {
                let outcomes = [(claim: claim, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
                #expect(try books.ledger.complete(outcomes, worker: "w1", lease: .seconds(60)) == [true])
            }
            _ = try resolve(books, render, .bounced, by: .bounce)
            #expect(try books.attempt().state == "bounced")
            _ = try books.ledger.setClock { $0.adding(.seconds(10 * 86_400)) }
            try books.apply(books.invoice("i2", due: "2026-10-20"))
            #expect(try books.plan().dispatches.isEmpty)
            #expect(try books.view().cases[0].evidence?.contacts.allSatisfy { $0.obstacle != nil } == true)
        }
    }

    @Test func `that was not sent is decided anew with the next revision`() throws {
        let books = try Books()
        let (render, _) = try doubtful(books)
        _ = try resolve(books, render, .notSent)
        let again = try books.planOne()
        #expect(again.attempt.id == render.attempt.id && again.attempt.revision > render.attempt.revision)
        // The word about the first life says nothing about the second.
        _ = try resolve(books, render, .accepted)
        #expect(try books.claim(render) == .superseded)
        _ = try books.send(again)
    }

    @Test func `is accepted after all when its sender tells so after somebody said that it was not sent`() throws {
        let books = try Books()
        let (render, claim) = try doubtful(books)
        _ = try resolve(books, render, .notSent)
        let again = try books.planOne()
        let late = [(claim: claim, outcome: SubmissionOutcome.accepted(code: 250, reason: "queued"))]
        #expect(try books.ledger.complete(late, worker: "w1", lease: .seconds(60)) == [true])
        #expect(try books.claim(again) == .settled(.accepted, code: 250, reason: "queued"))
        #expect(try books.attempt().state == "accepted")
        #expect(try books.plan().dispatches.isEmpty)
    }

    @Test func `takes the word that came before anybody knew of the doubt`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        guard case .granted(let claim) = try books.claim(render) else { throw BooksProblem.notGranted }
        _ = try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60))
        _ = try resolve(books, render, .accepted, by: .provider)
        #expect(try books.attempt().state == "submitting")
        try books.ledger.renewLease(of: "w1", .seconds(-1))
        let swept = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
        #expect(swept.feed.contains { if case .reminderSent = $0 { true } else { false } })
        #expect(try books.attempt().state == "accepted")
        #expect(try books.ledger.status().openTasks.isEmpty)
    }

    @Test func `of which nothing is in this ledger is a conflict`() throws {
        let books = try Books()
        let (render, _) = try doubtful(books)
        var other = render
        other.attempt.id = "elsewhere"
        let applied = try books.apply(
            .attemptResolved(
                AttemptResolved(
                    attempt: other.attempt, case: render.case, result: .accepted, by: .operator, evidence: "e",
                    author: "ops", reason: "r")))
        #expect(applied == [.conflict(reason: "the attempt is not in this ledger")])
    }

    @Test func `keeps its case waiting for 72 hours, then the case goes on with its next step`() throws {
        let books = try Books()
        // Each invoice has a ladder of its own, and that of the other one is due as well.
        let policy = books.caseRules.policy
        books.caseRules.policy = DunningPolicy(
            id: policy.id, steps: policy.steps, window: policy.window, minimum: policy.minimum, budget: policy.budget,
            consolidation: .invoice)
        _ = try doubtful(books)
        try books.apply(books.invoice("i2", due: "2026-10-20"))
        var reasons: Set<String> = []
        for _ in 0..<5 {
            #expect(try books.plan().dispatches.isEmpty)
            reasons.insert(try books.view().cases[0].why)
            _ = try books.ledger.setClock { $0.adding(.seconds(12 * 3600)) }
        }
        #expect(reasons.contains("outcome unknown"))
        _ = try books.ledger.setClock { $0.adding(.seconds(13 * 3600)) }
        #expect(try books.planOne().items.map(\.invoice) == ["i2"])
        #expect(try books.ledger.unknownAttempts(limit: 10).count == 1)
    }

    @Test func `goes out once more after a day where the creditor's rules say so, and not a second time`() throws {
        let books = try Books()
        books.caseRules.resendsUnknown = [.email]
        let (render, _) = try doubtful(books)
        #expect(try books.plan().dispatches.isEmpty)
        _ = try books.ledger.setClock { $0.adding(.seconds(25 * 3600)) }
        _ = try books.plan()
        let again = try books.planOneOrWait()
        #expect(again.attempt.id == render.attempt.id)
        guard case .granted(let claim) = try books.claim(again) else { throw BooksProblem.notGranted }
        _ = try books.ledger.markSubmitting([claim], worker: "w1", lease: .seconds(60))
        try books.ledger.renewLease(of: "w1", .seconds(-1))
        let swept = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
        #expect(swept.unknown == 1)
        #expect(try books.ledger.status().openTasks["outcome unknown"] == 1)
        _ = try books.ledger.setClock { $0.adding(.seconds(48 * 3600)) }
        _ = try books.plan()
        #expect(try books.attempt().state == "unknown")
    }

    @Test func `does not go out once more if nobody asked for that`() throws {
        let books = try Books()
        _ = try doubtful(books)
        _ = try books.ledger.setClock { $0.adding(.seconds(30 * 3600)) }
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.attempt().state == "unknown")
    }
}

enum BooksProblem: Error {
    case notGranted
}

extension Books {
    /// The one command that was planned last: in a pass before, or in this one.
    fileprivate func planOneOrWait() throws -> ReminderRender {
        let pending = try ledger.undispatched(olderThan: .zero, limit: 10)
        if let command = pending.first, case .reminderRender(let render) = command.command.payload { return render }
        return try planOne()
    }
}
