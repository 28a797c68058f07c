import Contracts
import Policy
import Store

/// What a case rests on that is in doubt: an outcome that nobody knows, a balance that differs.
extension CasePlanner {
    /// The creditor's rule says that it was not sent: its mail goes out again, once, if it is due still.
    func resend(
        _ attempt: StoredAttempt, of loaded: LoadedCase, into result: inout PlanningResult,
        in transaction: borrowing Transaction
    ) throws {
        let resolved = AttemptResolved(
            attempt: AttemptReference(id: attempt.id, revision: attempt.revision, generation: 0),
            case: loaded.reference, result: .notSent, by: .policy, evidence: "no word within a day", author: "planner",
            reason: "the creditor's file has it sent again")
        let message = Message(
            id: MessageID.named("resend", attempt.id, String(attempt.revision)), source: "dunlin/planner", time: now,
            payload: .attemptResolved(resolved))
        guard case .applied(let feed) = try opener.applyPayload(of: message, in: transaction) else { return }
        result.feed += feed
    }

    /// A person has to find out why upstream's statement differs. It ends with the difference.
    func openTaskForDifference(
        of loaded: LoadedCase, into result: inout PlanningResult, in transaction: borrowing Transaction
    ) throws {
        let isOpen = try transaction.first(
            "SELECT 1 FROM task WHERE case_number = $1 AND kind = $2 AND attempt = '' AND closed_at IS NULL",
            .int(loaded.facts.number), .text(Applier.difference)
        ) { _ in true }
        if isOpen == true { return }
        let task = try opener.openTask(
            Applier.difference, loaded.reference, attempt: "", reopens: true, in: transaction)
        result.feed.append(.taskOpened(task))
    }
}
