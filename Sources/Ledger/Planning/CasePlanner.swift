import Contracts
import Foundation
import Policy
import Store

/// Plans one case after the other within a transaction.
struct CasePlanner {
    let ledger: Ledger
    let now: Instant
    let realNow: Instant
    let links: MakeLinks
    let source: String

    /// How long a case waits for a parked command before it is planned anew.
    private let parkedPatience = Duration.seconds(86_400)
    /// Refused claims in a row after which a case must be quiet for a while, in real time, before the last try.
    private let refusalLimit: Int64 = 3
    private let quiet = Duration.seconds(60)

    func plan(
        case number: Int64, rules: (Identifier) -> CaseRules?, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        guard let (loaded, rules) = try ledger.load(case: number, rules: rules, now: now, in: transaction) else {
            return try rest(number, until: nil, why: "account or creditor not known", in: transaction)
        }
        if loaded.attempts.contains(where: { $0.state == .claimed || $0.state == .submitting }) {
            return try rest(number, until: nil, why: "on the wire", in: transaction)
        }
        let parked = loaded.attempts.filter { $0.state == .parked }
        if let since = parked.compactMap(\.settledAt).max() {
            let end = since.adding(parkedPatience)
            if realNow < end {
                return try postpone(number, until: end, why: "command parked", in: transaction)
            }
            for attempt in parked { try cancel(attempt, "superseded", into: &result, in: transaction) }
        }
        let decision = rules.policy.decision(on: loaded.facts, after: loaded.history, now: now)
        try note(decision.lapsed, of: number, in: transaction)
        switch decision.action {
        case .send(let reminder):
            try plan(reminder, of: loaded, rules, into: &result, in: transaction)
        case .wait(let until, let reason):
            try stop(loaded, reason.rawValue, into: &result, in: transaction)
            try rest(number, until: until, why: reason.rawValue, in: transaction)
            if reason == .noChannel { try openChannelTask(for: loaded, into: &result, in: transaction) }
        case .rest(let reason):
            try stop(loaded, reason.rawValue, into: &result, in: transaction)
            try rest(number, until: nil, why: reason.rawValue, in: transaction)
            if reason == .noChannel { try openChannelTask(for: loaded, into: &result, in: transaction) }
        }
    }

    private func openChannelTask(
        for loaded: LoadedCase, into result: inout PlanningResult, in transaction: borrowing Transaction
    ) throws {
        let task = try opener.openTask("no channel", loaded.reference, attempt: "", in: transaction)
        result.feed.append(.taskOpened(task))
    }

    private var opener: Applier { Applier(ledger: ledger, realNow: realNow, settle: .zero) }

