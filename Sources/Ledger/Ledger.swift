import Contracts
import Crypto
import Foundation
import Store

/// The fleet's one store of facts, cases and attempts, and the use cases on them.
///
/// Confined to one thread, like the connection it owns.
package final class Ledger {
    package let database: Database
    let addressKey: SymmetricKey
    let sealing: Sealing
    /// What a simulation keeps in memory; nil in every ledger of a fleet.
    var simulation: SimulationMemory?
    var memory = LoadingMemory()
    /// Of those with cases that a control holds, the last that was looked at; empty: begin with the first.
    var lastCreditorWoken = ""
    /// How the versions that cases are pinned to are read; nil: only the ones in the rules of now can be.
    package var readPolicy: ReadPolicy?
    /// Who plans with it, for `trace`; unique to a process.
    package var worker: String?

    private init(database: Database, addressKey: SymmetricKey, keys: FleetKeys?) {
        self.database = database
        self.addressKey = addressKey
        sealing = Sealing(keys)
    }

    package enum ClockKind: String, Sendable, CaseIterable {
        /// Policy time is the system's time.
        case system
        /// Policy time is an instant in the ledger, moved by `dunlin clock`.
        case test
    }

    /// Creates the ledger at `address`, or brings an existing one to this version's schema.
    ///
    /// A new one seals what is personal from the first; an existing one goes on as it did, see ``seal(actor:progress:)``.
    /// - Parameters:
    ///   - testClock: the instant at which a test clock starts; nil for the system's clock. The kind of clock is settled
    ///     when the ledger is created and never changes.
    ///   - keys: the fleet's; nil: the ledger keeps one for itself.
    package static func create(
        at address: StoreAddress, testClock: Instant?, keys: FleetKeys? = nil
    ) throws -> Ledger {
        try prepare(try Database.open(at: address, purpose: .write), testClock: testClock, isSealed: true)
        return try open(at: address, keys: keys)
    }

    /// ``create(at:testClock:keys:)``, named as DUNLIN_STORE names it.
    package static func create(path: String, testClock: Instant?, keys: FleetKeys? = nil) throws -> Ledger {
        try create(at: StoreAddress(path), testClock: testClock, keys: keys)
    }

    /// An empty ledger in memory with a test clock, for simulations: gone with the value, reached by nobody else, and
    /// with real time that runs with the test clock.
    package static func scratch(at start: Instant) throws -> Ledger {
        let database = try Database.scratch()
        try prepare(database, testClock: start, isSealed: false)
        let ledger = Ledger(database: database, addressKey: SymmetricKey(size: .bits256), keys: nil)
        ledger.simulation = SimulationMemory(now: start)
        ledger.memory.limit = nil
        return ledger
    }

    private static func prepare(_ database: Database, testClock: Instant?, isSealed: Bool) throws {
        try Migrator.migrate(database, LedgerSchema.migrations)
        try database.write { transaction in
            let wanted = testClock == nil ? ClockKind.system : .test
            if let kind = try transaction.setting(.clock) {
                guard kind == wanted.rawValue else { throw LedgerError.clockIsSettled(kind) }
                return
            }
            try transaction.set(.clock, wanted.rawValue)
            if let testClock { try transaction.set(.clockInstant, String(testClock.milliseconds)) }
            let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
            try transaction.set(.addressKey, key)
            if isSealed { try beginSealing(.all, in: transaction) }
        }
    }

    /// Whether there is a ledger: a file, or a database that any migration was applied to.
    package static func exists(at address: StoreAddress) throws -> Bool {
        switch address {
        case .sqlite(let path): FileManager.default.fileExists(atPath: path)
        case .postgreSQL: try Database.open(at: address, purpose: .read).isMigrated
        }
    }

    /// Opens a ledger that ``create(at:testClock:keys:)`` made.
    ///
    /// - Parameter keys: the fleet's; nil: the ledger keeps one for itself. Looked at when something is sealed or opened.
    package static func open(
        at address: StoreAddress, purpose: Database.Purpose = .write, keys: FleetKeys? = nil
    ) throws -> Ledger {
        let missing = LedgerError.missing(address.description)
        if case .sqlite(let path) = address, !FileManager.default.fileExists(atPath: path) { throw missing }
        let database = try Database.open(at: address, purpose: purpose)
        if case .postgreSQL = address, try !database.isMigrated { throw missing }
        try Migrator.check(database, LedgerSchema.migrations)
        let key = try database.read { try $0.setting(.addressKey) }
        guard let key, let bytes = Data(base64Encoded: key) else { throw missing }
        return Ledger(database: database, addressKey: SymmetricKey(data: bytes), keys: keys)
    }

    /// ``open(at:purpose:keys:)``, named as DUNLIN_STORE names it.
    package static func open(
        path: String, purpose: Database.Purpose = .write, keys: FleetKeys? = nil
    ) throws -> Ledger {
        try open(at: StoreAddress(path), purpose: purpose, keys: keys)
    }

    /// Real time: what leases, time-outs, retries and quiet times go by.
    var realNow: Instant { simulation?.now ?? .now }

    /// A keyed hash of an address, so that budgets and consent find it and a leaked table does not show it.
    ///
    /// Letter case is ignored, also in the local part: no mailbox in use differs by it.
    func hash(ofAddress address: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(address.lowercased().utf8), using: addressKey)
        return Data(code.prefix(16)).base64EncodedString()
    }
}

package enum LedgerError: Error, CustomStringConvertible {
    case missing(String)
    case clockIsSettled(String)
    case clockIsReal
    case clockGoesBack
    /// A version of a policy, by its hash, that cases go by.
    case unreadableVersion(String, reason: String)

    package var description: String {
        switch self {
        case .missing(let place): "there is no ledger at \(place): create it with 'dunlin ledger init'"
        case .clockIsSettled(let kind): "the ledger exists and its clock is the \(kind) clock, which never changes"
        case .clockIsReal: "the ledger's clock is the system's and can't be moved"
        case .clockGoesBack: "the clock never goes back"
        case .unreadableVersion(let hash, let reason):
            "the policy version \(hash.prefix(12)) that cases go by cannot be read: \(reason)"
        }
    }
}
