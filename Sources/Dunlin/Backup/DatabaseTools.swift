import Foundation
import Store

/// PostgreSQL's own programs, told where the ledger is by their environment alone.
struct DatabaseTools {
    private let environment: [String: String]
    private let database: String

    init(_ address: PostgreSQLAddress) throws(Failure) {
        guard let environment = address.environment, let database = address.database else {
            throw Failure(
                .configuration, "the ledger's URL cannot be handed to PostgreSQL's own programs",
                remedy: "use postgres://user@host:port/database with sslmode, sslrootcert and the like alone")
        }
        self.environment = environment
        self.database = database
    }

    /// Writes the whole database into `file`, which exists, in PostgreSQL's custom format, as of one instant.
    func dump(to file: String) throws {
        try run("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", "--no-password", "--file=\(file)"])
        try check(file)
    }

    /// Reads all of `file`, as restoring it would.
    func check(_ file: String) throws {
        try run("pg_restore", ["--file=/dev/null", file], isConnecting: false)
    }

    /// Makes the database what `file` holds: all of it, or nothing.
    func restore(from file: String) throws {
        try run(
            "pg_restore",
            [
                "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", "--no-password",
                "--dbname=\(database)", file,
            ])
    }

    private func run(_ program: String, _ arguments: [String], isConnecting: Bool = true) throws {
        let process = Process()
        process.executableURL = try Self.path(of: program)
        process.arguments = arguments
        let inherited = ProcessInfo.processInfo.environment
        process.environment = isConnecting ? inherited.merging(environment) { $1 } : inherited
        let complaint = Pipe()
        process.standardError = complaint
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw Failure(.unavailable, "\(program) could not be started: \(error.localizedDescription)")
        }
        let told = complaint.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            // Its first line: what follows may repeat rows.
            let line = String(decoding: told, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? "no word"
            throw Failure(.unavailable, "\(program) ended with \(process.terminationStatus): \(line.prefix(300))")
        }
    }

    /// The one of PATH, else that of the newest version which Debian keeps beside it.
    private static func path(of program: String) throws(Failure) -> URL {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        let folders =
            (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
            + versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "/usr/lib/postgresql/\($0)/bin" }
        for folder in folders where FileManager.default.isExecutableFile(atPath: folder + "/" + program) {
            return URL(filePath: folder + "/" + program)
        }
        throw Failure(
            .unavailable, "\(program) is not installed", remedy: "install postgresql-client of the server's version")
    }
}
