import Contracts
import Store

/// Gathers what there is about a subject, each by an index.
struct Tracing {
    let subject: TraceSubject
    let isPersonal: Bool
    /// Policy time.
    let now: Instant
    /// By real time.
    private(set) var real: [TimelineEntry] = []
    /// By the policy's clock.
    private(set) var policy: [TimelineEntry] = []
    private var attempts: [String: TracedAttempt] = [:]
    private var cases: Set<Int64> = []

    init(subject: TraceSubject, isPersonal: Bool, now: Instant) {
        self.subject = subject
        self.now = now
        self.isPersonal = isPersonal
    }
}

/// What an attempt's own row tells.
private struct TracedAttempt {
    var id: String
    var caseNumber: Int64
    var step: String
    var channel: String
    var state: String
    var revision: Int64
    var template: String
    var config: String
    var invoices: [Identifier]
    var minor: Int64
    var currency: String
    var plannedAt: Int64
    var claimedAt: Int64?
    var settledAt: Int64?
    var retryAt: Int64?
    var worker: String?
    var code: Int64?
    var reason: String?
    var crossed: String?
}

/// Events.
extension Tracing {
    mutating func readEvents(ofAccount account: Int64, in transaction: borrowing Transaction) throws {
        let money = try settlementsElsewhere(of: account, in: transaction)
        try transaction.query(
            TraceQuery.events, .int(account)
        ) { row in
            let (type, about) = (row.text(2), row.optionalText(3))
            if let invoice = subject.invoice?.text {
                if type.hasPrefix("dunlin.invoice."), about != invoice { return }
                if let about, money.contains(about) { return }
            }
            real.append(
                TimelineEntry(
                    at: Instant(milliseconds: row.int(5)), "event applied", row.text(0),
                    details: [
                        "type": type, "source": row.text(1), "about": about,
                        "statedAt": "\(Instant(milliseconds: row.int(4)))",
                    ]))
        }
        try readLastWords(of: account, in: transaction)
        guard let creditor = subject.creditor?.text, let name = subject.account?.text else { return }
        real += try transaction.all(
            "SELECT event, class, path, at FROM incomplete WHERE creditor = $1 AND account IN ('', $2) ORDER BY event",
            .text(creditor), .text(name)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(3)), "event refused", row.text(0), details: ["path": row.text(2)],
                reason: row.text(1))
        }
        real += try transaction.all(
            """
            SELECT id, event, time FROM hold WHERE creditor = $1 AND account_id IS NULL AND is_placed = 1 ORDER BY id
            """, .text(creditor)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(2)), "hold placed", row.text(1),
                details: ["about": row.text(0), "on": "all accounts of the creditor"])
        }
    }

    /// Payments and credit notes that went to other invoices as a whole.
    private func settlementsElsewhere(
        of account: Int64, in transaction: borrowing Transaction
    ) throws -> Set<String> {
        guard let invoice = subject.invoice?.text, let creditor = subject.creditor?.text else { return [] }
        let here = Set(
            try transaction.all(
                "SELECT id FROM allocation WHERE creditor = $1 AND invoice = $2", .text(creditor), .text(invoice)
            ) { $0.text(0) })
        let applied = try transaction.all(
            "SELECT id FROM settlement WHERE account_id = $1 AND unapplied = 0", .int(account)
        ) { $0.text(0) }
        return Set(applied).subtracting(here)
    }

    /// What made the facts before the ledger kept the way of each event: it names the last one of each still.
    private mutating func readLastWords(of account: Int64, in transaction: borrowing Transaction) throws {
        let known = Set(real.compactMap(\.id))
        var words = try transaction.all(
            "SELECT event, time FROM account WHERE id = $1 AND name IS NOT NULL", .int(account)
        ) { (event: $0.text(0), time: $0.int(1), about: String?.none) }
        if let creditor = subject.creditor?.text, let invoice = subject.invoice?.text {
            words += try transaction.all(
                "SELECT event, time FROM invoice WHERE creditor = $1 AND invoice = $2", .text(creditor), .text(invoice)
            ) { (event: $0.text(0), time: $0.int(1), about: invoice) }
        }
        for word in words where !known.contains(word.event) {
            real.append(
                TimelineEntry(
                    at: Instant(milliseconds: word.time), "event stated", word.event, details: ["about": word.about],
                    reason: "applied before the ledger kept when"))
        }
    }
}

