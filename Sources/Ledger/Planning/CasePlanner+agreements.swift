import Contracts
import Policy
import Store

/// What the planning of a case tells beside messages: tasks for people, and what became of promises.
extension CasePlanner {
    /// Opens the task of a step, once.
    func open(
        _ due: DueTask, of loaded: LoadedCase, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        let instance = due.instance
        let id = "\(loaded.facts.number)/\(instance.episode).\(instance.step).\(instance.occurrence)"
        let deadline = due.task.deadline(openedAt: now, in: loaded.facts.creditorZone)
        try transaction.execute(
            """
            INSERT INTO task (
                case_number, kind, attempt, opened_at, id, step, episode, occurrence, owner, due_at, invoices)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (case_number, kind, attempt) DO NOTHING
            """,
            .int(loaded.facts.number), .text(due.task.kind.rawValue),
            .text("\(instance.episode).\(instance.step).\(instance.occurrence)"), .int(now.milliseconds), .text(id),
            .text(instance.step), .int(instance.episode), .int(instance.occurrence), .text(due.task.owner),
            .int(deadline.milliseconds), .text(try IdentifierList.text(of: due.invoices)))
        try takeEarlyWord(aboutTask: id, of: loaded, in: transaction)
        ledger.simulation?.forget(loaded.facts.number)
        result.feed.append(
            .taskOpened(
                TaskOpened(
                    case: loaded.reference, kind: due.task.kind.rawValue, attempt: nil, task: Identifier(id),
                    step: instance.step, owner: due.task.owner, dueAt: deadline, at: now)))
    }

    /// A task that is opened again, after a restore, may have been settled before.
    private func takeEarlyWord(
        aboutTask id: String, of loaded: LoadedCase, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            """
            UPDATE task SET
                outcome = (SELECT outcome FROM task_word WHERE creditor = $2 AND task = $1),
                closed_at = (SELECT time FROM task_word WHERE creditor = $2 AND task = $1)
            WHERE id = $1 AND outcome IS NULL
            """,
            .text(id), .text(loaded.facts.creditor.text))
    }

    /// Opens a task for each dispute that the policy wants answered within a term, once for each time it is opened.
    func clockDisputes(
        of loaded: LoadedCase, _ rules: CaseRules, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        guard let days = rules.policy.disputes.serviceDays else { return }
        let open = Set(loaded.facts.items.map(\.invoice.text))
        for dispute in loaded.disputes where dispute.invoice.map(open.contains) ?? true {
            let (number, kind) = (loaded.facts.number, DisputeTask.kind)
            let zone = loaded.facts.creditorZone
            let end = zone.instant(zone.date(at: dispute.openedAt).adding(days: days + 1), minute: 0)
            let id = "\(number)/\(DisputeTask.subject(of: dispute.id))"
            let isNew = try transaction.execute(
                """
                INSERT INTO task (case_number, kind, attempt, opened_at, id, owner, due_at)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                ON CONFLICT (case_number, kind, attempt) DO UPDATE SET
                    opened_at = excluded.opened_at, due_at = excluded.due_at, closed_at = NULL
                WHERE task.closed_at IS NOT NULL
                """,
                .int(number), .text(kind), .text(DisputeTask.subject(of: dispute.id)), .int(now.milliseconds),
                .text(id), .text(rules.policy.disputes.owner), .int(end.milliseconds))
            if isNew == 0 { continue }
            result.feed.append(
                .taskOpened(
                    TaskOpened(
                        case: loaded.reference, kind: kind, attempt: nil, task: Identifier(id),
                        owner: rules.policy.disputes.owner, dueAt: end, at: now)))
        }
    }

    /// Tells what became of promises whose time is over, each once.
    /// - Returns: those that were told now.
    func tellPromises(
        of loaded: LoadedCase, _ rules: CaseRules, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws -> [PromiseStanding] {
        if loaded.untold.isEmpty { return [] }
        let standings = PromiseToPay.standings(
            of: loaded.facts.promises, at: now, in: loaded.facts.creditorZone, by: rules.policy.promises)
        var told: [PromiseStanding] = []
        for standing in standings where loaded.untold.contains(standing.promise.id) && standing.outcome != .open {
            try transaction.execute(
                "UPDATE promise SET told = $3 WHERE creditor = $1 AND id = $2", .text(loaded.facts.creditor.text),
                .text(standing.promise.id.text), .text(standing.outcome.rawValue))
            told.append(standing)
            if standing.outcome == .superseded { continue }
            let outcome = PromiseOutcome(
                creditor: loaded.facts.creditor, account: loaded.facts.account, promise: standing.promise.id,
                amount: Money(minor: standing.promise.amountMinor, currency: loaded.facts.currency),
                paidMinor: standing.promise.paidMinor, promisedOn: standing.promise.promisedOn, at: now)
            result.feed.append(.promiseOutcome(outcome, isKept: standing.outcome == .kept))
        }
        return told
    }
}

/// The task to answer a dispute. It ends with the dispute.
enum DisputeTask {
    static let kind = "dispute"

    /// What the task's row has in place of an attempt.
    static func subject(of dispute: Identifier) -> String { "dispute.\(dispute)" }
}
