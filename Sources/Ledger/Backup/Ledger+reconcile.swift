import Contracts
import Store

/// What a reconciliation found in the feed.
package struct Reconciliation: Hashable, Sendable, Encodable {
    /// Messages of the feed that were read.
    package var read: Int64 = 0
    /// Of each, how many the ledger knew, had otherwise, did not have, and can't place.
    package var reminders = Tally()
    package var unknown = Tally()
    package var consents = Tally()
    package var charges = Tally()
    /// Attempts that can't be placed: their accounts need a person's look.
    package var unplaced: [String] = []
    /// Attempts that the ledger has as `unknown`, from the backup or the feed, when it ends.
    package var stillUnknown: Int64 = 0

    package struct Tally: Hashable, Sendable, Encodable {
        package var known: Int64 = 0
        package var corrected: Int64 = 0
        package var entered: Int64 = 0
        package var unplaced: Int64 = 0

        mutating func count(_ entry: LostEntry) {
            switch entry {
            case .known: known += 1
            case .corrected: corrected += 1
            case .entered: entered += 1
            case .unplaced: unplaced += 1
            }
        }
    }

    package init() {}
}

extension Ledger {
    /// Takes back from messages of the feed what the ledger lost. A second time changes nothing.
    ///
    /// - Parameters:
    ///   - messages: of the feed, at most some hundred; others are only counted.
    ///   - dryRun: count and change nothing.
    package func reconcile(
        with messages: [Message], dryRun: Bool, into result: inout Reconciliation
    ) throws {
        result = try database.write { [result] transaction in
            var result = result
            for message in messages {
                result.read += 1
                switch message.payload {
                case .reminderSent(let sent):
                    let entry = try enter(LostAttempt(sent), dryRun: dryRun, in: transaction)
                    result.reminders.count(entry)
                case .taskOpened(let task):
                    guard let lost = LostAttempt(task) else { continue }
                    let entry = try enter(lost, dryRun: dryRun, in: transaction)
                    result.unknown.count(entry)
                    if entry == .unplaced { result.unplaced.append(lost.id) }
                case .consentChanged(let consent):
                    result.consents.count(try enter(consent, dryRun: dryRun, in: transaction))
                case .chargeRaised(let charge):
                    result.charges.count(try enter(charge, dryRun: dryRun, in: transaction))
                default: continue
                }
            }
            return result
        }
    }

    private func enter(
        _ consent: ConsentChanged, dryRun: Bool, in transaction: borrowing Transaction
    ) throws -> LostEntry {
        let known =
            try consent.recipient
            ?? knownAddress(of: consent.contact, creditor: consent.creditor, consent.account, in: transaction)
        guard let address = known else { return .unplaced }
        let stored = try transaction.first(
            "SELECT at FROM consent WHERE creditor = $1 AND channel = $2 AND address = $3",
            .text(consent.creditor.text), .text(consent.channel.rawValue), .text(address)
        ) { $0.int(0) }
        if let stored, stored >= consent.at.milliseconds { return .known }
        if dryRun { return stored == nil ? .entered : .corrected }
        try transaction.execute(
            """
            INSERT INTO consent (creditor, channel, address, is_allowed, evidence, at, account)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (creditor, channel, address) DO UPDATE SET
                is_allowed = excluded.is_allowed, evidence = excluded.evidence, at = excluded.at,
                account = excluded.account
            """,
            .text(consent.creditor.text), .text(consent.channel.rawValue), .text(address), .flag(consent.allowed),
            .text(
                try sealed(
                    consent.evidence, .consentEvidence, [consent.creditor.text, consent.channel.rawValue, address],
                    of: Person(consent.creditor, consent.account), in: transaction)), .int(consent.at.milliseconds),
            .text(consent.account.text))
        return stored == nil ? .entered : .corrected
    }

    private func enter(
        _ charge: ChargeRaised, dryRun: Bool, in transaction: borrowing Transaction
    ) throws -> LostEntry {
        let isKnown = try transaction.first(
            "SELECT 1 FROM charge WHERE creditor = $1 AND id = $2", .text(charge.case.creditor.text),
            .text(charge.charge.text)
        ) { _ in true }
        if isKnown == true { return .known }
        // Its reminder, which came just before it, has made the case.
        let number = try transaction.first(
            """
            SELECT c.number FROM dunning_case c JOIN account a ON a.id = c.account_id
            WHERE a.creditor = $1 AND a.account = $2 AND c.currency = $3
            """, .text(charge.case.creditor.text), .text(charge.case.account.text),
            .text(charge.case.currency.code)
        ) { $0.int(0) }
        guard let number else { return dryRun ? .entered : .unplaced }
        if dryRun { return .entered }
        try transaction.execute(
            """
            INSERT INTO charge (creditor, id, case_number, step, minor, charged_on, basis)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (creditor, id) DO NOTHING
            """,
            .text(charge.case.creditor.text), .text(charge.charge.text), .int(number), .text(charge.step),
            .int(charge.minor), .int(charge.on.daysSince1970), .text(charge.basis))
        return .entered
    }

    /// Ends the reconciliation: from now on the kill switch may be turned off. It is not by this.
    ///
    /// - Parameter dryRun: only count what is unknown.
    package func endReconciliation(
        _ result: inout Reconciliation, actor: String, dryRun: Bool
    ) throws {
        result = try database.write { [result] transaction in
            var result = result
            result.stillUnknown =
                try transaction.first("SELECT COUNT(*) FROM attempt WHERE state = 'unknown'") { $0.int(0) } ?? 0
            if dryRun { return result }
            try transaction.execute("DELETE FROM setting WHERE name = $1", .text(Setting.restoredAt.rawValue))
            try transaction.audit([
                AuditAct(
                    actor: actor, action: "ledger.reconcile", subject: "ledger",
                    detail: [
                        "read": .integer(result.read), "reminders entered": .integer(result.reminders.entered),
                        "reminders corrected": .integer(result.reminders.corrected),
                        "unknown entered": .integer(result.unknown.entered + result.unknown.corrected),
                        "consents": .integer(result.consents.entered + result.consents.corrected),
                        "charges": .integer(result.charges.entered), "unplaced": .integer(Int64(result.unplaced.count)),
                    ])
            ])
            return result
        }
    }
}