/// Attempts.
extension Tracing {
    mutating func readAttempts(ofAccounts accounts: [Int64], in transaction: borrowing Transaction) throws {
        for account in accounts {
            let found = try transaction.all(
                TraceQuery.attempts, .int(account)
            ) { try TracedAttempt($0) }
            let isPayer = account != subject.accountID
            for attempt in found where isMeant(attempt, isPayer: isPayer) { attempts[attempt.id] = attempt }
        }
        cases = Set(attempts.values.map(\.caseNumber))
        var told: Set<String> = []
        for number in cases.sorted() {
            try transaction.query(
                TraceQuery.changes, .int(number)
            ) { row in
                guard let attempt = attempts[row.text(0)] else { return }
                told.insert(attempt.id)
                tell(row, of: attempt)
            }
        }
        for attempt in attempts.values.sorted(by: { ($0.plannedAt, $0.id) < ($1.plannedAt, $1.id) })
        where !told.contains(attempt.id) {
            tellLast(of: attempt)
        }
    }

    private func isMeant(_ attempt: TracedAttempt, isPayer: Bool) -> Bool {
        if let id = subject.attempt { return attempt.id == id }
        if let invoice = subject.invoice { return attempt.invoices.contains(invoice) }
        return !isPayer
    }

    private mutating func tell(_ row: borrowing Row, of attempt: TracedAttempt) {
        let (revision, change) = (row.int(1), row.text(2))
        if let written = row.optionalInt(9) {
            real.append(
                TimelineEntry(
                    at: Instant(milliseconds: written), "attempt rendered", attempt.id,
                    details: ["revision": "\(revision)", "worker": row.optionalText(8)]))
        }
        let isPlan = change == AttemptChange.Kind.planned.rawValue
        let isLast = revision == attempt.revision
        let isAccepted = change == AttemptChange.Kind.accepted.rawValue
        let isDeferred = change == AttemptChange.Kind.deferred.rawValue
        real.append(
            TimelineEntry(
                at: Instant(milliseconds: row.int(3)), "attempt \(change)", attempt.id,
                currency: isPersonal && isPlan && isLast ? attempt.currency : nil,
                minor: isPersonal && isPlan && isLast ? attempt.minor : nil,
                // The row holds those of the last decision.
                invoices: isPlan && isLast ? attempt.invoices : [],
                details: [
                    "revision": "\(revision)", "worker": row.optionalText(4),
                    "code": row.optionalInt(5).map { "\($0)" }, "step": isPlan ? attempt.step : nil,
                    "channel": isPlan ? attempt.channel : nil, "basis": row.optionalText(7),
                    "template": isPlan && isLast ? attempt.template : nil,
                    "config": isPlan && isLast ? String(attempt.config.prefix(12)) : nil,
                    "crossedBy": isAccepted ? attempt.crossed : nil,
                    "retryAt": isDeferred ? attempt.retryAt.map { "\(Instant(milliseconds: $0))" } : nil,
                ], reason: row.optionalText(6)))
    }

    /// What the row alone tells, of an attempt from before its changes were kept.
    private mutating func tellLast(of attempt: TracedAttempt) {
        let last = "what came between was not kept then"
        policy.append(
            TimelineEntry(
                at: Instant(milliseconds: attempt.plannedAt), "attempt planned", attempt.id, invoices: attempt.invoices,
                details: [
                    "step": attempt.step, "channel": attempt.channel, "template": attempt.template,
                    "config": String(attempt.config.prefix(12)),
                ], reason: last))
        guard let at = attempt.settledAt ?? attempt.claimedAt else { return }
        policy.append(
            TimelineEntry(
                at: Instant(milliseconds: at), "attempt \(attempt.state)", attempt.id,
                details: [
                    "revision": "\(attempt.revision)", "worker": attempt.worker,
                    "code": attempt.code.map { "\($0)" }, "crossedBy": attempt.crossed,
                ], reason: attempt.reason))
    }
}

