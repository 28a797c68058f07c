import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin ledger restore`: the ledger as it was when a backup was made, and nothing sent before it is reconciled.
struct LedgerRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Makes the ledger what a backup holds, with the fleet's kill switch on.",
        discussion: """
            Stop all workers first: a ledger that any program uses is refused. What the ledger holds now is replaced, for \
            which --force is needed unless it is empty. The backup is checked and brought to this version's schema.

            The fleet sends nothing then. Attempts that were on the wire when the backup was made are unknown; those that \
            waited for a sender are decided anew. Go on like this:
              1. dunlin ledger reconcile      takes back what was sent after the backup, from the feed
              2. have upstream publish its events since the backup again; those that are known change nothing
              3. start the workers, and wait until their queues are empty
              4. dunlin kill-switch off --fleet

              dunlin ledger restore /var/backups/dunlin/2026-11-24.backup --force
            """)

    @Argument(help: "The backup.")
    var file: String

    @Flag(help: "Replace a ledger that is not empty.")
    var force = false

    @OptionGroup var authorOption: AuthorOption

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell what was done as JSON.")
    var json = false

    func run() throws {
        let address = try storeOptions.address()
        guard FileManager.default.isReadableFile(atPath: file) else {
            throw Failure(
                .inputOutput, "\(file) cannot be read", remedy: "name a file that 'dunlin ledger backup' made")
        }
        let unknown = try Failure.reporting {
            switch address {
            case .sqlite(let path): try restore(to: path)
            case .postgreSQL(let server): try restore(to: server, address)
            }
        }
        let restoration = try storeOptions.use(.read) { try $0.restoration() }
        let done = Done(
            ledger: address.description, file: file, backedUpAt: restoration?.backedUpAt, unknown: unknown,
            killSwitch: true, next: "dunlin ledger reconcile")
        if json { return try StandardOutput.say(json: done) }
        try StandardOutput.say(done.lines)
    }

    private func restore(to path: String) throws -> Int {
        do throws(StoreError) {
            try SQLiteCopy.check(file)
        } catch {
            throw Failure(.refused, "\(file) is no whole backup of a ledger in SQLite: \(error)")
        }
        if FileManager.default.fileExists(atPath: path) {
            let users = LedgerUsers.processes(of: path)
            guard users.isEmpty else { throw inUse(users.map { "process \($0)" }) }
            try checkMayGo(.sqlite(path: path))
        }
        // Made ready aside: the ledger becomes what it shall be in one step.
        let aside = path + ".restore"
        defer { for end in ["", "-wal", "-shm", ".turn"] { unlink(aside + end) } }
        for end in ["", "-wal", "-shm", ".turn"] { unlink(aside + end) }
        try SQLiteCopy.export(file, to: aside)
        let unknown = try Ledger.prepareRestored(at: .sqlite(path: aside), actor: authorOption.actor, backup: name)
        try SQLiteCopy.replace(path, with: aside)
        return unknown
    }

    private func restore(to server: PostgreSQLAddress, _ address: StoreAddress) throws -> Int {
        let tools = try DatabaseTools(server)
        do {
            try tools.check(file)
        } catch let failure as Failure {
            throw Failure(.refused, "\(file) is no whole backup of a ledger in PostgreSQL: \(failure.what)")
        }
        do {
            let database = try Database.open(at: address, purpose: .write)
            let users = try Self.awaitNobody { try database.otherSessions() }
            guard users.isEmpty else { throw inUse(users) }
            try checkMayGo(address)
            try database.dropAllTables()
        }
        try tools.restore(from: file)
        return try Ledger.prepareRestored(at: address, actor: authorOption.actor, backup: name)
    }

    private func checkMayGo(_ address: StoreAddress) throws {
        do {
            let database = try Database.open(at: address, purpose: .write)
            let workers = try Ledger.liveWorkers(database)
            guard workers.isEmpty else { throw inUse(workers) }
            guard try force || Ledger.isEmpty(database) else {
                throw Failure(.refused, "the ledger \(address) is not empty", remedy: "give --force to replace it")
            }
        } catch let error as StoreError {
            // What can't even be read is what a restore is for; it is replaced only when that was asked for.
            guard force, case .sqlite(let path) = address, case .corrupt = error else { throw error }
            for end in ["", "-wal", "-shm"] { unlink(path + end) }
        }
    }

    /// A server takes a moment to notice that a program has ended.
    private static func awaitNobody(_ users: () throws -> [String]) throws -> [String] {
        let deadline = ContinuousClock.now + .seconds(2)
        while ContinuousClock.now < deadline, try !users().isEmpty { Thread.sleep(forTimeInterval: 0.1) }
        return try users()
    }

    private func inUse(_ users: [String]) -> Failure {
        Failure(
            .unavailable, "the ledger is in use by \(users.prefix(5).joined(separator: ", "))",
            remedy: "stop the workers, wait for the end of their leases (30 s after a crash) and run the command again")
    }

    private var name: String { String(URL(filePath: file).lastPathComponent.prefix(128)) }

    private struct Done: Encodable {
        var ledger: String
        var file: String
        var backedUpAt: Instant?
        /// Attempts that were on the wire then.
        var unknown: Int
        var killSwitch: Bool
        var next: String

        var lines: [String] {
            [
                "restored \(ledger) from \(file), which was made at \(backedUpAt.map { "\($0)" } ?? "an unknown time")",
                "\(unknown) attempts were on the wire then and are unknown now",
                "the fleet's kill switch is on; next: \(next)",
            ]
        }
    }
}
