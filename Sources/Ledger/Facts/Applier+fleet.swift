import Contracts
import Foundation
import Store

/// What the fleet's own workers and operators report.
extension Applier {
    /// - Parameter toldAt: when the sender said so, in real time.
    func apply(
        _ outcome: DeliveryOutcome, _ result: DeliveryResult, toldAt: Instant, in transaction: borrowing Transaction
    ) throws -> Application {
        try touchCase(number: outcome.case.number, in: transaction)
        switch result {
        case .accepted:
            try count(refusals: "0", of: outcome.case, in: transaction)
            var sent = try reminder(sentBy: outcome, in: transaction)
            if sent == nil {
                // Its sender stored that it was accepted before it said so: this ledger was restored since.
                let lost = LostAttempt(outcome, isSent: true)
                guard try ledger.enter(lost, in: transaction) != .unplaced else {
                    return .conflict(reason: "the attempt is not in this ledger, which may have been restored")
                }
                sent = try reminder(sentBy: outcome, in: transaction)
            }
            let charge = try raiseFee(of: outcome, in: transaction)
            return .applied((sent.map { [.reminderSent($0)] } ?? []) + (charge.map { [.chargeRaised($0)] } ?? []))
        case .unknown:
            if let restored = try transaction.setting(.lastRestoredAt).flatMap({ Int64($0) }),
                toldAt.milliseconds <= restored
            {
                let lost = LostAttempt(outcome, isSent: false)
                guard try ledger.enter(lost, in: transaction) != .unplaced else {
                    return .conflict(reason: "the attempt is not in this ledger, which was restored")
                }
            }
            return .applied(try doubt(outcome.attempt.id, outcome.case, in: transaction))
        case .rejected:
            return .applied([
                .taskOpened(try openTask("rejected", outcome.case, attempt: outcome.attempt.id, in: transaction))
            ])
        case .declined:
            // A control says nothing about whether the case settles.
            if outcome.reason.flatMap(SendingHold.init(rawValue:)) == nil {
                try count(refusals: "refusals + 1", of: outcome.case, in: transaction)
            }
            return .applied([])
        case .deferred:
            return .applied([])
        }
    }

    /// nil: the ledger has no such attempt, or not as one that was accepted.
    private func reminder(
        sentBy outcome: DeliveryOutcome, in transaction: borrowing Transaction
    ) throws -> ReminderSent? {
        try transaction.first(
            """
            SELECT episode, step, occurrence, invoices, total, slot FROM attempt
            WHERE id = $1 AND state IN ('accepted', 'delivered', 'bounced', 'complained')
            """,
            .text(outcome.attempt.id)
        ) { row in
            ReminderSent(
                attempt: outcome.attempt.id, case: outcome.case,
                instance: StepInstance(episode: Int(row.int(0)), step: row.text(1), occurrence: Int(row.int(2))),
                channel: outcome.channel, invoices: try IdentifierList.identifiers(in: row.text(3)),
                totalMinor: row.int(4), at: outcome.at, slot: ContactSlot(text: row.text(5)))
        }
    }

