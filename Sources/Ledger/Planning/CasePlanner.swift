import Contracts
import Foundation
import Policy
import Store

/// Plans one case after the other within a transaction.
struct CasePlanner {
    let ledger: Ledger
    let now: Instant
    let realNow: Instant
    /// nil: what is due goes to nobody and is not stored, as in a simulation.
    let commands: CommandWriter?
    /// nil: nothing but policy and facts counts, as in a simulation.
    var controls: SendingControls?

    /// How long a case waits for a parked command before it is planned anew.
    private let parkedPatience = Duration.seconds(86_400)
    /// Refused claims in a row after which a case must be quiet for a while, in real time, before the last try.
    private let refusalLimit: Int64 = 3
    private let quiet = Duration.seconds(60)

    func plan(
        _ due: DueCase, rules: (Identifier) -> CaseRules?, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        guard let (loaded, rules) = try load(due, rules, in: transaction) else { return }
        if let record = try plan(loaded, rules, due: due.since, into: &result, in: transaction) {
            result.decisions.append(record)
        }
    }

    /// nil, and left alone until facts come, for a case whose account or creditor is not known.
    func load(
        _ due: DueCase, _ rules: (Identifier) -> CaseRules?, in transaction: borrowing Transaction
    ) throws -> (LoadedCase, CaseRules)? {
        do {
            if let found = try ledger.load(case: due.number, rules: rules, now: now, in: transaction) { return found }
            try rest(due.number, until: nil, why: "account or creditor not known", in: transaction)
        } catch LedgerError.unreadableVersion {
            // The others go on. Activating a configuration, or moving the case, has it looked at again.
            try rest(due.number, until: nil, why: "policy version cannot be read", in: transaction)
        } catch let error as SealError where error.isOfOnePerson {
            // Somebody changed what is stored. The others go on; the account's next event writes it anew.
            try rest(due.number, until: nil, why: SealError.why, in: transaction)
        }
        return nil
    }

