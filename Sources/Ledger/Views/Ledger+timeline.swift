import Contracts
import Policy
import Store

/// What happened to an account, in order.
extension Ledger {
    /// A fact that was changed is told as it is now, with the day it speaks of and the time of its last word: the ledger
    /// keeps no earlier version. Facts with a day alone come before those of that day that have a time.
    /// - Parameter zone: the creditor's, in which a day begins.
    /// - Returns: nil if nothing was ever heard of the account.
    package func timeline(of creditor: Identifier, _ account: Identifier, in zone: Zone) throws -> [TimelineEntry]? {
        try database.read { transaction in
            let id = try transaction.first(
                "SELECT id FROM account WHERE creditor = $1 AND account = $2", .text(creditor.text),
                .text(account.text)
            ) { $0.int(0) }
            guard let id else { return nil }
            var entries = try invoices(ofAccount: id, in: transaction)
            entries += try money(ofAccount: id, in: transaction)
            entries += try stops(ofAccount: id, creditor, in: transaction)
            entries += try doubts(ofAccount: id, creditor, account, in: transaction)
            entries += try agreements(ofAccount: id, in: transaction)
            entries += try work(ofAccount: id, creditor, in: transaction)
            entries += try attemptChanges(ofAccount: id, in: transaction)
            entries += try resolutions(ofAccount: id, in: transaction)
            return entries.enumerated().sorted {
                ($0.element.order(in: zone), $0.offset) < ($1.element.order(in: zone), $1.offset)
            }.map(\.element)
        }
    }

    private static let wholeCreditor = "all accounts of the creditor"

    private func invoices(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        try transaction.query(
            """
            SELECT invoice, status, currency, amount, issued_on, due_on, has_due, time, open FROM invoice
            WHERE creditor = (SELECT creditor FROM account WHERE id = $1) AND account_id = $1 ORDER BY invoice
            """,
            .int(id)
        ) { row in
            let (invoice, status, currency) = (row.text(0), row.text(1), row.text(2))
            let due = row.flag(6) ? "\(CivilDate(daysSince1970: Int(row.int(5))))" : "by terms"
            let issuedOn = CivilDate(daysSince1970: Int(row.int(4)))
            let told = Instant(milliseconds: row.int(7))
            let isAsIssued = status == InvoiceStatus.issued.rawValue
            entries.append(
                TimelineEntry(
                    on: issuedOn, "invoice issued", invoice, currency: currency, minor: row.int(3),
                    openMinor: isAsIssued ? row.int(8) : nil,
                    details: ["due": due, "toldAt": isAsIssued ? "\(told)" : nil]))
            if isAsIssued { return }
            let change = status == InvoiceStatus.writtenOff.rawValue ? "written off" : status
            entries.append(
                TimelineEntry(
                    at: told, "invoice \(change)", invoice, currency: currency, minor: row.int(3),
                    openMinor: row.int(8), details: ["due": due]))
        }
        return entries
    }

    private func money(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        let lines = Dictionary(
            try transaction.all(
                """
                SELECT line.kind, line.id, line.invoice FROM settlement s JOIN allocation line
                    ON line.creditor = s.creditor AND line.kind = s.kind AND line.id = s.id
                WHERE s.account_id = $1 ORDER BY line.kind, line.id, line.line
                """,
                .int(id)
            ) { row in ("\(row.text(0)) \(row.text(1))", [try Self.identifier(row.text(2))]) }, uniquingKeysWith: +)
        try transaction.query(
            """
            SELECT kind, id, currency, amount, settled_on, unapplied FROM settlement
            WHERE account_id = $1 AND is_known = 1 ORDER BY kind, id
            """,
            .int(id)
        ) { row in
            let what = row.text(0) == "payment" ? "payment received" : "credit note issued"
            entries.append(
                TimelineEntry(
                    on: CivilDate(daysSince1970: Int(row.int(4))), what, row.text(1), currency: row.text(2),
                    minor: row.int(3), openMinor: row.int(5) == 0 ? nil : row.int(5),
                    invoices: lines["\(row.text(0)) \(row.text(1))"] ?? []))
        }
        try transaction.query(
            """
            SELECT id, payment, currency, amount, reversed_on FROM reversal
            WHERE creditor = (SELECT creditor FROM account WHERE id = $1) AND account_id = $1 ORDER BY id
            """,
            .int(id)
        ) { row in
            entries.append(
                TimelineEntry(
                    on: CivilDate(daysSince1970: Int(row.int(4))), "payment reversed", row.text(0),
                    currency: row.optionalText(2), minor: row.optionalInt(3),
                    details: ["payment": row.text(1), "part": row.optionalInt(3) == nil ? "all of it" : nil]))
        }
        return entries
    }

