import Contracts
import Foundation
import Store

/// Seals and opens what the ledger holds about persons.
///
/// Each person's texts are sealed with a data key of their own, which is stored wrapped by the fleet's key: deleting it
/// erases the person, and rotating the fleet's key touches data keys alone. Data keys are remembered, until any process
/// erases one or retires a key of the fleet: each transaction looks first. Confined to the ledger's thread.
final class Sealing {
    /// Data keys remembered; beyond it all are forgotten.
    static let capacity = 4096

    private struct KnownKey {
        let key: SealingKey
        let person: Person
    }

    private let given: FleetKeys?
    /// Those given and the ledger's own; nil: not read yet.
    private var fleet: FleetKeys?
    private var known: [String: KnownKey] = [:]
    private var current: [Person: String] = [:]
    /// ``Setting/keyEpoch`` when it was last looked at.
    private var epoch: String?
    /// The transaction that was served last, and the keys that it made: they are stored only if it is committed.
    private var transaction: ContinuousClock.Instant?
    private var fresh: [String] = []
    private var isFleetFresh = false
    private var isOnForGood = false

    /// - Parameter keys: nil: the ledger keeps one for itself.
    init(_ keys: FleetKeys?) { given = keys }

    /// Whether texts are sealed when they are written. False only in a ledger from before, until ``Ledger/seal`` is run.
    func isOn(in transaction: borrowing Transaction) throws -> Bool {
        if !isOnForGood { isOnForGood = try transaction.setting(.sealing) != nil }
        return isOnForGood
    }

    /// The text as it is stored: sealed with the person's key, which is made if there is none.
    ///
    /// - Parameter mayMakeKey: false where others write at the same time; without a key of the person's it is sealed with
    ///   nobody's then.
    func seal(
        _ text: String, in column: SealedColumn, _ row: [String], of person: Person, mayMakeKey: Bool = true,
        in transaction: borrowing Transaction
    ) throws -> String {
        guard try isOn(in: transaction) else { return text }
        let key = try sealingKey(of: person, mayMakeKey: mayMakeKey, in: transaction)
        return SealedText(key: key.id, content: try key.seal(Data(text.utf8), for: column.context(row))).text
    }

    /// The text that is meant by a stored one; nil: it was erased.
    ///
    /// - Throws: ``SealError``
    func open(
        _ stored: String, in column: SealedColumn, _ row: [String], of person: Person,
        in transaction: borrowing Transaction
    ) throws -> String? {
        guard let sealed = try SealedText(stored) else { return stored }
        let found = try dataKey(sealed.key, in: transaction)
        guard let found else { return nil }
        guard found.person == person || found.person == .nobody else { throw SealError.unreadable }
        return String(decoding: try found.key.open(sealed.content, for: column.context(row)), as: UTF8.self)
    }

    /// Seals bytes, whether the ledger seals texts yet or not.
    func seal(
        _ data: Data, for context: String, of person: Person, in transaction: borrowing Transaction
    ) throws -> (key: String, content: [UInt8]) {
        let key = try sealingKey(of: person, mayMakeKey: true, in: transaction)
        return (key.id, try key.seal(data, for: context))
    }

    /// Opens bytes; those that were sealed with a key of the fleet itself, too.
    ///
    /// - Throws: ``SealError``
    func open(
        _ content: [UInt8], key: String, for context: String, in transaction: borrowing Transaction
    ) throws -> Data {
        if key.isEmpty { throw SealError.erased }
        if let fleetKey = try fleetKeys(in: transaction)[key] { return try fleetKey.open(content, for: context) }
        guard let found = try dataKey(key, in: transaction) else { throw SealError.erased }
        return try found.key.open(content, for: context)
    }

    /// Has every process, this one too, forget the keys that it remembers.
    func endEpoch(in transaction: borrowing Transaction) throws {
        let epoch = try transaction.setting(.keyEpoch).flatMap { Int64($0) } ?? 0
        try transaction.set(.keyEpoch, String(epoch + 1))
        forgetAll()
    }

    private func forgetAll() {
        known = [:]
        current = [:]
        fleet = nil
    }
}

/// Keys.
extension Sealing {
    /// Keys of the fleet at hand, the one that wraps first; empty: the ledger has yet to make its own.
    ///
    /// - Throws: ``SealError/missingKeys(_:)`` if data keys are wrapped with another one.
    func fleetKeys(in transaction: borrowing Transaction) throws -> FleetKeys {
        try attend(transaction)
        if let fleet { return fleet }
        let keys = try keysAtHand(in: transaction)
        let used = try transaction.all("SELECT id FROM fleet_key WHERE retired_at IS NULL ORDER BY id") { $0.text(0) }
        let missing = used.filter { keys[$0] == nil }
        guard missing.isEmpty else { throw SealError.missingKeys(missing) }
        fleet = keys
        return keys
    }

    /// Those given, then the one that the ledger keeps, whatever is in use.
    func keysAtHand(in transaction: borrowing Transaction) throws -> FleetKeys {
        var keys = given?.keys ?? []
        if let own = try transaction.ownFleetKey(), !keys.contains(where: { $0.id == own.id }) { keys.append(own) }
        return FleetKeys(keys)
    }

    /// The key that wraps from now on.
    func wrappingKey(in transaction: borrowing Transaction) throws -> SealingKey {
        if let first = try fleetKeys(in: transaction).keys.first { return first }
        let own = try transaction.makeOwnFleetKey()
        fleet = FleetKeys([own])
        isFleetFresh = true
        return own
    }

