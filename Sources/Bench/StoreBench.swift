import ArgumentParser
import Foundation
import Store
import TestSupport

/// Writes one ledger from several processes at full load and tells how long the longest wait for a turn was.
struct StoreBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store",
        abstract: "Several processes write one ledger at full load, in turns.",
        discussion: """
            Each transaction writes up to 256 rows of a table like the attempts' (three indexes), half of them \
            upserts, half updates, for at most 50 ms, and is synced to disk. The last line is
            store writers=N longest_wait_ms=T rows_per_second=R
            """)

    @Option(help: "Number of writing processes.")
    var writers = 5

    @Option(help: "Seconds of full load.")
    var seconds = 30

    @Option(help: "Where the ledger is: sqlite or postgres.")
    var store = TemporaryStore.Kind.sqlite

    @Option(help: .hidden)
    var writer: Int?

    /// The ledger.
    @Option(help: .hidden)
    var address: String?

    @Option(help: .hidden)
    var folder: String?

    /// Seconds of the system's uptime, which all processes share.
    @Option(help: .hidden)
    var until: Double?

    func validate() throws {
        guard (1...64).contains(writers), (1...3600).contains(seconds) else {
            throw ValidationError("--writers goes from 1 to 64, --seconds from 1 to 3600.")
        }
    }

    func run() throws {
        if let writer, let folder, let until, let address {
            try LedgerWriter(number: writer, folder: folder, address: StoreAddress(address)).write(until: until)
        } else {
            try measure()
        }
    }

    private func measure() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-bench-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer {
            do {
                try FileManager.default.removeItem(atPath: folder)
            } catch {
                say("could not remove \(folder): \(error)")
            }
        }
        let server = store == .postgres ? try PrivateDatabaseServer(syncs: true) : nil
        defer { server?.stop() }
        let address = try server.map { $0.url(of: try $0.makeDatabase()) } ?? folder + "/ledger.db"
        try LedgerWriter(number: 0, folder: folder, address: StoreAddress(address)).createLedger()
        say("\(writers) writers for \(seconds) s on \(address)")

        let until = ProcessInfo.processInfo.systemUptime + Double(seconds)
        let children = try (0..<writers).map { try start(writer: $0, folder: folder, address: address, until: until) }
        for child in children { child.waitUntilExit() }
        guard children.allSatisfy({ $0.terminationReason == .exit && $0.terminationStatus == 0 }) else {
            throw ValidationError("a writer failed; its message is above")
        }

        let results = try (0..<writers).map { try LedgerWriter.result(of: $0, in: folder) }
        for result in results { print(result.line) }
        let longest = results.map(\.longestWait).max() ?? 0
        let rows = results.map(\.rows).reduce(0, +)
        print("store writers=\(writers) longest_wait_ms=\(Int(longest.rounded(.up))) rows_per_second=\(rows / seconds)")
    }

    private func start(writer: Int, folder: String, address: String, until: Double) throws -> Process {
        let child = Process()
        child.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        child.arguments = [
            Self.configuration.commandName ?? "store", "--writer", "\(writer)", "--folder", folder, "--until",
            "\(until)", "--address", address,
        ]
        try child.run()
        return child
    }
}

/// One of the processes.
private struct LedgerWriter {
    struct Result: Codable {
        var writer: Int
        var rows: Int
        var commits: Int
        /// Milliseconds.
        var longestWait: Double
        var meanWait: Double
        var longestHold: Double
        var meanHold: Double

        var line: String {
            "writer \(writer): \(rows) rows, \(commits) commits, wait mean \(meanWait) ms longest \(longestWait) ms, "
                + "hold mean \(meanHold) ms longest \(longestHold) ms"
        }
    }

    let number: Int
    let folder: String
    let address: StoreAddress

    func createLedger() throws {
        let database = try Database.open(at: address, purpose: .write)
        try Migrator.migrate(database, [attempts])
    }

    func write(until: Double) throws {
        let database = try Database.open(at: address, purpose: .write)
        var generator = SystemRandomNumberGenerator()
        var known: [String] = []
        var nextReport = ProcessInfo.processInfo.systemUptime + 5
        while true {
            let now = ProcessInfo.processInfo.systemUptime
            if now >= until { break }
            try database.write { try batch($0, &known, &generator) }
            if now >= nextReport {
                say(result(of: database.meter.measures).line)
                nextReport += 5
            }
        }
        let result = result(of: database.meter.measures)
        try JSONEncoder().encode(result).write(to: Self.file(of: number, in: folder))
    }

    static func result(of writer: Int, in folder: String) throws -> Result {
        try JSONDecoder().decode(Result.self, from: Data(contentsOf: file(of: writer, in: folder)))
    }

    /// Up to 256 rows: each round upserts an attempt and takes a random earlier one a state further.
    private func batch(
        _ transaction: borrowing Transaction, _ known: inout [String], _ generator: inout some RandomNumberGenerator
    ) throws {
        for round in 0..<128 {
            if round % 16 == 0, transaction.elapsed > .milliseconds(50) { return }
            let id = UUID().uuidString
            let due = Int64.random(in: 1_600_000_000_000...1_700_000_000_000, using: &generator)
            try transaction.execute(
                """
                INSERT INTO attempt (id, case_id, step, channel, state, revision, next_action_at, basis, cost_minor)
                VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8)
                ON CONFLICT (id) DO UPDATE SET state = excluded.state, revision = attempt.revision + 1
                """,
                .text(id), .text("creditor-1/account-\(due % 50_000)/EUR"), "reminder-2", "email", "planned", .int(due),
                .blob([UInt8](repeating: UInt8(round), count: 32)), 12)
            known.append(id)
            try transaction.execute(
                "UPDATE attempt SET state = $2, revision = revision + 1, next_action_at = $3 WHERE id = $1",
                .text(known[Int.random(in: 0..<known.count, using: &generator)]), "dispatched", .int(due + 60_000))
        }
    }

    private func result(of measures: StoreMeasures) -> Result {
        func milliseconds(_ duration: Duration) -> Double { ((duration / .milliseconds(1)) * 100).rounded() / 100 }
        let commits = max(measures.commits, 1)
        return Result(
            writer: number, rows: measures.rows, commits: measures.commits,
            longestWait: milliseconds(measures.longestWait), meanWait: milliseconds(measures.totalWait / commits),
            longestHold: milliseconds(measures.longestHold), meanHold: milliseconds(measures.totalHold / commits))
    }

    private static func file(of writer: Int, in folder: String) -> URL {
        URL(filePath: "\(folder)/writer-\(writer).json")
    }

    private var attempts: Migration {
        Migration(
            version: 1, name: "attempts",
            sql: [
                """
                CREATE TABLE attempt (id TEXT PRIMARY KEY, case_id TEXT NOT NULL, step TEXT NOT NULL,
                channel TEXT NOT NULL, state TEXT NOT NULL, revision BIGINT NOT NULL, next_action_at BIGINT,
                basis BLOB NOT NULL, cost_minor BIGINT NOT NULL)
                """,
                "CREATE INDEX attempt_due ON attempt (state, next_action_at)",
                "CREATE INDEX attempt_case ON attempt (case_id)",
            ])
    }
}

/// One line to standard error in one write, so that lines of several processes do not mix.
private func say(_ line: String) {
    FileHandle.standardError.write(Data((line + "\n").utf8))
}