    private func stops(
        ofAccount id: Int64, _ creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        try transaction.query(
            """
            SELECT id, invoice, currency, amount, is_open, opened_at, time FROM dispute WHERE account_id = $1 ORDER BY id
            """,
            .int(id)
        ) { row in
            let (dispute, currency, minor) = (row.text(0), row.optionalText(2), row.optionalInt(3))
            let invoices = try row.optionalText(1).map { [try Self.identifier($0)] } ?? []
            let opened = row.optionalInt(5) ?? (row.flag(4) ? row.int(6) : nil)
            func entry(_ what: String, _ at: Int64) -> TimelineEntry {
                TimelineEntry(
                    at: Instant(milliseconds: at), what, dispute, currency: currency, minor: minor, invoices: invoices)
            }
            if let opened { entries.append(entry("dispute opened", opened)) }
            if !row.flag(4) { entries.append(entry("dispute closed", row.int(6))) }
        }
        try transaction.query(
            """
            SELECT id, invoice, is_placed, from_at, until_at, time, account_id IS NULL FROM hold
            WHERE account_id = $1 OR (creditor = $2 AND account_id IS NULL) ORDER BY id
            """,
            .int(id), .text(creditor.text)
        ) { row in
            let from = row.optionalInt(3).map { "\(Instant(milliseconds: $0))" }
            let until = row.optionalInt(4).map { "\(Instant(milliseconds: $0))" }
            entries.append(
                TimelineEntry(
                    at: Instant(milliseconds: row.int(5)), row.flag(2) ? "hold placed" : "hold lifted", row.text(0),
                    invoices: try row.optionalText(1).map { [try Self.identifier($0)] } ?? [],
                    details: ["on": row.flag(6) ? Self.wholeCreditor : nil, "from": from, "until": until]))
        }
        return entries
    }

