import Contracts
import Foundation
import Store

/// How far a ledger is sealed.
enum SealingState: String {
    /// What is personal is sealed when it is written; older texts may stand as they were.
    case begun
    /// There are no such texts.
    case all
}

extension Ledger {
    /// Says that what is personal is sealed from now on when it is written, and keeps programs away that could not read
    /// it: until here they may go on, which lets a fleet be brought up to date worker by worker.
    static func beginSealing(_ state: SealingState, in transaction: borrowing Transaction) throws {
        guard try transaction.setting(.sealing) == nil else { return }
        try transaction.set(.sealing, state.rawValue)
        try transaction.execute("UPDATE migration SET is_compatible = 0 WHERE version = 8")
    }

    /// Seals everything that is not, in a ledger from before; until then texts are written as they always were.
    ///
    /// Ended at any point it goes on when it is called again. Workers may run meanwhile, all of this version.
    /// - Parameter progress: texts sealed so far, and dead letters that were put under the key of their account.
    /// - Returns: the same at the end.
    @discardableResult
    package func seal(
        actor: String, progress: (_ texts: Int, _ letters: Int) throws -> Void = { _, _ in }
    ) throws -> (texts: Int, letters: Int) {
        try database.write { transaction in
            let isFirst = try transaction.setting(.sealing) == nil
            try Self.beginSealing(.begun, in: transaction)
            guard isFirst else { return }
            try transaction.audit([AuditAct(actor: actor, action: "keys.seal", subject: "ledger")])
        }
        var (texts, letters) = (0, 0)
        for column in SealedColumn.all {
            var last = column.key.map { _ in "" }
            while let end = try sealPage(of: column, after: last, &texts) {
                last = end
                try progress(texts, letters)
            }
        }
        let fleetKeys = try database.read { try sealing.fleetKeys(in: $0).ids }
        for key in fleetKeys {
            while case let moved = try resealLetters(sealedWith: key), moved > 0 {
                letters += moved
                try progress(texts, letters)
            }
        }
        try database.write { transaction in
            let isDone = try transaction.setting(.sealing) == SealingState.all.rawValue
            try transaction.set(.sealing, SealingState.all.rawValue)
            if isDone, texts + letters == 0 { return }
            try transaction.audit([
                AuditAct(
                    actor: actor, action: "keys.sealed", subject: "ledger",
                    detail: ["texts": .integer(Int64(texts)), "letters": .integer(Int64(letters))])
            ])
        }
        _ = try database.emptyLog()
        return (texts, letters)
    }

    private struct UnsealedText {
        var key: [String]
        var person: Person
        var text: String
    }

    /// - Returns: the last row looked at; nil: there are no more.
    private func sealPage(of column: SealedColumn, after last: [String], _ count: inout Int) throws -> [String]? {
        var sealed = 0
        defer { count += sealed }
        return try database.write { transaction in
            var page: [UnsealedText] = []
            try transaction.query(
                column.unsealedPage, values: last.map { Value.text($0) } + [.int(256)]
            ) { row in
                let width = Int32(column.key.count)
                page.append(
                    UnsealedText(
                        key: (0..<width).map { row.text($0) },
                        person: Person(named: row.text(width), row.text(width + 1)), text: row.text(width + 2)))
            }
            var end: [String]?
            for entry in page {
                let text = try self.sealed(entry.text, column, entry.key, of: entry.person, in: transaction)
                try transaction.execute(
                    column.update, values: entry.key.map { Value.text($0) } + [.text(text)])
                sealed += 1
                end = entry.key
                if transaction.elapsed > .milliseconds(40) { break }
            }
            return end
        }
    }

    /// Puts dead letters that a key of the fleet sealed itself under the data key of the account that they name.
    /// - Returns: how many, in one transaction; 0: there are none left.
    func resealLetters(sealedWith fleetKey: String) throws -> Int {
        try database.write { transaction in
            let numbers = try transaction.all(
                "SELECT number FROM dead_letter WHERE sealing_key = $1 ORDER BY number LIMIT 64", .text(fleetKey)
            ) { $0.int(0) }
            var moved = 0
            for number in numbers {
                let row = try transaction.first(
                    "SELECT identity, creditor, account, content FROM dead_letter WHERE number = $1", .int(number)
                ) { row in
                    (
                        identity: row.text(0), person: Person(named: row.optionalText(1), row.optionalText(2)),
                        content: row.blob(3)
                    )
                }
                guard let row else { continue }
                let content = try sealing.open(row.content, key: fleetKey, for: row.identity, in: transaction)
                let sealed = try sealing.seal(content, for: row.identity, of: row.person, in: transaction)
                try transaction.execute(
                    "UPDATE dead_letter SET sealing_key = $2, content = $3 WHERE number = $1", .int(number),
                    .text(sealed.key), .blob(sealed.content))
                moved += 1
                if transaction.elapsed > .milliseconds(40) { break }
            }
            return moved
        }
    }
}

extension SealedColumn {
    /// SQL: rows with an unsealed text after a key, in the order of keys: the key, creditor, account and text.
    fileprivate var unsealedPage: String {
        let keys = key.map { "t.\($0)" }.joined(separator: ", ")
        let after = key.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let (person, join) =
            switch owner {
            case .named: ("t.creditor, COALESCE(t.account, '')", "")
            case .numbered:
                (
                    "COALESCE(a.creditor, ''), COALESCE(a.account, '')",
                    "LEFT JOIN account a ON a.id = t.account_id"
                )
            }
        return """
            SELECT \(keys), \(person), t.\(name) FROM \(table) t \(join)
            WHERE \(SealedText.isUnsealed("t.\(name)")) AND (\(keys)) > (\(after))
            ORDER BY \(keys) LIMIT $\(key.count + 1)
            """
    }

    fileprivate var update: String {
        let row = key.enumerated().map { "\($1) = $\($0 + 1)" }.joined(separator: " AND ")
        return "UPDATE \(table) SET \(name) = $\(key.count + 1) WHERE \(row)"
    }

    /// SQL: how many texts nobody sealed.
    var unsealedCount: String { "SELECT COUNT(*) FROM \(table) WHERE \(SealedText.isUnsealed(name))" }
}
