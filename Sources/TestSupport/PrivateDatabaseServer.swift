import Foundation
import Synchronization

/// A PostgreSQL server of the tests' own, on a loopback port and on a socket in a folder of its own.
///
/// It ends with ``stop()``, with the process that made it, or, should that be killed, by a watchman that notices.
package final class PrivateDatabaseServer: Sendable {
    package let folder: URL
    package let port: Int
    /// Of the one user there is, who may do everything. Asked for on the port, not on the socket.
    package let password: String
    private let syncs: Bool
    /// Its authority and the certificates of itself and of its user; nil: it speaks no TLS.
    package let tls: TLS?

    package struct TLS: Sendable {
        package let authority: ThrowAwayAuthority
        let server: (certificate: String, key: String)
        package let user: (certificate: String, key: String)
    }

    /// The database of a server with TLS that asks for a client certificate in place of a password.
    package static let certifiedDatabase = "certified"

    private let process = Mutex<pid_t?>(nil)
    private let isStopped = Atomic(false)
    /// Ends the server and removes its folder when the pipe closes, by whatever way, whose other end it reads.
    private let watchman: (process: pid_t, pipe: Int32)

    /// Makes a server and waits until it serves.
    /// - Parameters:
    ///   - syncs: whether a commit waits for the disk, as measurements want it; tests of behaviour do not.
    ///   - tls: whether its port speaks TLS and nothing else, as `localhost` and as 127.0.0.1.
    package init(syncs: Bool = false, tls: Bool = false) throws {
        self.syncs = syncs
        folder = URL(filePath: "/tmp").appending(path: "postgres-\(UUID().uuidString.prefix(8))")
        port = try LoopbackPort.free()
        password = UUID().uuidString
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.tls = tls ? try Self.makeTLS(in: folder.path) : nil
        watchman = try Self.startWatchman(of: folder)
        do {
            try initialize()
            try start()
        } catch {
            dismissWatchman()
            throw error
        }
    }

    deinit { stop() }

    /// One server for all suites of a process, started when it is first asked for.
    package static func shared() throws -> PrivateDatabaseServer {
        try sharedServer.get()
    }

    private static let sharedServer = Result<PrivateDatabaseServer, any Error> { try PrivateDatabaseServer() }

    /// A URL by way of the socket, for `DUNLIN_STORE`.
    package func url(of database: String = "postgres") -> String {
        "postgres://\(Self.user)@/\(database)?host=\(folder.path)&port=\(port)"
    }

    /// A URL by way of a port: the server's own, or that of a ``FaultProxy`` before it.
    package func url(of database: String = "postgres", port: Int) -> String {
        "postgres://\(Self.user):\(password)@127.0.0.1:\(port)/\(database)"
    }

    /// Makes an empty database of a new name, which it gives.
    /// - Parameter settings: what follows the name in SQL.
    package func makeDatabase(_ settings: String = "") throws -> String {
        let name = "ledger_" + UUID().uuidString.prefix(12).lowercased().replacing("-", with: "_")
        try run("CREATE DATABASE \(name) \(settings)")
        return name
    }

    /// Whoever is connected to it is cut off.
    package func dropDatabase(_ name: String) throws {
        try run("DROP DATABASE \(name) WITH (FORCE)")
    }

    /// Runs one statement and gives what it tells, without any frame.
    @discardableResult
    package func run(_ sql: String, in database: String = "postgres") throws -> String {
        try Command.run(
            [
                try Self.program("psql"), "--no-psqlrc", "--quiet", "--tuples-only", "--no-align",
                "--set=ON_ERROR_STOP=1", "--command=\(sql)", url(of: database),
            ]
        ).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    package func start() throws {
        let settings =
            [
                "listen_addresses=127.0.0.1", "unix_socket_directories=\(folder.path)", "max_connections=300",
                "jit=off",
                "fsync=\(syncs ? "on" : "off")", "full_page_writes=\(syncs ? "on" : "off")", "shared_buffers=128MB",
            ]
            + (tls.map {
                [
                    "ssl=on", "ssl_cert_file=\($0.server.certificate)", "ssl_key_file=\($0.server.key)",
                    "ssl_ca_file=\($0.authority.certificate)",
                ]
            } ?? [])
        let process = try Command.spawn(
            Self.asServer + [try Self.program("postgres"), "-D", data.path, "-p", "\(port)"]
                + settings.flatMap { ["-c", $0] },
            output: .file(log))
        self.process.withLock { $0 = process }
        let isReady = [try Self.program("pg_isready"), "--quiet", "--host=\(folder.path)", "--port=\(port)"]
        guard eventually({ (try? Command.run(isReady)) != nil }) else {
            let told = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
            throw CommandFailure(command: "postgres", status: 1, output: "not ready after 20 s: \(told)")
        }
    }

    /// Ends the server in good order: sessions are ended, what they had not committed is undone.
    package func shutDown() { end(by: SIGINT) }

    /// Ends the server without a warning; it recovers when it is started again.
    package func crash() { end(by: SIGQUIT) }

    /// Ends the server; its folder goes with it.
    package func stop() {
        // Once, whether its server still runs or not.
        guard !isStopped.exchange(true, ordering: .relaxed) else { return }
        crash()
        dismissWatchman()
    }

    /// A child that nobody waited for would keep Swift Testing from seeing the end of other processes.
    private func dismissWatchman() {
        close(watchman.pipe)
        _ = Command.wait(for: watchman.process)
    }

    private func end(by signal: Int32) {
        process.withLock { process in
            guard let id = process else { return }
            kill(id, signal)
            _ = Command.wait(for: id)
            process = nil
        }
    }

    private static let user = "dunlin"
    private var data: URL { folder.appending(path: "data") }
    private var log: String { folder.appending(path: "log").path }

    private func initialize() throws {
        let passwordFile = folder.appending(path: "password")
        try Data((password + "\n").utf8).write(to: passwordFile)
        for path in [folder.path, passwordFile.path] { try Self.hand(path) }
        // Text is sorted byte by byte, as SQLite does.
        try Command.run(
            Self.asServer + [
                try Self.program("initdb"), "--pgdata=\(data.path)", "--username=\(Self.user)", "--no-locale",
                "--encoding=UTF8", "--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync",
                "--pwfile=\(passwordFile.path)",
            ])
        try FileManager.default.removeItem(at: passwordFile)
        guard let tls else { return }
        try Self.hand(tls.server.key)
        // Written in place: the file stays the server's.
        try Data(Self.accessByTLS.utf8).write(to: data.appending(path: "pg_hba.conf"))
    }

    private static let accessByTLS = """
        local all all trust
        hostssl \(certifiedDatabase) all 127.0.0.1/32 cert
        hostssl all all 127.0.0.1/32 scram-sha-256
        host all all 127.0.0.1/32 reject

        """

    private static func makeTLS(in folder: String) throws -> TLS {
        let authority = try ThrowAwayAuthority(in: folder)
        return TLS(
            authority: authority,
            server: try authority.issue("localhost", alternatives: "DNS:localhost,IP:127.0.0.1"),
            user: try authority.issue(user))
    }

    /// Makes a file the server's.
    private static func hand(_ path: String) throws {
        guard let owner, chown(path, owner.id, owner.group) != 0 else { return }
        throw CommandFailure(command: "chown \(path)", status: errno, output: "")
    }

    /// PostgreSQL refuses to run as root; Debian's packages make a user for it.
    private static let owner: (id: uid_t, group: gid_t)? =
        geteuid() == 0 ? getpwnam("postgres").map { ($0.pointee.pw_uid, $0.pointee.pw_gid) } : nil

    private static let asServer =
        geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []

    /// The newest of the versions that are installed.
    private static func program(_ name: String) throws -> String {
        let base = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: base)) ?? []
        let paths = versions.sorted { $0.compare($1, options: .numeric) == .orderedDescending }
            .map { "\(base)/\($0)/bin/\(name)" }
        guard let path = paths.first(where: { access($0, X_OK) == 0 }) else {
            throw CommandFailure(
                command: name, status: 127, output: "PostgreSQL's server is not installed; scripts/setup installs it")
        }
        return path
    }
}

extension PrivateDatabaseServer {
    /// A process is the server if its id is in the server's file and it works in the server's folder.
    private static let watchScript = #"""
        trap '' INT TERM HUP
        folder=$1
        while read -r _; do :; done
        id=$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)
        if [ -n "$id" ] && [ "$(readlink "/proc/$id/cwd")" = "$folder/data" ]; then
            kill -QUIT "$id"
            for _ in {1..100}; do
                [ -e "/proc/$id" ] || break
                sleep 0.05
            done
        fi
        rm -rf "$folder"
        """#

    private static func startWatchman(of folder: URL) throws -> (process: pid_t, pipe: Int32) {
        var ends: [Int32] = [0, 0]
        // Closed on exec: another child that inherited our end would keep it from noticing ours.
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw CommandFailure(command: "pipe", status: errno, output: "no descriptor left")
        }
        defer { close(ends[0]) }
        let process = try Command.spawn(
            ["setsid", "bash", "-c", watchScript, "watchman", folder.path], input: .descriptor(ends[0]))
        return (process, ends[1])
    }
}