    /// The last statement, and the events that were refused and are missing still, by the real clock.
    private func doubts(
        ofAccount id: Int64, _ creditor: Identifier, _ account: Identifier, in transaction: borrowing Transaction
    ) throws -> [TimelineEntry] {
        let statements = try transaction.all(
            "SELECT as_of, differs FROM statement WHERE account_id = $1", .int(id)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(0)), "balance stated", nil,
                reason: row.flag(1) ? "differs from the facts now" : nil)
        }
        return statements
            + (try transaction.all(
                """
                SELECT event, class, path, at, account FROM incomplete
                WHERE creditor = $1 AND account IN ('', $2) ORDER BY event
                """,
                .text(creditor.text), .text(account.text)
            ) { row in
                TimelineEntry(
                    at: Instant(milliseconds: row.int(3)), "event refused", row.text(0),
                    details: ["on": row.text(4).isEmpty ? Self.wholeCreditor : nil, "path": row.text(2)],
                    reason: row.text(1))
            })
    }

    private func agreements(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> [TimelineEntry] {
        var entries = try transaction.all(
            """
            SELECT id, currency, amount, promised_on, invoices, is_made, time, told FROM promise
            WHERE account_id = $1 ORDER BY id
            """,
            .int(id)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(6)), row.flag(5) ? "promise made" : "promise withdrawn", row.text(0),
                currency: row.text(1), minor: row.int(2), invoices: try IdentifierList.identifiers(in: row.text(4)),
                details: [
                    "promisedOn": "\(CivilDate(daysSince1970: Int(row.int(3))))", "outcome": row.optionalText(7),
                ])
        }
        entries += try transaction.all(
            "SELECT id, currency, invoices, is_agreed, time FROM plan WHERE account_id = $1 ORDER BY id", .int(id)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(4)), row.flag(3) ? "plan agreed" : "plan cancelled", row.text(0),
                currency: row.text(1), invoices: try IdentifierList.identifiers(in: row.text(2)))
        }
        return entries
    }

    /// Tasks, steps that lapsed, charges and waivers.
    private func work(
        ofAccount id: Int64, _ creditor: Identifier, in transaction: borrowing Transaction
    ) throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        try transaction.query(
            """
            SELECT t.id, t.kind, t.step, t.opened_at, t.due_at, t.closed_at, t.outcome, c.currency, t.attempt
            FROM task t JOIN dunning_case c ON c.number = t.case_number WHERE c.account_id = $1
            ORDER BY t.case_number, t.kind, t.attempt
            """,
            .int(id)
        ) { row in
            let (task, currency) = (row.optionalText(0), row.text(7))
            let (kind, step) = (row.text(1), row.optionalText(2))
            // A task with an id has something else there.
            let attempt = task == nil && !row.text(8).isEmpty ? row.text(8) : nil
            let due = row.optionalInt(4).map { "\(Instant(milliseconds: $0))" }
            entries.append(
                TimelineEntry(
                    at: Instant(milliseconds: row.int(3)), "task opened", task, currency: currency,
                    details: ["kind": kind, "step": step, "attempt": attempt, "due": due]))
            guard let closed = row.optionalInt(5) else { return }
            entries.append(
                TimelineEntry(
                    at: Instant(milliseconds: closed), "task closed", task, currency: currency,
                    details: ["kind": kind, "step": step, "attempt": attempt],
                    reason: row.optionalText(6)))
        }
        try transaction.query(
            """
            SELECT l.step, l.at, c.currency, l.occurrence FROM lapse l JOIN dunning_case c ON c.number = l.case_number
            WHERE c.account_id = $1 ORDER BY l.occurrence, l.step
            """,
            .int(id)
        ) { row in
            entries.append(
                TimelineEntry(
                    at: Instant(milliseconds: row.int(1)), "step lapsed", row.text(0), currency: row.text(2),
                    // Where each invoice has a ladder of its own the number is not that of a day.
                    details: ["due": row.int(3) < 1 << 51 ? "\(CivilDate(daysSince1970: Int(row.int(3))))" : nil]))
        }
        try transaction.query(
            """
            SELECT h.id, h.step, h.minor, h.charged_on, c.currency FROM charge h
            JOIN dunning_case c ON c.number = h.case_number WHERE c.account_id = $1 ORDER BY h.id
            """,
            .int(id)
        ) { row in
            entries.append(
                TimelineEntry(
                    on: CivilDate(daysSince1970: Int(row.int(3))), "charge raised", row.text(0), currency: row.text(4),
                    minor: row.int(2), details: ["step": row.text(1)]))
        }
        entries += try transaction.all(
            "SELECT charge, time FROM waiver WHERE creditor = $1 AND account_id = $2 ORDER BY charge",
            .text(creditor.text), .int(id)
        ) { TimelineEntry(at: Instant(milliseconds: $0.int(1)), "charge waived", $0.text(0)) }
        return entries
    }

    /// Each state of each attempt that has a time by the policy's clock.
    private func attemptChanges(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> [TimelineEntry] {
        var entries: [TimelineEntry] = []
        try transaction.query(
            """
            SELECT t.id, t.step, t.channel, t.state, t.revision, t.invoices, t.total, t.planned_at,
                t.claimed_at, t.settled_at, t.code, t.reason, t.crossed, c.currency
            FROM attempt t JOIN dunning_case c ON c.number = t.case_number
            WHERE t.account_id = $1 ORDER BY t.planned_at, t.id
            """,
            .int(id)
        ) { row in
            let (attempt, state, currency, total) = (row.text(0), row.text(3), row.text(13), row.int(6))
            let invoices = try IdentifierList.identifiers(in: row.text(5))
            let (step, channel, revision) = (row.text(1), row.text(2), "\(row.int(4))")
            let (claimed, settled) = (row.optionalInt(8), row.optionalInt(9))
            func entry(
                _ name: String, _ at: Int64, isLast: Bool, code: Int64? = nil, crossedBy: String? = nil,
                reason: String? = nil
            ) -> TimelineEntry {
                TimelineEntry(
                    at: Instant(milliseconds: at), "attempt \(name)", attempt, currency: currency, minor: total,
                    invoices: name == "planned" ? invoices : [],
                    details: [
                        "step": step, "channel": channel, "revision": revision,
                        "now": isLast && name != state ? state : nil, "code": code.map { "\($0)" },
                        "crossedBy": crossedBy,
                    ], reason: reason)
            }
            entries.append(entry("planned", row.int(7), isLast: claimed == nil && settled == nil))
            if let claimed {
                entries.append(
                    entry(
                        "claimed", claimed, isLast: settled == nil,
                        crossedBy: settled == nil ? row.optionalText(12) : nil))
            }
            if let settled {
                entries.append(
                    entry(
                        state, settled, isLast: true, code: row.optionalInt(10), crossedBy: row.optionalText(12),
                        reason: row.optionalText(11)))
            }
        }
        return entries
    }

    /// Each word on an attempt in doubt, also those that changed nothing.
    private func resolutions(ofAccount id: Int64, in transaction: borrowing Transaction) throws -> [TimelineEntry] {
        try transaction.all(
            """
            SELECT r.attempt, r.result, r.resolver, r.author, r.time, r.revision, r.is_applied, c.currency
            FROM attempt t JOIN attempt_resolution r ON r.attempt = t.id
            JOIN dunning_case c ON c.number = t.case_number
            WHERE t.account_id = $1 ORDER BY r.time, r.event
            """,
            .int(id)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(4)), "attempt resolved", row.text(0), currency: row.text(7),
                details: [
                    "result": row.text(1), "by": row.text(2), "author": row.text(3), "revision": "\(row.int(5))",
                    "counts": row.flag(6) ? nil : "no",
                ])
        }
    }
}

extension TimelineEntry {
    /// A day comes before its first instant.
    func order(in zone: Zone) -> Int64 {
        if let at { return at.milliseconds }
        return on.map { zone.instant($0, minute: 0).milliseconds - 1 } ?? .min
    }
}