    /// Unwraps a data key with whichever key of the fleet wrapped it.
    func unwrap(
        _ wrapped: [UInt8], id: String, of person: Person, with fleetKey: String, in transaction: borrowing Transaction
    ) throws -> SealingKey {
        var wrapping = try fleetKeys(in: transaction)[fleetKey]
        if wrapping == nil {
            // Another process may have made the ledger's own key meanwhile.
            fleet = nil
            wrapping = try fleetKeys(in: transaction)[fleetKey]
        }
        guard let wrapping else { throw SealError.missingKeys([fleetKey]) }
        let key = SealingKey(try wrapping.open(wrapped, for: Self.context(id, person)))
        guard key.id == id else { throw SealError.unreadable }
        return key
    }

    /// What a wrapped data key is bound to.
    static func context(_ id: String, _ person: Person) -> String {
        ["data_key", id, person.creditor, person.account].joined(separator: "\u{0}")
    }

    private func sealingKey(
        of person: Person, mayMakeKey: Bool, in transaction: borrowing Transaction
    ) throws -> SealingKey {
        try attend(transaction)
        if let id = current[person], let known = known[id] { return known.key }
        if let found = try storedKey(of: person, in: transaction) { return found }
        guard mayMakeKey || person == .nobody else {
            return try sealingKey(of: .nobody, mayMakeKey: true, in: transaction)
        }
        return try makeKey(of: person, in: transaction)
    }

    private func storedKey(of person: Person, in transaction: borrowing Transaction) throws -> SealingKey? {
        let row = try transaction.first(
            """
            SELECT id, fleet_key, wrapped FROM data_key WHERE creditor = $1 AND account = $2 AND wrapped IS NOT NULL
            """,
            .text(person.creditor), .text(person.account)
        ) { (id: $0.text(0), fleetKey: $0.text(1), wrapped: $0.blob(2)) }
        guard let row else { return nil }
        let key = try unwrap(row.wrapped, id: row.id, of: person, with: row.fleetKey, in: transaction)
        remember(key, of: person)
        return key
    }

    private func makeKey(of person: Person, in transaction: borrowing Transaction) throws -> SealingKey {
        let wrapping = try wrappingKey(in: transaction)
        let key = SealingKey.fresh()
        let now = Instant.now.milliseconds
        try transaction.register(wrapping, at: now)
        let isOurs =
            try transaction.execute(
                """
                INSERT INTO data_key (id, creditor, account, fleet_key, wrapped, created_at)
                VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (creditor, account) WHERE wrapped IS NOT NULL DO NOTHING
                """,
                .text(key.id), .text(person.creditor), .text(person.account), .text(wrapping.id),
                .blob(try wrapping.seal(key.bytes, for: Self.context(key.id, person))), .int(now)) == 1
        guard isOurs else {
            // Another planner was first.
            guard let theirs = try storedKey(of: person, in: transaction) else { throw SealError.unreadable }
            return theirs
        }
        fresh.append(key.id)
        remember(key, of: person)
        return key
    }

    /// The data key of this id and its person; nil: it was deleted.
    private func dataKey(_ id: String, in transaction: borrowing Transaction) throws -> KnownKey? {
        try attend(transaction)
        if let known = known[id] { return known }
        let row = try transaction.first(
            "SELECT creditor, account, fleet_key, wrapped FROM data_key WHERE id = $1", .text(id)
        ) { row in
            (
                person: Person(named: row.text(0), row.text(1)), fleetKey: row.optionalText(2),
                wrapped: row.optionalBlob(3)
            )
        }
        guard let row else { throw SealError.unknownKey(id) }
        guard let fleetKey = row.fleetKey, let wrapped = row.wrapped else { return nil }
        let key = try unwrap(wrapped, id: id, of: row.person, with: fleetKey, in: transaction)
        remember(key, of: row.person)
        return KnownKey(key: key, person: row.person)
    }

    private func remember(_ key: SealingKey, of person: Person) {
        if known.count >= Self.capacity {
            known = [:]
            current = [:]
        }
        known[key.id] = KnownKey(key: key, person: person)
        current[person] = key.id
    }

    /// Another transaction than the last: what that one made is not taken for stored, it may have been undone, and other
    /// processes may have erased somebody.
    private func attend(_ transaction: borrowing Transaction) throws {
        guard transaction.began != self.transaction else { return }
        for id in fresh {
            if let person = known.removeValue(forKey: id)?.person { current[person] = nil }
        }
        fresh = []
        if isFleetFresh { fleet = nil }
        isFleetFresh = false
        let epoch = try transaction.setting(.keyEpoch)
        if epoch != self.epoch { forgetAll() }
        self.epoch = epoch
        self.transaction = transaction.began
    }
}

extension Transaction {
    /// The key that the ledger keeps for itself; nil: it has none.
    func ownFleetKey() throws -> SealingKey? {
        guard let text = try setting(.dataKey) else { return nil }
        guard let bytes = KeyText.keys(in: text)?.first else { throw SealError.noKey("the ledger's setting data_key") }
        return SealingKey(bytes)
    }

    fileprivate func makeOwnFleetKey() throws -> SealingKey {
        try execute(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
            .text(Setting.dataKey.rawValue), .text(SealingKey.fresh().bytes.base64EncodedString()))
        // Another planner may have been first.
        guard let own = try ownFleetKey() else { throw SealError.noKey("the ledger's setting data_key") }
        return own
    }

    /// Notes that something is wrapped with this key of the fleet, so that whoever lacks it is told.
    func register(_ fleetKey: SealingKey, at now: Int64) throws {
        try execute(
            """
            INSERT INTO fleet_key (id, added_at) VALUES ($1, $2)
            ON CONFLICT (id) DO UPDATE SET retired_at = NULL WHERE fleet_key.retired_at IS NOT NULL
            """,
            .text(fleetKey.id), .int(now))
    }
}