    private func plan(
        _ reminder: Reminder, of loaded: LoadedCase, _ rules: CaseRules, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        let slot = reminder.contact.slot
        let id = MessageID.named(
            "attempt", String(loaded.facts.number), String(reminder.instance.episode), reminder.instance.step,
            String(reminder.instance.occurrence), reminder.channel.rawValue, slot.text)
        for other in loaded.attempts where other.id != id && other.state.standing == .open && other.state != .parked {
            try cancel(other, "superseded", into: &result, in: transaction)
        }
        let invoices = reminder.items.map(\.invoice)
        let basis = Basis.hash(
            of: loaded.facts, instance: reminder.instance, slot: slot, invoices: invoices, config: rules.config)
        let existing = loaded.attempts.first { $0.id == id }
        if let existing {
            if let retryAt = existing.retryAt, retryAt > realNow, existing.state == .planned {
                return try postpone(loaded.facts.number, until: retryAt, why: "deferred", in: transaction)
            }
            let isUnderway = existing.state == .dispatched || (existing.state == .planned && existing.hasCommand)
            if isUnderway, existing.basis == basis {
                return try rest(loaded.facts.number, until: nil, why: "under way", in: transaction)
            }
        }
        if loaded.refusals >= refusalLimit, try !isSettled(loaded, into: &result, in: transaction) { return }
        // A revision that was never published may be used again; any other is spent.
        let revision = existing.map { $0.state == .planned && !$0.hasCommand ? $0.revision : $0.revision + 1 } ?? 1
        let message = command(
            for: reminder, AttemptReference(id: id, revision: revision, generation: 0), basis, loaded, rules)
        let body = message.encoded()
        try transaction.execute(
            """
            INSERT INTO attempt (
                id, case_number, account_id, creditor, episode, step, occurrence, channel, slot, state, revision,
                generation, basis, config, template, invoices, total, address, planned_at, command, published_at,
                deferrals, fence, is_undeliverable)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned', $10, 0, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, 0, 0, 0)
            ON CONFLICT (id) DO UPDATE SET
                state = 'planned', revision = excluded.revision, basis = excluded.basis, config = excluded.config,
                template = excluded.template, invoices = excluded.invoices, total = excluded.total,
                address = excluded.address, planned_at = excluded.planned_at, command = excluded.command,
                published_at = excluded.published_at, retry_at = NULL, worker = NULL, claimed_at = NULL,
                settled_at = NULL, reason = NULL
            """,
            .text(id), .int(loaded.facts.number), .int(loaded.accountID), .text(loaded.facts.creditor.text),
            .int(reminder.instance.episode), .text(reminder.instance.step), .int(reminder.instance.occurrence),
            .text(reminder.channel.rawValue), .text(slot.text), .int(revision), .text(basis), .text(rules.config),
            .text(reminder.step.template), .text(try Applier.json(invoices)), .int(reminder.totalMinor),
            .text(ledger.hash(ofAddress: reminder.contact.email ?? "")), .int(now.milliseconds),
            .text(String(decoding: body, as: UTF8.self)), .int(realNow.milliseconds))
        result.dispatches.append(Dispatch(attempt: id, revision: revision, command: message, body: body))
        try rest(loaded.facts.number, until: nil, why: "under way", in: transaction)
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

    private func command(
        for reminder: Reminder, _ attempt: AttemptReference, _ basis: String, _ loaded: LoadedCase, _ rules: CaseRules
    ) -> Message {
        let languages = [reminder.contact.language, loaded.accountLanguage, rules.language].compactMap { $0 }
        let render = ReminderRender(
            attempt: attempt, case: loaded.reference, instance: reminder.instance, channel: reminder.channel,
            slot: reminder.contact.slot, basis: basis, config: rules.config, template: reminder.step.template,
            languages: languages.reduce(into: []) { if !$0.contains($1) { $0.append($1) } },
            today: reminder.today,
            recipient: Recipient(name: reminder.contact.name, email: reminder.contact.email),
            accountName: loaded.accountName,
            items: reminder.items.map { item in
                ReminderItem(
                    invoice: item.invoice, number: item.number, reference: item.reference, issuedOn: item.issuedOn,
                    dueOn: item.dueOn, daysPastDue: reminder.today.days(since: item.dueOn),
                    amountMinor: item.amountMinor, openMinor: item.openMinor)
            },
            unappliedMinor: loaded.facts.unappliedMinor, totalMinor: reminder.totalMinor,
            links: links(loaded.facts.number, loaded.linkEpoch, attempt.id))
        return Message(
            id: MessageID.message(.reminderRender, of: attempt), source: source, time: now,
            payload: .reminderRender(render))
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
        result.cancelled[reason, default: 0] += 1
    }

    /// Nothing before `until` by the policy's clock; nil: until a fact changes.
    private func rest(
        _ number: Int64, until: Instant?, why: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = $2, why = $3 WHERE number = $1", .int(number),
            .int(until?.milliseconds), .text(why))
    }

    /// Due, but nothing before `until` in real time.
    private func postpone(
        _ number: Int64, until: Instant, why: String, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET next_action_at = 0, ready_at = $2, why = $3 WHERE number = $1", .int(number),
            .int(until.milliseconds), .text(why))
    }

    private func note(
        _ lapsed: [LapsedStep], of number: Int64, in transaction: borrowing Transaction
    ) throws {
        for step in lapsed {
            try transaction.execute(
                """
                INSERT INTO lapse (case_number, step, occurrence, at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (case_number, step, occurrence) DO NOTHING
                """,
                .int(number), .text(step.step), .int(step.occurrence), .int(now.milliseconds))
        }
    }
}

extension Ledger {
    /// Why none of the invoices that a message names is open any more, or nil if one is.
    func settledReason(
        of invoices: [Identifier], facts: CaseFacts, in transaction: borrowing Transaction
    ) throws -> String? {
        let open = Set(facts.items.map(\.invoice))
        if invoices.contains(where: open.contains) { return nil }
        for invoice in invoices {
            let status = try transaction.first(
                "SELECT status FROM invoice WHERE creditor = $1 AND invoice = $2", .text(facts.creditor.text),
                .text(invoice.text)
            ) { $0.text(0) }
            switch status {
            case InvoiceStatus.voided.rawValue: return "voided"
            case InvoiceStatus.writtenOff.rawValue: return "written off"
            default: continue
            }
        }
        return "paid"
    }
}
