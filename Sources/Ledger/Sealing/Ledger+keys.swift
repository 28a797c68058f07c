import Contracts
import Store

/// The fleet's keys: what they wrap, and how the newest takes over.
extension Ledger {
    /// Makes sure that this process has every key of the fleet that is in use.
    ///
    /// - Throws: ``SealError/missingKeys(_:)``
    package func checkKeys() throws {
        try database.read { _ = try sealing.fleetKeys(in: $0) }
    }

    package func keyReport() throws -> KeyReport {
        try database.read { transaction in
            let atHand = try sealing.keysAtHand(in: transaction)
            let own = try transaction.ownFleetKey()?.id
            var retired: [String: Instant] = [:]
            var ids = atHand.ids
            try transaction.query("SELECT id, retired_at FROM fleet_key ORDER BY id") { row in
                retired[row.text(0)] = row.optionalInt(1).map { Instant(milliseconds: $0) }
                if !ids.contains(row.text(0)) { ids.append(row.text(0)) }
            }
            let keys = try ids.map { id in
                KeyReport.FleetKey(
                    id: id, isAtHand: atHand[id] != nil, wraps: id == atHand.ids.first, isOfLedger: id == own,
                    dataKeys: try transaction.dataKeys(wrappedWith: id),
                    letters: try transaction.letters(sealedWith: id), retiredAt: retired[id])
            }
            let unsealed = try SealedColumn.all.map { try transaction.count($0.unsealedCount) }
            return KeyReport(
                fleetKeys: keys,
                persons: try transaction.count(
                    "SELECT COUNT(*) FROM data_key WHERE wrapped IS NOT NULL AND creditor <> ''"),
                erased: try transaction.count("SELECT COUNT(*) FROM data_key WHERE wrapped IS NULL"),
                isSealing: try transaction.setting(.sealing) != nil, unsealed: unsealed.reduce(0, +))
        }
    }

    /// Wraps all data keys anew with the first of the fleet's keys, and retires the others.
    ///
    /// No text is touched. Ended at any point it goes on when it is called again; workers that have both keys may run
    /// meanwhile. A key that a worker still wraps with is not retired.
    package func rotateKeys(
        actor: String, progress: (KeyRotation) throws -> Void = { _ in }
    ) throws -> KeyRotation {
        let (newest, old) = try database.write { transaction in
            let newest = try sealing.wrappingKey(in: transaction)
            try transaction.register(newest, at: realNow.milliseconds)
            let registered = try transaction.all("SELECT id FROM fleet_key WHERE retired_at IS NULL") { $0.text(0) }
            let old = Set(registered + (try sealing.fleetKeys(in: transaction)).ids).subtracting([newest.id]).sorted()
            try transaction.audit([
                AuditAct(
                    actor: actor, action: "keys.rotate", subject: newest.id,
                    detail: ["from": .list(old.map { .text($0) })])
            ])
            return (newest, old)
        }
        var rotation = KeyRotation(key: newest.id)
        for key in old {
            while case let count = try rewrap(from: key, to: newest), count > 0 {
                rotation.dataKeys += count
                try progress(rotation)
            }
            while case let count = try resealLetters(sealedWith: key), count > 0 {
                rotation.letters += count
                try progress(rotation)
            }
        }
        try database.write { transaction in
            for key in old { try retire(key, into: &rotation, in: transaction) }
            try sealing.endEpoch(in: transaction)
            try transaction.audit([
                AuditAct(
                    actor: actor, action: "keys.rotated", subject: newest.id,
                    detail: [
                        "dataKeys": .integer(Int64(rotation.dataKeys)), "letters": .integer(Int64(rotation.letters)),
                        "retired": .list(rotation.retired.map { .text($0) }),
                    ])
            ])
        }
        _ = try database.emptyLog()
        return rotation
    }

    /// - Returns: how many data keys, in one transaction; 0: there are none left.
    private func rewrap(from old: String, to newest: SealingKey) throws -> Int {
        try database.write { transaction in
            let rows = try transaction.all(
                """
                SELECT id, creditor, account, wrapped FROM data_key WHERE fleet_key = $1 AND wrapped IS NOT NULL
                ORDER BY id LIMIT 256
                """,
                .text(old)
            ) { (id: $0.text(0), person: Person(named: $0.text(1), $0.text(2)), wrapped: $0.blob(3)) }
            for row in rows {
                let key = try sealing.unwrap(row.wrapped, id: row.id, of: row.person, with: old, in: transaction)
                try transaction.execute(
                    "UPDATE data_key SET fleet_key = $2, wrapped = $3 WHERE id = $1", .text(row.id), .text(newest.id),
                    .blob(try newest.seal(key.bytes, for: Sealing.context(row.id, row.person))))
            }
            return rows.count
        }
    }

    private func retire(
        _ key: String, into rotation: inout KeyRotation, in transaction: borrowing Transaction
    ) throws {
        let uses = try transaction.dataKeys(wrappedWith: key) + transaction.letters(sealedWith: key)
        guard uses == 0 else { return rotation.inUse.append(key) }
        try transaction.execute(
            "UPDATE fleet_key SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL", .text(key),
            .int(realNow.milliseconds))
        if try transaction.ownFleetKey()?.id == key {
            try transaction.execute("DELETE FROM setting WHERE name = $1", .text(Setting.dataKey.rawValue))
        }
        rotation.retired.append(key)
    }
}

extension Transaction {
    fileprivate func dataKeys(wrappedWith key: String) throws -> Int {
        try first("SELECT COUNT(*) FROM data_key WHERE fleet_key = $1 AND wrapped IS NOT NULL", .text(key)) {
            Int($0.int(0))
        } ?? 0
    }

    fileprivate func letters(sealedWith key: String) throws -> Int {
        try first("SELECT COUNT(*) FROM dead_letter WHERE sealing_key = $1", .text(key)) { Int($0.int(0)) } ?? 0
    }
}