extension TracedAttempt {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: row.text(0), caseNumber: row.int(1), step: row.text(2), channel: row.text(3), state: row.text(4),
            revision: row.int(5), template: row.text(6), config: row.text(7),
            invoices: try IdentifierList.identifiers(in: row.text(8)), minor: row.int(9), currency: row.text(10),
            plannedAt: row.int(11), claimedAt: row.optionalInt(12), settledAt: row.optionalInt(13),
            retryAt: row.optionalInt(14), worker: row.optionalText(15), code: row.optionalInt(16),
            reason: row.optionalText(17), crossed: row.optionalText(18))
    }
}

/// What the cases of the attempts went through.
extension Tracing {
    mutating func readCases(in transaction: borrowing Transaction) throws {
        if let account = subject.accountID, subject.attempt == nil {
            cases.formUnion(
                try transaction.all(
                    """
                    SELECT number FROM dunning_case
                    WHERE account_id = (SELECT COALESCE(payer_id, id) FROM account WHERE id = $1)
                    """, .int(account)
                ) { $0.int(0) })
        }
        for number in cases.sorted() {
            try readTasks(ofCase: number, in: transaction)
            guard subject.attempt == nil else { continue }
            policy += try transaction.all(
                "SELECT step, at FROM lapse WHERE case_number = $1 ORDER BY occurrence, step", .int(number)
            ) { TimelineEntry(at: Instant(milliseconds: $0.int(1)), "step lapsed", $0.text(0)) }
            try readCharges(ofCase: number, in: transaction)
            try readDecision(ofCase: number, in: transaction)
        }
    }

    private mutating func readTasks(ofCase number: Int64, in transaction: borrowing Transaction) throws {
        try transaction.query(
            """
            SELECT id, kind, step, opened_at, closed_at, outcome, attempt FROM task WHERE case_number = $1
            ORDER BY kind, attempt
            """, .int(number)
        ) { row in
            let task = row.optionalText(0)
            // A task with an id has something else there.
            let attempt = task == nil && !row.text(6).isEmpty ? row.text(6) : nil
            if let meant = subject.attempt, attempt != meant { return }
            if let attempt, attempts[attempt] == nil { return }
            let (kind, step, outcome) = (row.text(1), row.optionalText(2), row.optionalText(5))
            let (opened, closed) = (row.int(3), row.optionalInt(4))
            policy.append(
                TimelineEntry(
                    at: Instant(milliseconds: opened), "task opened", task,
                    details: ["kind": kind, "step": step, "attempt": attempt]))
            guard let closed else { return }
            policy.append(
                TimelineEntry(
                    at: Instant(milliseconds: closed), "task closed", task,
                    details: ["kind": kind, "step": step, "attempt": attempt], reason: isPersonal ? outcome : nil))
        }
    }

    private mutating func readCharges(ofCase number: Int64, in transaction: borrowing Transaction) throws {
        try transaction.query(
            """
            SELECT h.id, h.step, h.minor, h.charged_on, c.currency, w.time, w.event FROM charge h
            JOIN dunning_case c ON c.number = h.case_number
            LEFT JOIN waiver w ON w.creditor = h.creditor AND w.charge = h.id
            WHERE h.case_number = $1 ORDER BY h.id
            """, .int(number)
        ) { row in
            policy.append(
                TimelineEntry(
                    on: CivilDate(daysSince1970: Int(row.int(3))), "charge raised", row.text(0),
                    currency: isPersonal ? row.text(4) : nil, minor: isPersonal ? row.int(2) : nil,
                    details: ["step": row.text(1)]))
            guard let waived = row.optionalInt(5) else { return }
            real.append(
                TimelineEntry(
                    at: Instant(milliseconds: waived), "charge waived", row.text(0),
                    details: ["event": row.optionalText(6)]))
        }
    }

    private mutating func readDecision(ofCase number: Int64, in transaction: borrowing Transaction) throws {
        let decision = try transaction.first(
            """
            SELECT why, next_action_at, refusals, policy, policy_hash, currency FROM dunning_case WHERE number = $1
            """, .int(number)
        ) { row in
            TimelineEntry(
                at: now, "decision now", "case \(number)",
                details: [
                    "next": row.optionalInt(1).map { $0 == 0 ? "at once" : "\(Instant(milliseconds: $0))" },
                    "refusals": row.int(2) == 0 ? nil : "\(row.int(2))", "policy": row.optionalText(3),
                    "version": row.optionalText(4).map { String($0.prefix(12)) }, "currency": row.text(5),
                ], reason: row.text(0))
        }
        if let decision { policy.append(decision) }
    }
}

