import Contracts
import Policy
import Store

/// An attempt of which somebody outside the ledger says that it was submitted.
package struct LostAttempt: Hashable, Sendable {
    package var id: String
    package var `case`: CaseReference
    package var channel: Channel
    /// nil: it can't be entered, only corrected.
    package var instance: StepInstance?
    package var slot: ContactSlot?
    package var invoices: [Identifier]
    package var totalMinor: Int64
    /// Policy time of the submission.
    package var at: Instant
    /// false: nobody knows whether it was accepted.
    package var isSent: Bool
    package var code: Int?
    package var reason: String?

    init(_ outcome: DeliveryOutcome, isSent: Bool) {
        id = outcome.attempt.id
        self.case = outcome.case
        channel = outcome.channel
        instance = outcome.place?.instance
        slot = outcome.place?.slot
        invoices = outcome.place?.invoices ?? []
        totalMinor = outcome.place?.totalMinor ?? 0
        at = outcome.at
        self.isSent = isSent
        code = outcome.code
        reason = outcome.reason
    }

    init(_ sent: ReminderSent) {
        id = sent.attempt
        self.case = sent.case
        channel = sent.channel
        instance = sent.instance
        slot = sent.slot
        invoices = sent.invoices
        totalMinor = sent.totalMinor
        at = sent.at
        isSent = true
        reason = "sent after the backup"
    }

    /// nil: the task is about no attempt of which nobody knows.
    init?(_ task: TaskOpened) {
        guard task.kind == "outcome unknown", let attempt = task.attempt else { return nil }
        id = attempt
        self.case = task.case
        channel = .email
        instance = task.place?.instance
        slot = task.place?.slot
        invoices = task.place?.invoices ?? []
        totalMinor = task.place?.totalMinor ?? 0
        at = task.at
        isSent = false
        reason = "outcome unknown since after the backup"
    }
}

/// What the ledger made of it.
enum LostEntry {
    /// It knew.
    case known
    /// It knew the attempt, and not that it was submitted.
    case corrected
    /// It did not know the attempt.
    case entered
    /// It does not know the attempt, and nobody says where it belongs.
    case unplaced
}

extension Ledger {
    /// Enters an attempt that was submitted, so that it can't be submitted again. A second time changes nothing.
    ///
    /// The case goes by account and currency: a ledger that was restored may have given it another number since.
    func enter(_ lost: LostAttempt, dryRun: Bool = false, in transaction: borrowing Transaction) throws -> LostEntry {
        let number = try caseNumber(of: lost.case, in: transaction)
        let id = number == nil || number == lost.case.number ? lost.id : lost.id(inCase: number ?? 0)
        let state = try transaction.first("SELECT state FROM attempt WHERE id = $1", .text(id)) { row in
            AttemptState(rawValue: row.text(0))
        }
        if let state {
            if Self.isSettled(state ?? .unknown, against: lost) { return .known }
            if !dryRun { try correct(id, lost, in: transaction) }
        } else {
            guard lost.instance != nil else { return .unplaced }
            if !dryRun { try insert(lost, inCase: number, in: transaction) }
        }
        if !dryRun { try takeBackOpen(ofCase: lost.case, in: transaction) }
        return state == nil ? .entered : .corrected
    }

    private static func isSettled(_ state: AttemptState, against lost: LostAttempt) -> Bool {
        switch state {
        case .accepted, .delivered, .bounced, .complained: true
        case .unknown, .rejected: !lost.isSent
        case .planned, .dispatched, .claimed, .submitting, .parked, .cancelled: false
        }
    }

    private func caseNumber(of reference: CaseReference, in transaction: borrowing Transaction) throws -> Int64? {
        try transaction.first(
            """
            SELECT c.number FROM dunning_case c JOIN account a ON a.id = c.account_id
            WHERE a.creditor = $1 AND a.account = $2 AND c.currency = $3
            """, .text(reference.creditor.text), .text(reference.account.text), .text(reference.currency.code)
        ) { $0.int(0) }
    }