    /// - Parameter since: when the decision fell due.
    /// - Returns: the decision; nil: there was none to take, or it is under way.
    func plan(
        _ loaded: LoadedCase, _ rules: CaseRules, due since: Instant, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws -> DecisionRecord? {
        let number = loaded.facts.number
        if loaded.attempts.contains(where: { $0.state == .claimed || $0.state == .submitting }) {
            try rest(number, until: nil, why: "on the wire", in: transaction)
            return nil
        }
        let parked = loaded.attempts.filter { $0.state == .parked }
        if let parkedAt = parked.compactMap(\.settledAt).max() {
            let end = parkedAt.adding(parkedPatience)
            if realNow < end {
                try postpone(number, until: end, why: "command parked", in: transaction)
                return nil
            }
            for attempt in parked { try cancel(attempt, "superseded", into: &result, in: transaction) }
        }
        let doubt = AttemptDoubt(of: loaded, rules)
        if let attempt = doubt.resendable(at: now) {
            try resend(attempt, of: loaded, into: &result, in: transaction)
            return nil
        }
        if loaded.differs { try openTaskForDifference(of: loaded, into: &result, in: transaction) }
        try clockDisputes(of: loaded, rules, into: &result, in: transaction)
        let decision = rules.policy.decision(on: loaded.facts, after: loaded.history, now: now)
        var record = DecisionRecord(
            at: since, decidedAt: now, facts: loaded.facts, history: loaded.history, policy: rules.policy,
            action: decision.action, lapsed: try note(decision.lapsed, of: number, in: transaction),
            promises: try tellPromises(of: loaded, rules, into: &result, in: transaction))
        switch decision.action {
        case .send(let reminder):
            if let hold = try controls?.hold(on: loaded, reminder.channel, rules, in: transaction) {
                try stop(loaded, hold.rawValue, into: &result, in: transaction)
                try rest(number, heldBy: hold, for: loaded.facts.creditor, in: transaction)
                result.held[hold, default: 0] += 1
                record.isNew = false
            } else if let end = doubt.end(at: now) {
                try stop(loaded, Applier.doubt, into: &result, in: transaction)
                try rest(number, until: doubt.next(before: end), why: Applier.doubt, in: transaction)
                record.isNew = false
            } else if let commands {
                try ledger.pin(loaded, to: rules.policy, episode: reminder.instance.episode, in: transaction)
                record.isNew = try plan(reminder, of: loaded, rules, commands, into: &result, in: transaction)
            }
            // What is under way was told before.
            if !record.isNew, record.lapsed.isEmpty, record.promises.isEmpty { return nil }
        case .task(let due):
            try stop(loaded, Decision.WaitReason.task.rawValue, into: &result, in: transaction)
            try ledger.pin(loaded, to: rules.policy, episode: due.instance.episode, in: transaction)
            try open(due, of: loaded, into: &result, in: transaction)
            try rest(
                number, until: doubt.next(before: due.deadline), why: Decision.WaitReason.task.rawValue, in: transaction
            )
        case .wait(let until, let reason):
            try stop(loaded, reason.rawValue, into: &result, in: transaction)
            try rest(number, until: doubt.next(before: until), why: reason.rawValue, in: transaction)
            if reason == .noChannel { try openTask("no channel", for: loaded, into: &result, in: transaction) }
            if reason == .noHour { try openTask("no hour", for: loaded, into: &result, in: transaction) }
        case .rest(let reason):
            if reason == .nothingOpen { try ledger.unpin(case: number, in: transaction) }
            try stop(loaded, reason.rawValue, into: &result, in: transaction)
            try rest(number, until: doubt.next(before: nil), why: reason.rawValue, in: transaction)
            if reason == .noChannel { try openTask("no channel", for: loaded, into: &result, in: transaction) }
            if reason == .noHour { try openTask("no hour", for: loaded, into: &result, in: transaction) }
        }
        return record
    }

    /// What only a person can change: nobody to write to, or no hour at which that is allowed.
    ///
    /// Not inlined: the optimizer of Swift 6.3.1 aborts on it ("Cannot initialize a nonCopyable type").
    @inline(never)
    private func openTask(
        _ kind: String, for loaded: LoadedCase, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        let task = try opener.openTask(kind, loaded.reference, attempt: "", in: transaction)
        result.feed.append(.taskOpened(task))
    }

    var opener: Applier { Applier(ledger: ledger, realNow: realNow, settle: .zero) }

    /// Stores the attempt with its command.
    /// - Returns: whether there was something to store: it may be under way, or wait for another try.
    private func plan(
        _ reminder: Reminder, of loaded: LoadedCase, _ rules: CaseRules, _ commands: CommandWriter,
        into result: inout PlanningResult, in transaction: borrowing Transaction
    ) throws -> Bool {
        let slot = reminder.contact.slot
        let id = MessageID.named(
            "attempt", String(loaded.facts.number), String(reminder.instance.episode), reminder.instance.step,
            String(reminder.instance.occurrence), reminder.channel.rawValue, slot.text)
        for other in loaded.attempts where other.id != id && other.state.standing == .open && other.state != .parked {
            try cancel(other, "superseded", into: &result, in: transaction)
        }
        let invoices = reminder.invoices
        let fee = reminder.fee(in: loaded.facts.currency)
        let basis = Basis.hash(
            of: loaded.facts, instance: reminder.instance, slot: slot, invoices: invoices, config: rules.config)
        let existing = loaded.attempts.first { $0.id == id }
        if let existing {
            if let retryAt = existing.retryAt, retryAt > realNow, existing.state == .planned {
                try postpone(loaded.facts.number, until: retryAt, why: "deferred", in: transaction)
                return false
            }
            let isUnderway = existing.state == .dispatched || (existing.state == .planned && existing.hasCommand)
            if isUnderway, existing.basis == basis {
                try rest(loaded.facts.number, until: nil, why: "under way", in: transaction)
                return false
            }
        }
        if loaded.refusals >= refusalLimit, try !isSettled(loaded, into: &result, in: transaction) { return false }
        // A revision that was never published may be used again; any other is spent.
        let revision = existing.map { $0.state == .planned && !$0.hasCommand ? $0.revision : $0.revision + 1 } ?? 1
        let (opened, name) = try ledger.opened(reminder, of: loaded, in: transaction)
        let message = commands.command(
            for: opened, to: name, AttemptReference(id: id, revision: revision, generation: 0), basis, loaded, rules)
        let body = message.encoded()
        let stored = try ledger.sealed(
            String(decoding: body, as: UTF8.self), .attemptCommand, [id], of: loaded.person, mayMakeKey: false,
            in: transaction)
        try transaction.execute(
            """
            INSERT INTO attempt (
                id, case_number, account_id, creditor, episode, step, occurrence, channel, slot, state, revision,
                generation, basis, config, template, invoices, total, address, planned_at, command, published_at,
                deferrals, fence, is_undeliverable, fee, fee_basis)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', $10, 0, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, 0, 0, 0, $20, $21)
            ON CONFLICT (id) DO UPDATE SET
                state = 'planned', revision = excluded.revision, basis = excluded.basis, config = excluded.config,
                template = excluded.template, invoices = excluded.invoices, total = excluded.total,
                address = excluded.address, planned_at = excluded.planned_at, command = excluded.command,
                published_at = excluded.published_at, retry_at = NULL, worker = NULL, claimed_at = NULL,
                settled_at = NULL, reason = NULL, fee = excluded.fee, fee_basis = excluded.fee_basis
            """,
            .text(id), .int(loaded.facts.number), .int(loaded.accountID), .text(loaded.facts.creditor.text),
            .int(reminder.instance.episode), .text(reminder.instance.step), .int(reminder.instance.occurrence),
            .text(reminder.channel.rawValue), .text(slot.text), .int(revision), .text(basis), .text(rules.config),
            .text(reminder.template), .text(try IdentifierList.text(of: invoices)), .int(reminder.totalMinor),
            .text(ledger.hash(ofAddress: reminder.contact.email ?? "")), .int(now.milliseconds),
            .text(stored), .int(realNow.milliseconds), .int(fee?.minor),
            .text(fee?.basis))
        result.dispatches.append(Dispatch(attempt: id, revision: revision, command: message, body: body))
        result.changes.append(
            AttemptChange(
                .planned, case: loaded.facts.number, id, revision: revision, worker: ledger.worker, basis: basis))
        try rest(loaded.facts.number, until: nil, why: "under way", in: transaction)
        return true
    }

    /// Whether a case whose claims were refused again and again may be tried once more, now.
    private func isSettled(
        _ loaded: LoadedCase, into result: inout PlanningResult, in transaction: borrowing Transaction
    ) throws -> Bool {
        let number = loaded.facts.number
        if loaded.refusals == refusalLimit {
            try postpone(number, until: realNow.adding(quiet), why: "waits until the case is quiet", in: transaction)
        } else if loaded.refusals == refusalLimit + 1 {
            return true
        } else {
            let task = try opener.openTask("case does not settle", loaded.reference, attempt: "", in: transaction)
            result.feed.append(.taskOpened(task))
            try rest(number, until: nil, why: "case does not settle", in: transaction)
        }
        try transaction.execute(
            "UPDATE dunning_case SET refusals = $2 WHERE number = $1", .int(number),
            .int(loaded.refusals == refusalLimit ? refusalLimit + 1 : 0))
        return false
    }

    /// Cancels what is planned or dispatched: its step is not due any more.
    private func stop(
        _ loaded: LoadedCase, _ reason: String, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        for attempt in loaded.attempts where attempt.state == .planned || attempt.state == .dispatched {
            let settled = try ledger.settledReason(of: attempt.invoices, facts: loaded.facts, in: transaction)
            try cancel(attempt, settled ?? reason, into: &result, in: transaction)
        }
    }

    private func cancel(
        _ attempt: StoredAttempt, _ reason: String, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE attempt SET state = 'cancelled', reason = $2, command = NULL, settled_at = $3 WHERE id = $1
            """,
            .text(attempt.id), .text(reason), .int(now.milliseconds))
        result.changes.append(
            AttemptChange(
                .cancelled, case: nil, attempt.id, revision: attempt.revision, worker: ledger.worker, reason: reason))
        result.cancelled[reason, default: 0] += 1
    }

    /// Nothing before `until` by the policy's clock; nil: until a fact changes.
    private func rest(
        _ number: Int64, until: Instant?, why: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = $2, why = $3, held_for = NULL WHERE number = $1", .int(number),
            .int(until?.milliseconds), .text(why))
    }

    /// Nothing until a fact changes or ``Ledger/wakeHeldCases(_:limit:rules:in:)`` finds the hold gone.
    private func rest(
        _ number: Int64, heldBy hold: SendingHold, for creditor: Identifier, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = NULL, why = $2, held_for = $3 WHERE number = $1", .int(number),
            .text(hold.rawValue), .text(creditor.text))
    }

    /// Due, but nothing before `until` in real time.
    private func postpone(
        _ number: Int64, until: Instant, why: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = 0, ready_at = $2, why = $3, held_for = NULL WHERE number = $1",
            .int(number),
            .int(until.milliseconds), .text(why))
    }

    /// Stores the steps that lapsed.
    /// - Returns: those that were not stored before.
    private func note(
        _ lapsed: [LapsedStep], of number: Int64, in transaction: borrowing Transaction
    ) throws -> [LapsedStep] {
        if lapsed.isEmpty { return [] }
        if let new = ledger.simulation?.note(lapsed, of: number) { return new }
        let known = Set(
            try transaction.all("SELECT step, occurrence FROM lapse WHERE case_number = $1", .int(number)) { row in
                LapsedStep(step: row.text(0), occurrence: Int(row.int(1)))
            })
        let new = lapsed.filter { !known.contains($0) }
        for step in new {
            try transaction.execute(
                """
                INSERT INTO lapse (case_number, step, occurrence, at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (case_number, step, occurrence) DO NOTHING
                """,
                .int(number), .text(step.step), .int(step.occurrence), .int(now.milliseconds))
        }
        return new
    }
}

extension Ledger {
    /// Why none of the invoices that a message names is open any more, or nil if one is.
    func settledReason(
        of invoices: [Identifier], facts: CaseFacts, in transaction: borrowing Transaction
    ) throws -> String? {
        let open = Set(facts.items.map(\.invoice))
        if invoices.contains(where: open.contains) { return nil }
        return try settledReason(of: invoices, creditor: facts.creditor, in: transaction)
    }

    /// Why invoices of which none is open any more are not.
    package func settledReason(of invoices: [Identifier], creditor: Identifier) throws -> String {
        try database.read { try settledReason(of: invoices, creditor: creditor, in: $0) }
    }

    func settledReason(
        of invoices: [Identifier], creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> String {
        for invoice in invoices {
            let row = try transaction.first(
                "SELECT status, open FROM invoice WHERE creditor = $1 AND invoice = $2", .text(creditor.text),
                .text(invoice.text)
            ) { (status: $0.text(0), open: $0.int(1)) }
            switch row?.status {
            case InvoiceStatus.voided.rawValue: return "voided"
            case InvoiceStatus.writtenOff.rawValue: return "written off"
            default: if let row, row.open > 0 { return "owed by another account" }
            }
        }
        return "paid"
    }
}