/// Dead letters and their replays.
extension Tracing {
    mutating func readDeadLetters(in transaction: borrowing Transaction) throws {
        var letters: [Int64: TracedLetter] = [:]
        for id in messageIDs {
            for letter in try transaction.all(
                TraceQuery.lettersByMessage, .text(id), map: { TracedLetter($0) })
            { letters[letter.number] = letter }
        }
        if subject.attempt == nil, let creditor = subject.creditor?.text, let account = subject.account?.text {
            for letter in try transaction.all(
                TraceQuery.lettersByAccount, .text(creditor), .text(account), map: { TracedLetter($0) })
            { letters[letter.number] = letter }
        }
        for letter in letters.values.sorted(by: { $0.number < $1.number }) {
            real += letter.entries
            try readReplays(of: letter, in: transaction)
        }
    }

    /// The event, or what the attempt's messages are called by: their ids are made of its id and revision.
    private var messageIDs: Set<String> {
        var ids: Set<String> = []
        if let event = subject.event { ids.insert(event) }
        guard let attempt = subject.attempt.flatMap({ attempts[$0] }) else { return ids }
        let stages = MessageType.allCases.filter { $0.direction == .command || $0.isAboutAttempt }
        for revision in 1...max(1, Int(min(attempt.revision, 1000))) {
            for generation in 0...3 {
                let reference = AttemptReference(id: attempt.id, revision: revision, generation: generation)
                ids.formUnion(stages.map { MessageID.message($0, of: reference) })
            }
        }
        return ids
    }

    private mutating func readReplays(of letter: TracedLetter, in transaction: borrowing Transaction) throws {
        real += try transaction.all(
            """
            SELECT p.id, p.author, p.at, r.outcome, r.reason FROM replay_plan_letter r
            JOIN replay_plan p ON p.id = r.plan WHERE r.letter = $1 ORDER BY p.at, p.id
            """, .int(letter.number)
        ) { row in
            TimelineEntry(
                at: Instant(milliseconds: row.int(2)), "replay planned", "letter \(letter.number)",
                details: ["plan": row.text(0), "author": row.text(1), "outcome": row.optionalText(3) ?? "open"],
                reason: row.optionalText(4))
        }
    }
}

private struct TracedLetter {
    var number: Int64
    var state: String
    var queue: String
    var message: String
    var `class`: String
    var type: String?
    var error: String?
    var path: String?
    var worker: String?
    var diedAt: Int64
    var collectedAt: Int64
    var settledAt: Int64?
    var origin: Int64?
    var generation: Int64

    init(_ row: borrowing Row) {
        number = row.int(0)
        state = row.text(1)
        queue = row.text(2)
        message = row.text(3)
        `class` = row.text(4)
        type = row.optionalText(5)
        error = row.optionalText(6)
        path = row.optionalText(7)
        worker = row.optionalText(8)
        diedAt = row.int(9)
        collectedAt = row.int(10)
        settledAt = row.optionalInt(11)
        origin = row.optionalInt(12)
        generation = row.int(13)
    }

    var entries: [TimelineEntry] {
        let died = TimelineEntry(
            at: Instant(milliseconds: diedAt), "message died", message,
            details: [
                "letter": "\(number)", "class": `class`, "queue": queue, "type": type, "path": path, "worker": worker,
                "replaysBefore": generation == 0 ? nil : "\(generation)", "comesFrom": origin.map { "letter \($0)" },
            ], reason: error)
        let collected = TimelineEntry(
            at: Instant(milliseconds: collectedAt), "letter collected", "letter \(number)", details: ["now": state])
        let settled = settledAt.map {
            TimelineEntry(at: Instant(milliseconds: $0), "letter \(state)", "letter \(number)")
        }
        return [died, collected] + (settled.map { [$0] } ?? [])
    }
}

extension MessageType {
    fileprivate var isAboutAttempt: Bool {
        switch self {
        case .deliveryAccepted, .deliveryRejected, .deliveryDeferred, .deliveryUnknown, .deliveryDeclined,
            .attemptParked:
            true
        default: false
        }
    }
}
