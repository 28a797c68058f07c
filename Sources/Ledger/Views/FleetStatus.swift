import Contracts
import Store

/// The ledger in numbers, for `dunlin status`.
package struct FleetStatus: Hashable, Sendable, Codable {
    /// Those that are on.
    package var killSwitches: [KillSwitch]
    /// Cases in which something is due and a control keeps it from going out, by ``SendingHold``.
    package var heldCases: [String: Int64]
    package var clock: String
    package var now: Instant
    package var config: String?
    package var accounts: Int64
    package var invoices: Int64
    package var openInvoices: Int64
    package var cases: Int64
    /// Due by the policy's clock.
    package var dueCases: Int64
    package var attemptsByState: [String: Int64]
    /// Why attempts were cancelled or refused, with counts.
    package var stoppedByReason: [String: Int64]
    /// Attempts that went out although a fact that would have stopped them came while they were on the wire.
    package var crossed: Int64
    package var openTasks: [String: Int64]
    /// Accounts and creditors that rest because an event of theirs was refused.
    package var incomplete: Int64
    /// Creditors whose facts have no age limit, since no heartbeat has come yet.
    package var creditorsWithoutHeartbeat: Int64
}

extension Ledger {
    package func status() throws -> FleetStatus {
        try database.read { transaction in
            let now = try transaction.policyNow()
            return FleetStatus(
                killSwitches: try killSwitches(in: transaction),
                heldCases: try transaction.counts(
                    "SELECT why, COUNT(*) FROM dunning_case WHERE held_for IS NOT NULL GROUP BY why"),
                clock: try transaction.setting(.clock) ?? "", now: now, config: try transaction.setting(.config),
                accounts: try transaction.count("SELECT COUNT(*) FROM account WHERE name IS NOT NULL"),
                invoices: try transaction.count("SELECT COUNT(*) FROM invoice"),
                openInvoices: try transaction.count("SELECT COUNT(*) FROM invoice WHERE open > 0"),
                cases: try transaction.count("SELECT COUNT(*) FROM dunning_case"),
                dueCases: try transaction.first(
                    "SELECT COUNT(*) FROM dunning_case WHERE next_action_at <= $1", .int(now.milliseconds)
                ) { $0.int(0) } ?? 0,
                attemptsByState: try transaction.counts("SELECT state, COUNT(*) FROM attempt GROUP BY state"),
                stoppedByReason: try transaction.counts(
                    "SELECT COALESCE(reason, ''), COUNT(*) FROM attempt WHERE state = 'cancelled' GROUP BY 1"),
                crossed: try transaction.count("SELECT COUNT(*) FROM attempt WHERE crossed IS NOT NULL"),
                openTasks: try transaction.counts(
                    "SELECT kind, COUNT(*) FROM task WHERE closed_at IS NULL GROUP BY kind"),
                incomplete: try transaction.count("SELECT COUNT(*) FROM incomplete"),
                creditorsWithoutHeartbeat: try transaction.count(
                    """
                    SELECT COUNT(DISTINCT creditor) FROM account WHERE creditor NOT IN (SELECT creditor FROM heartbeat)
                    """))
        }
    }
}

extension Transaction {
    func count(_ sql: String) throws -> Int64 {
        try first(sql) { $0.int(0) } ?? 0
    }

    fileprivate func counts(_ sql: String) throws -> [String: Int64] {
        var counts: [String: Int64] = [:]
        try query(sql) { counts[$0.text(0)] = $0.int(1) }
        return counts
    }
}