    private func correct(_ id: String, _ lost: LostAttempt, in transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            UPDATE attempt SET state = $2, claimed_at = COALESCE(claimed_at, $3), settled_at = $3, code = $4,
                reason = $5, command = NULL
            WHERE id = $1
            """, .text(id), .text(lost.state), .int(lost.at.milliseconds), .int(lost.code), .text(lost.reason))
        try noteEntry(id, lost, in: transaction)
    }

    private func insert(_ lost: LostAttempt, inCase known: Int64?, in transaction: borrowing Transaction) throws {
        guard let instance = lost.instance else { return }
        let applier = Applier(ledger: self, realNow: realNow, settle: .zero)
        let account = try applier.accountID(lost.case.creditor, lost.case.account, in: transaction)
        let number = try known ?? openCase(lost.case, account: account, in: transaction)
        let id = number == lost.case.number ? lost.id : lost.id(inCase: number)
        try transaction.execute(
            """
            INSERT INTO attempt (
                id, case_number, account_id, creditor, episode, step, occurrence, channel, slot, state, revision,
                generation, basis, config, template, invoices, total, address, planned_at, deferrals, fence,
                claimed_at, settled_at, code, reason, is_undeliverable)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, '', '', '', $11, $12, $13, $14, 0, 0, $14, $14,
                $15, $16, 0)
            """,
            .text(id), .int(number), .int(account), .text(lost.case.creditor.text), .int(instance.episode),
            .text(instance.step), .int(instance.occurrence), .text(lost.channel.rawValue),
            .text(lost.slot?.text ?? "billing/"), .text(lost.state), .text(try IdentifierList.text(of: lost.invoices)),
            .int(lost.totalMinor),
            .text(
                try lost.slot.flatMap {
                    try knownAddress(of: $0.contact, creditor: lost.case.creditor, lost.case.account, in: transaction)
                } ?? ""),
            .int(lost.at.milliseconds), .int(lost.code), .text(lost.reason))
        try noteEntry(id, lost, in: transaction)
    }

    /// The case under its number of before, if nobody has that by now.
    private func openCase(
        _ reference: CaseReference, account: Int64, in transaction: borrowing Transaction
    ) throws -> Int64 {
        let isTaken =
            try transaction.first("SELECT 1 FROM dunning_case WHERE number = $1", .int(reference.number)) { _ in true }
            ?? false
        let columns = "account_id, currency, next_action_at, ready_at, why, refusals, link_epoch"
        let made =
            try isTaken
            ? transaction.first(
                "INSERT INTO dunning_case (\(columns)) VALUES ($1, $2, 0, 0, 'restored', 0, 0) RETURNING number",
                .int(account), .text(reference.currency.code)
            ) { $0.int(0) }
            : transaction.first(
                """
                INSERT INTO dunning_case (number, \(columns)) VALUES ($3, $1, $2, 0, 0, 'restored', 0, 0)
                RETURNING number
                """, .int(account), .text(reference.currency.code), .int(reference.number)
            ) { $0.int(0) }
        guard let made else { throw StoreError.misuse("INSERT … RETURNING gave no row") }
        try transaction.raiseIdentity(of: "dunning_case", "number")
        return made
    }

    private func noteEntry(_ id: String, _ lost: LostAttempt, in transaction: borrowing Transaction) throws {
        var change = AttemptChange(
            .resolved, case: nil, id, revision: 1, worker: worker, code: lost.code,
            reason: "\(lost.state): \(lost.reason ?? "told by its sender")")
        change.revision =
            try transaction.first("SELECT revision FROM attempt WHERE id = $1", .text(id)) { Int($0.int(0)) } ?? 1
        try note([change], in: transaction)
    }

    /// What was planned without knowing of it is decided anew; commands that are under way are superseded.
    private func takeBackOpen(ofCase reference: CaseReference, in transaction: borrowing Transaction) throws {
        guard let number = try caseNumber(of: reference, in: transaction) else { return }
        try takeBack("case_number = \(number)", reason: "an attempt of the case was found again", in: transaction)
        try transaction.execute("UPDATE dunning_case SET next_action_at = 0 WHERE number = $1", .int(number))
    }

    /// Takes attempts that nobody has claimed back to the planner.
    func takeBack(_ condition: String, reason: String, in transaction: borrowing Transaction) throws {
        let open = "\(condition) AND state IN ('planned', 'dispatched')"
        try note(
            try transaction.all("SELECT id, case_number, revision FROM attempt WHERE \(open)") { row in
                AttemptChange(
                    .takenBack, case: row.int(1), row.text(0), revision: Int(row.int(2)), worker: worker, reason: reason
                )
            }, in: transaction)
        try transaction.execute(
            "UPDATE attempt SET state = 'planned', revision = revision + 1, command = NULL, reason = $1 WHERE \(open)",
            .text(reason))
    }

    /// Where an attempt stands; nil: the ledger has no such attempt.
    func place(of attempt: String, in transaction: borrowing Transaction) throws -> AttemptPlace? {
        let place = try transaction.first(
            "SELECT episode, step, occurrence, slot, invoices, total FROM attempt WHERE id = $1", .text(attempt)
        ) { row -> AttemptPlace? in
            guard let slot = ContactSlot(text: row.text(3)) else { return nil }
            return AttemptPlace(
                instance: StepInstance(episode: Int(row.int(0)), step: row.text(1), occurrence: Int(row.int(2))),
                slot: slot, invoices: try IdentifierList.identifiers(in: row.text(4)), totalMinor: row.int(5))
        }
        return place ?? nil
    }
}

extension LostAttempt {
    fileprivate var state: String { (isSent ? AttemptState.accepted : .unknown).rawValue }

    /// What the planner would call it in the case of this number.
    fileprivate func id(inCase number: Int64) -> String {
        guard let instance, let slot else { return MessageID.named("lost", id, String(number)) }
        return MessageID.named(
            "attempt", String(number), String(instance.episode), instance.step, String(instance.occurrence),
            channel.rawValue, slot.text)
    }
}
