import Contracts
import Store

/// What was meant to go out, hour by hour, against what became of it.
package struct Watchdog: Hashable, Sendable, Codable {
    /// An hour of policy time that anything was planned in.
    package struct Hour: Hashable, Sendable, Codable {
        package var start: Instant
        /// Messages that were planned last in this hour: the sum of all below.
        package var expected: Int64 = 0
        package var accepted: Int64 = 0
        package var rejected: Int64 = 0
        /// With the reason of each.
        package var cancelled: Int64 = 0
        package var cancelledByReason: [String: Int64] = [:]
        package var parked: Int64 = 0
        package var unknown: Int64 = 0
        /// On its way, or deferred by the provider.
        package var waiting: Int64 = 0
        /// On its way for too long: nobody can say why.
        package var missing: Int64 = 0
    }

    /// Messages, or cases, that stand still and nothing says why.
    package struct Gap: Hashable, Sendable, Codable {
        package var kind: GapKind
        package var count: Int64
        /// Where the first of them stands since, in real time.
        package var since: Instant
        /// The first of them: an attempt, or a case's number.
        package var example: String
    }

    package enum GapKind: String, Sendable, Codable, CaseIterable {
        /// A case was due and no planner decided it.
        case due
        /// An attempt was planned and its command not confirmed by the broker.
        case planned
        /// A command was published, and neither claimed nor planned anew.
        case dispatched
        /// A sender claimed it and did neither send it nor give it back, nor did a planner take it back.
        case claimed
        /// A sender had it on the wire and told nothing, and no planner called it unknown.
        case submitting
    }

    /// From which hour on, in policy time.
    package var from: Instant
    package var hours: [Hour]
    package var gaps: [Gap]
}

extension Ledger {
    /// Longer than a command may be under way (30 min), a sweep and a plan take together.
    package static let watchdogPatience = Duration.seconds(45 * 60)
    /// So many of a kind are counted; beyond it the number is this.
    package static let mostGaps = 10_000

    /// - Parameters:
    ///   - hours: so many, the current one included.
    ///   - patience: how long a message may be on its way, in real time.
    package func watchdog(hours: Int, patience: Duration = watchdogPatience) throws -> Watchdog {
        try database.read { transaction in
            let now = try transaction.policyNow()
            let hour: Int64 = 3_600_000
            let from = (now.milliseconds / hour - Int64(hours) + 1) * hour
            var byHour: [Int64: Watchdog.Hour] = [:]
            try transaction.query(
                """
                SELECT planned_at / 3600000, state, CASE WHEN state = 'cancelled' THEN COALESCE(reason, '') ELSE '' END,
                    CASE WHEN \(Self.isStuck) THEN 1 ELSE 0 END, COUNT(*)
                FROM attempt WHERE planned_at >= $2 GROUP BY 1, 2, 3, 4 ORDER BY 1
                """,
                .int(realNow.adding(.zero - patience).milliseconds), .int(from)
            ) { row in
                var entry =
                    byHour[row.int(0)] ?? Watchdog.Hour(start: Instant(milliseconds: row.int(0) * hour))
                guard let state = AttemptState(rawValue: row.text(1)) else {
                    throw StoreError.misuse("an attempt has an unknown state")
                }
                entry.count(row.int(4), state, reason: row.text(2), isStuck: row.flag(3))
                byHour[row.int(0)] = entry
            }
            return Watchdog(
                from: Instant(milliseconds: from), hours: byHour.values.sorted { $0.start < $1.start },
                gaps: try gaps(patience: patience, now: now, in: transaction))
        }
    }

    /// What stands still and nothing says why, now. By index, whatever the ledger holds.
    package func gaps(patience: Duration = watchdogPatience) throws -> [Watchdog.Gap] {
        try database.read { transaction in
            try gaps(patience: patience, now: try transaction.policyNow(), in: transaction)
        }
    }

    /// SQL: whether an attempt stands still since before `$1`. One that the provider put off waits for its time.
    private static let isStuck = """
        state IN ('planned', 'dispatched', 'claimed', 'submitting')
        AND published_at < $1 AND COALESCE(retry_at, 0) < $1
        """

    private func gaps(
        patience: Duration, now: Instant, in transaction: borrowing Transaction
    ) throws -> [Watchdog.Gap] {
        let limit = realNow.adding(.zero - patience)
        var gaps: [Watchdog.Gap] = []
        // Due by policy and untouched for so long: the later of both is since when it stands still.
        let due = try transaction.first(
            """
            SELECT COUNT(*), MIN(number), MIN(ready_at) FROM (
                SELECT number, ready_at FROM dunning_case
                WHERE next_action_at <= $1 AND ready_at < $2 LIMIT \(Self.mostGaps)) stuck
            """,
            .int(now.adding(.zero - patience).milliseconds), .int(limit.milliseconds)
        ) { row in
            (count: row.int(0), example: row.optionalInt(1), since: row.optionalInt(2))
        }
        if let due, let example = due.example, let since = due.since {
            gaps.append(
                Watchdog.Gap(
                    kind: .due, count: due.count, since: Instant(milliseconds: since), example: "\(example)"))
        }
        for kind in Watchdog.GapKind.allCases where kind != .due {
            let stuck = try transaction.first(
                """
                SELECT COUNT(*), MIN(id), MIN(published_at) FROM (
                    SELECT id, published_at FROM attempt
                    WHERE \(Self.isStuck) AND state = $2 ORDER BY published_at LIMIT \(Self.mostGaps)) stuck
                """,
                .int(limit.milliseconds), .text(kind.rawValue)
            ) { row in (count: row.int(0), example: row.optionalText(1), since: row.optionalInt(2)) }
            guard let stuck, let example = stuck.example, let since = stuck.since else { continue }
            gaps.append(
                Watchdog.Gap(kind: kind, count: stuck.count, since: Instant(milliseconds: since), example: example))
        }
        return gaps
    }
}

extension Watchdog.Hour {
    fileprivate mutating func count(_ number: Int64, _ state: AttemptState, reason: String, isStuck: Bool) {
        expected += number
        switch state {
        case .accepted, .delivered, .bounced, .complained: accepted += number
        case .rejected: rejected += number
        case .cancelled:
            cancelled += number
            cancelledByReason[reason, default: 0] += number
        case .parked: parked += number
        case .unknown: unknown += number
        case .planned, .dispatched, .claimed, .submitting:
            if isStuck { missing += number } else { waiting += number }
        }
    }
}
