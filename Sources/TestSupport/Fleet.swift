import Foundation

/// The built executables as a fleet: a broker, a ledger and workers of a test's own, all ended with it.
///
/// The workers run as an operator runs them: with a broker user each, and settings from the environment.
package final class Fleet {
    package let broker: PrivateBroker
    /// The ledger, as DUNLIN_STORE names it.
    package let store: String
    /// nil: the ledger is a file.
    private let server: PrivateDatabaseServer?
    private let folder: PeerFolder
    private let products: URL
    private let config: URL
    private var shared: [String: String]
    private var running: [String: pid_t] = [:]
    private var healthPorts: [String: Int] = [:]

    /// Starts the broker, applies the topology and makes a ledger whose test clock stands at `now`.
    ///
    /// - Parameters:
    ///   - products: the folder with the executables.
    ///   - config: the configuration folder.
    ///   - now: RFC 3339.
    ///   - kind: of the ledger; on PostgreSQL in a server of the fleet's own, and synced as a file is.
    ///   - brokerSettings: a folder of settings for the broker; the workers then log in with client certificates.
    package init(
        products: URL, config: URL, now: String, store kind: TemporaryStore.Kind = .chosen, brokerSettings: URL? = nil
    ) throws {
        self.products = products
        self.config = config
        folder = try PeerFolder()
        broker = try PrivateBroker(configuration: brokerSettings)
        server = kind == .postgres ? try PrivateDatabaseServer(syncs: true) : nil
        store = try server.map { $0.url(of: try $0.makeDatabase()) } ?? folder.path("ledger.sqlite")
        var random = SystemRandomNumberGenerator()
        let key = Data((0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }).base64EncodedString()
        shared = [
            "DUNLIN_STORE": store, "DUNLIN_CONFIG": config.path, "DUNLIN_LINKS_URL": "http://127.0.0.1:9",
            "DUNLIN_LINKS_KEY": key, "DUNLIN_LOG_LEVEL": "notice",
        ]
        let management = broker.managementURL.replacingOccurrences(
            of: "http://", with: "http://\(broker.user):\(broker.password)@")
        if brokerSettings == nil {
            try dunlin("topology", "apply", "--management", management, "--credentials", folder.path("users"))
        } else {
            try dunlin("topology", "apply", "--management", management, "--certificate-logins")
            try signCertificates()
        }
        try broker.sync()
        try dunlin(
            "ledger", "init", "--store", store, "--config", config.path, "--clock", "test", "--at", now)
    }

    deinit { stop() }

    /// Gives each worker a certificate with its name, and the address that logs in with it.
    private func signCertificates() throws {
        let authority = CertificateAuthority(in: broker.folder.appending(path: "tls"))
        let users = URL(filePath: folder.path("users"))
        try FileManager.default.createDirectory(at: users, withIntermediateDirectories: true)
        for user in ["planner", "renderer", "email-sender", "response-ingester", "dunlin"] {
            let files = try authority.sign("/CN=\(user)")
            let url =
                "amqps://localhost:\(broker.tlsPort)/?cacertfile=\(authority.file)&certfile=\(files.certificate)"
                + "&keyfile=\(files.key)"
            try Data("DUNLIN_BROKER_URL=\(url)\n".utf8).write(to: users.appending(path: "\(user).env"))
        }
    }

    /// Runs `dunlin` to its end as the operators' user.
    @discardableResult
    package func dunlin(_ arguments: String...) throws -> String {
        var environment = shared
        environment["DUNLIN_BROKER_URL"] = brokerURL(of: "dunlin")
        return try Command.run([products.appending(path: "dunlin").path] + arguments, environment: environment)
    }

    /// The login that `dunlin topology apply` made for a worker; before that, the administrator's.
    package func brokerURL(of worker: String) -> String {
        guard let text = try? String(contentsOfFile: folder.path("users/\(worker).env"), encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("DUNLIN_BROKER_URL=") })
        else { return broker.url }
        return String(line.dropFirst("DUNLIN_BROKER_URL=".count))
    }

    /// Starts a worker and waits until it is ready.
    ///
    /// - Parameters:
    ///   - name: what to call this process, should there be several of a worker; nil: the worker.
    ///   - settings: by their names in the environment.
    package func start(_ worker: String, as name: String? = nil, _ settings: [String: String] = [:]) throws {
        let name = name ?? worker
        let port = try LoopbackPort.free()
        healthPorts[name] = port
        var environment = shared.merging(settings) { $1 }
        environment["DUNLIN_BROKER_URL"] = brokerURL(of: worker)
        environment["DUNLIN_HEALTH_PORT"] = String(port)
        let process = try Command.spawn(
            [products.appending(path: worker).path], environment: environment, output: .file(logPath(name)))
        running[name] = process
        try ProcessGuard.watch(process)
        let isReady = eventually(within: .seconds(60)) {
            (try? Command.run(["curl", "-fsS", "--max-time", "2", "http://127.0.0.1:\(port)/readyz"])) != nil
        }
        guard isReady else {
            throw CommandFailure(command: name, status: 1, output: "not ready after 60 s: \(log(of: name))")
        }
    }

    /// What `/metrics` says at this moment.
    package func metrics(of name: String) throws -> String {
        try Command.run(["curl", "-fsS", "http://127.0.0.1:\(healthPorts[name] ?? 0)/metrics"])
    }

    /// The most memory that a process had resident so far, in MiB.
    package func peakMemory(of name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/\(running[name] ?? 0)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    package func processID(of name: String) -> pid_t? { running[name] }

    package func isRunning(_ name: String) -> Bool {
        guard let process = running[name] else { return false }
        return waitpid(process, nil, WNOHANG) == 0
    }

    /// `kill -9`.
    package func crash(_ name: String) {
        guard let process = running.removeValue(forKey: name) else { return }
        kill(process, SIGKILL)
        _ = wait(for: process)
    }

    /// SIGTERM, and the status the process ends with.
    @discardableResult
    package func drain(_ name: String) -> Int32 {
        guard let process = running.removeValue(forKey: name) else { return -1 }
        kill(process, SIGTERM)
        return wait(for: process)
    }

    private func wait(for process: pid_t) -> Int32 {
        defer { ProcessGuard.forget(process) }
        return Command.wait(for: process)
    }

    package func log(of name: String) -> String {
        (try? String(contentsOfFile: logPath(name), encoding: .utf8)) ?? ""
    }

    package func stop() {
        for name in running.keys.sorted() { crash(name) }
        broker.stop()
        server?.stop()
    }

    private func logPath(_ name: String) -> String { folder.path("\(name).log") }
}