    private func count(
        refusals: String, of reference: CaseReference, in transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "UPDATE dunning_case SET refusals = \(refusals) WHERE number = $1", .int(reference.number))
    }

    func apply(_ parked: AttemptParked, in transaction: borrowing Transaction) throws -> Application {
        let isParked =
            try transaction.execute(
                """
                UPDATE attempt SET state = 'parked', reason = $3, settled_at = $4
                WHERE id = $1 AND revision = $2 AND state IN ('planned', 'dispatched')
                """,
                .text(parked.attempt.id), .int(parked.attempt.revision), .text(parked.reason),
                .int(realNow.milliseconds)) == 1
        if isParked {
            let change = AttemptChange(
                .parked, case: parked.case.number, parked.attempt.id, revision: parked.attempt.revision,
                worker: parked.worker, reason: parked.reason)
            try ledger.note([change], in: transaction)
        }
        try touchCase(number: parked.case.number, in: transaction)
        return .applied([
            .taskOpened(
                try openTask("command parked", parked.case, attempt: parked.attempt.id, in: transaction))
        ])
    }

    /// The debtor's word about the address that an attempt was sent to.
    func apply(_ optOut: OptOut, in transaction: borrowing Transaction) throws -> Application {
        try reachFurther()
        let attempt = try transaction.first(
            """
            SELECT t.creditor, t.address, t.slot, t.account_id, a.account FROM attempt t
            JOIN account a ON a.id = t.account_id WHERE t.id = $1
            """,
            .text(optOut.attempt)
        ) { (creditor: $0.text(0), address: $0.text(1), slot: $0.text(2), id: $0.int(3), account: $0.text(4)) }
        guard let attempt, let creditor = Identifier(attempt.creditor), let account = Identifier(attempt.account),
            let contact = Identifier(String(attempt.slot.drop { $0 != "/" }.dropFirst()))
        else { return .conflict(reason: "the attempt is not in this ledger") }
        try transaction.execute(
            """
            INSERT INTO consent (creditor, channel, address, is_allowed, evidence, at, account)
            VALUES ($1, $2, $3, 0, $4, $5, $6)
            ON CONFLICT (creditor, channel, address) DO UPDATE SET
                is_allowed = excluded.is_allowed, evidence = excluded.evidence, at = excluded.at,
                account = excluded.account
            WHERE excluded.at > consent.at
            """,
            .text(attempt.creditor), .text(optOut.channel.rawValue), .text(attempt.address),
            try sealed(
                optOut.evidence, .consentEvidence, [attempt.creditor, optOut.channel.rawValue, attempt.address],
                of: Person(creditor, account), in: transaction),
            .int(optOut.at.milliseconds), .text(attempt.account))
        try touchCases(ofAddressOf: optOut.attempt, in: transaction)
        try noteCrossing(.responseOptedOut, account: attempt.id, in: transaction)
        return .applied([
            .consentChanged(
                ConsentChanged(
                    creditor: creditor, account: account, contact: contact, channel: optOut.channel, allowed: false,
                    evidence: optOut.evidence, at: optOut.at, recipient: attempt.address))
        ])
    }

    func apply(_ accepted: FactsAccepted, in transaction: borrowing Transaction) throws -> Application {
        try reachFurther()
        try transaction.execute(
            "DELETE FROM incomplete WHERE creditor = $1 AND account = $2", .text(accepted.creditor.text),
            .text(accepted.account?.text ?? ""))
        try touchCases(of: accepted.creditor, restingFor: "facts incomplete", in: transaction)
        return .applied([])
    }

    /// Opens a task, once; the same task again keeps its first time.
    /// - Parameter reopens: whether one that was closed is opened anew.
    func openTask(
        _ kind: String, _ reference: CaseReference, attempt: String, reopens: Bool = false,
        in transaction: borrowing Transaction
    ) throws -> TaskOpened {
        let now = try ledger.policyNow(in: transaction)
        if reopens {
            try transaction.execute(
                """
                UPDATE task SET opened_at = $4, closed_at = NULL
                WHERE case_number = $1 AND kind = $2 AND attempt = $3 AND closed_at IS NOT NULL
                """,
                .int(reference.number), .text(kind), .text(attempt), .int(now.milliseconds))
        }
        try transaction.execute(
            """
            INSERT INTO task (case_number, kind, attempt, opened_at) VALUES ($1, $2, $3, $4)
            ON CONFLICT (case_number, kind, attempt) DO NOTHING
            """,
            .int(reference.number), .text(kind), .text(attempt), .int(now.milliseconds))
        let opened = try transaction.first(
            "SELECT opened_at FROM task WHERE case_number = $1 AND kind = $2 AND attempt = $3",
            .int(reference.number), .text(kind), .text(attempt)
        ) { Instant(milliseconds: $0.int(0)) }
        return TaskOpened(
            case: reference, kind: kind, attempt: attempt.isEmpty ? nil : attempt, at: opened ?? now,
            place: try attempt.isEmpty ? nil : ledger.place(of: attempt, in: transaction))
    }
}

extension Ledger {
    /// An event of upstream was refused: what it says is missing, so its account rests, or its creditor if the account
    /// can't be read, until the event is applied or an operator accepts the facts as they are.
    package func noteRefusals(_ refusals: [MessageRefusal]) throws {
        let known = refusals.filter { $0.remains.creditor != nil }
        if known.isEmpty { return }
        let owners = known.compactMap { Owner($0.remains.creditor, $0.remains.account) }
        // One without an account holds its whole creditor.
        try database.write(owners.count == known.count ? .together : .alone) { transaction in
            if transaction.isShared { _ = try lock(owners, in: transaction) }
            let applier = Applier(ledger: self, realNow: realNow, settle: .zero)
            for refusal in known { try applier.note(refusal, in: transaction) }
        }
    }
}

extension Applier {
    /// What cannot be read as anybody's is nobody's to hold.
    func note(_ refusal: MessageRefusal, in transaction: borrowing Transaction) throws {
        guard let creditor = refusal.remains.creditor else { return }
        try transaction.execute(
            """
            INSERT INTO incomplete (creditor, account, event, class, path, reason, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (creditor, account, event) DO NOTHING
            """,
            .text(creditor.text), .text(refusal.remains.account?.text ?? ""), .text(refusal.remains.id ?? ""),
            .text(refusal.class.rawValue), .text(refusal.path), .text(refusal.reason), .int(realNow.milliseconds))
        if let account = refusal.remains.account {
            let id = try accountID(creditor, account, in: transaction)
            try touchCases(ofAccount: id, in: transaction)
            try noteCrossing(.eventRefused, account: id, in: transaction)
        }
    }
}
