import Contracts
import Policy
import Store

/// What an alert rule asks of a fleet as a whole. Read by index, whatever the ledger holds.
package struct OperatingFigures: Hashable, Sendable {
    /// ``Watchdog/Gap``, by kind; each kind is there.
    package var gaps: [Watchdog.GapKind: Int64]
    /// At most ``Ledger/mostGaps``.
    package var unknownAttempts: Int64
    /// Policy time since the oldest of them is unknown; nil: there is none.
    package var oldestUnknown: Duration?
    /// Cases in which something is due and a control keeps it from going out; at most ``Ledger/mostHeldCases`` in all.
    package var heldCases: [SendingHold: Int64]
    /// Switches that are on.
    package var killSwitches: [KillSwitch.Scope: Int64]
    /// Creditors for whom the freshness gate holds.
    package var creditorsTooOld: Int64
}

extension Ledger {
    /// So many held cases are counted.
    package static let mostHeldCases = 100_000

    /// - Parameter creditors: those of the rules.
    package func operatingFigures(
        of creditors: [Identifier], rules: (Identifier) -> CaseRules?
    ) throws -> OperatingFigures {
        let found = try gaps()
        let tooOld = try freshness(of: creditors, rules: rules).count { $0.state == .holding }
        return try database.read { transaction in
            let now = try transaction.policyNow()
            var figures = OperatingFigures(
                gaps: Dictionary(uniqueKeysWithValues: Watchdog.GapKind.allCases.map { ($0, 0) }), unknownAttempts: 0,
                oldestUnknown: nil, heldCases: Dictionary(uniqueKeysWithValues: SendingHold.allCases.map { ($0, 0) }),
                killSwitches: [.fleet: 0, .creditor: 0, .channel: 0], creditorsTooOld: Int64(tooOld))
            for gap in found { figures.gaps[gap.kind] = gap.count }
            for entry in try killSwitches(in: transaction) { figures.killSwitches[entry.scope, default: 0] += 1 }
            try transaction.query(
                """
                SELECT COUNT(*), MIN(settled_at) FROM (
                    SELECT settled_at FROM attempt WHERE state = 'unknown' ORDER BY settled_at LIMIT \(Self.mostGaps)) known
                """
            ) { row in
                figures.unknownAttempts = row.int(0)
                figures.oldestUnknown = row.optionalInt(1).map { now.since(Instant(milliseconds: $0)) }
            }
            try transaction.query(
                """
                SELECT why, COUNT(*) FROM (
                    SELECT why FROM dunning_case WHERE held_for > '' LIMIT \(Self.mostHeldCases)) held
                GROUP BY why
                """
            ) { row in
                guard let hold = SendingHold(rawValue: row.text(0)) else { return }
                figures.heldCases[hold] = row.int(1)
            }
            return figures
        }
    }
}
