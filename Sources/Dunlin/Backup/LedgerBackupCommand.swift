import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin ledger backup`: the ledger as of one instant, in a file.
struct LedgerBackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the ledger as of one instant into a file, while the fleet works on it.",
        discussion: """
            A ledger in SQLite becomes a file of SQLite, one in PostgreSQL an archive in the format of pg_dump, which must \
            be installed. The copy is checked from end to end, has mode 0600, and takes its name when it is whole and on \
            disk. It holds personal data and the ledger's keys: keep it as you keep the ledger.

              dunlin ledger backup /var/backups/dunlin/2026-11-24.backup
            """)

    @Argument(help: "The file to make.")
    var file: String

    @Flag(help: "Replace the file if it exists.")
    var force = false

    @OptionGroup var authorOption: AuthorOption

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell what was done as JSON.")
    var json = false

    func run() throws {
        let address = try storeOptions.address()
        let target = try BackupFile(file, replaces: force)
        let began = ContinuousClock.now
        let at = try storeOptions.use(.write) { try $0.noteBackup(actor: authorOption.actor) }
        try Failure.reporting {
            switch address {
            case .sqlite(let path):
                try target.write(isMade: false) { try SQLiteCopy.export(path, to: $0) }
            case .postgreSQL(let server):
                let tools = try DatabaseTools(server)
                try target.write(isMade: true) { try tools.dump(to: $0) }
            }
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        let done = Done(
            ledger: address.description, file: file, at: at, bytes: size,
            seconds: Double(Int(began.duration(to: .now) / .milliseconds(1))) / 1000)
        if json { return try StandardOutput.say(json: done) }
        try StandardOutput.say([
            "backed up \(done.ledger) as of \(done.at) into \(done.file): \(done.bytes) bytes in \(done.seconds) s"
        ])
    }

    private struct Done: Encodable {
        var ledger: String
        var file: String
        var at: Instant
        var bytes: Int
        var seconds: Double
    }
}
