import Contracts
import Store

extension Ledger {
    /// Stops sending from the next claim on. A switch that is on keeps who turned it on, when and why.
    /// - Returns: the switch as it stands, and whether this turned it on.
    package func turnOn(
        _ target: KillSwitch.Target, actor: String, reason: String
    ) throws -> (killSwitch: KillSwitch, isNew: Bool) {
        try database.write { try turnOn(target, actor: actor, reason: reason, in: $0) }
    }

    /// ``turnOn(_:actor:reason:)`` together with what else the transaction does.
    func turnOn(
        _ target: KillSwitch.Target, actor: String, reason: String, in transaction: borrowing Transaction
    ) throws -> (killSwitch: KillSwitch, isNew: Bool) {
        let added = try transaction.execute(
            """
            INSERT INTO kill_switch (scope, name, at, actor, reason) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (scope, name) DO NOTHING
            """,
            .text(target.scope.rawValue), .text(target.name), .int(realNow.milliseconds), .text(actor), .text(reason))
        let stored = try transaction.first(
            KillSwitch.query + " WHERE scope = $1 AND name = $2", .text(target.scope.rawValue), .text(target.name)
        ) { try KillSwitch($0) }
        guard let stored else { throw StoreError.misuse("a kill switch that was just stored is gone") }
        if added > 0 { try transaction.audit([target.act("kill_switch.on", actor: actor, reason: reason)]) }
        return (stored, added > 0)
    }

    /// Lets sending go on. The planners wake the cases that it held, a batch at a time; windows and budgets are asked
    /// at each claim as ever.
    /// - Returns: whether it was on.
    /// - Throws: ``KillSwitchProblem``
    package func turnOff(_ target: KillSwitch.Target, actor: String, reason: String) throws -> Bool {
        try database.write { transaction in
            if target == .fleet, let since = try transaction.setting(.restoredAt).flatMap({ Int64($0) }) {
                throw KillSwitchProblem.notReconciled(since: Instant(milliseconds: since))
            }
            let removed = try transaction.execute(
                "DELETE FROM kill_switch WHERE scope = $1 AND name = $2", .text(target.scope.rawValue),
                .text(target.name))
            if removed > 0 { try transaction.audit([target.act("kill_switch.off", actor: actor, reason: reason)]) }
            return removed > 0
        }
    }

    /// Those that are on, the fleet's first.
    package func killSwitches() throws -> [KillSwitch] {
        try database.read { try killSwitches(in: $0) }
    }

    func killSwitches(in transaction: borrowing Transaction) throws -> [KillSwitch] {
        try transaction.all(KillSwitch.query) { try KillSwitch($0) }.sorted {
            ($0.scope == .fleet ? 0 : 1, $0.scope.rawValue, $0.name) < (
                $1.scope == .fleet ? 0 : 1, $1.scope.rawValue, $1.name
            )
        }
    }

    /// Whether anything of the creditor was ever heard.
    package func isKnown(_ creditor: Identifier) throws -> Bool {
        try database.read { transaction in
            try transaction.first("SELECT 1 FROM account WHERE creditor = $1 LIMIT 1", .text(creditor.text)) { _ in true
            }
                ?? false
        }
    }
}

extension KillSwitch.Target {
    fileprivate func act(_ action: String, actor: String, reason: String) -> AuditAct {
        AuditAct(
            actor: actor, action: action, subject: name.isEmpty ? scope.rawValue : "\(scope.rawValue) \(name)",
            detail: ["reason": .text(reason)])
    }
}
