import Foundation
import Synchronization

/// A RabbitMQ node of the tests' own, on loopback ports and in a folder of its own, run by `scripts/broker`.
///
/// It ends with ``stop()``, with the process that made it, or, should that be killed, by a guard that notices.
package final class PrivateBroker: Sendable {
    package let folder: URL
    /// Values of `broker.env`, like `BROKER_URL`.
    package let settings: [String: String]
    /// The end of a pipe whose other end the guard reads; closing it, by whatever way, ends the node.
    private let guardPipe: Int32
    private let isStopped = Mutex(false)

    /// Starts a node and waits until it serves.
    ///
    /// - Parameter configuration: a folder with `rabbitmq.conf`, `advanced.config` and `enabled_plugins` to take, all but
    ///   ports, certificates and administrator; nil: what tests need. Implies TLS.
    package init(tls: Bool = false, configuration: URL? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "broker-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var ends: [Int32] = [0, 0]
        // Closed on exec: another child that inherited our end would keep the guard from noticing ours.
        guard pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw CommandFailure(command: "pipe", status: errno, output: "no descriptor left")
        }
        guardPipe = ends[1]
        _ = try Command.spawn(["setsid", Self.script, "guard", folder.path], input: .descriptor(ends[0]))
        close(ends[0])
        do {
            let options = configuration.map { ["--conf", $0.path] } ?? (tls ? ["--tls"] : [])
            try Command.run([Self.script, "start", folder.path] + options)
            settings = try Self.readSettings(folder)
        } catch {
            close(guardPipe)
            throw error
        }
    }

    deinit {
        stop()
    }

    /// One node for all suites of a process, started when it is first asked for.
    package static func shared() throws -> PrivateBroker {
        try sharedNode.get()
    }

    private static let sharedNode = Result<PrivateBroker, any Error> { try PrivateBroker(tls: true) }

    /// `amqp://` with the administrator's login.
    package var url: String { settings["BROKER_URL"] ?? "" }
    package var managementURL: String { settings["BROKER_MANAGEMENT_URL"] ?? "" }
    package var user: String { settings["BROKER_USER"] ?? "" }
    package var password: String { settings["BROKER_PASSWORD"] ?? "" }
    package var port: Int { Int(settings["BROKER_AMQP_PORT"] ?? "") ?? 0 }
    package var tlsPort: Int { Int(settings["BROKER_TLS_PORT"] ?? "") ?? 0 }
    /// 0 without the plugin.
    package var prometheusPort: Int { Int(settings["BROKER_PROMETHEUS_PORT"] ?? "") ?? 0 }

    /// The same login by way of another port, like that of a ``FaultProxy``.
    package func url(port: Int) -> String { "amqp://\(user):\(password)@127.0.0.1:\(port)/" }

    /// Ends the node in good order and starts it again, on the same ports and with the messages it stored.
    package func restart() throws {
        try Command.run([Self.script, "stop", folder.path])
        try start()
    }

    /// Ends the node without a warning.
    package func kill() throws {
        try Command.run([Self.script, "stop", folder.path, "--now"])
    }

    package func start() throws {
        try Command.run([Self.script, "start", folder.path])
    }

    /// Makes quorum queues declared in the last three minutes survive ``kill()`` with what they hold.
    package func sync() throws {
        try Command.run([Self.script, "sync", folder.path])
    }

    /// Stops the node's process without ending it: its sockets stay open and nothing answers.
    package func suspend() throws { try signal(SIGSTOP) }

    package func resume() throws { try signal(SIGCONT) }

    /// Sets or lifts the alarm that makes the node block all connections that publish.
    package func setMemoryAlarm(_ isOn: Bool) throws {
        try control(["set_vm_memory_high_watermark", isOn ? "0.000001" : "0.8"])
    }

    package func closeAllConnections() throws {
        try control(["close_all_connections", "maintenance"])
    }

    /// `rabbitmqctl` against this node.
    @discardableResult
    package func control(_ arguments: [String]) throws -> String {
        try Command.run([Self.script, "ctl", folder.path] + arguments)
    }

    /// Ends the node; its folder goes with it.
    package func stop() {
        isStopped.withLock { isStopped in
            if !isStopped { close(guardPipe) }
            isStopped = true
        }
    }

    package func processID() throws -> pid_t {
        let text = try String(contentsOf: folder.appending(path: "pid"), encoding: .utf8)
        guard let pid = pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandFailure(command: "broker", status: 1, output: "the node does not run")
        }
        return pid
    }

    private func signal(_ number: Int32) throws {
        guard Glibc.kill(try processID(), number) == 0 else {
            throw CommandFailure(command: "kill", status: errno, output: "the node does not run")
        }
    }

    private static let script = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "scripts/broker").path

    private static func readSettings(_ folder: URL) throws -> [String: String] {
        let text = try String(contentsOf: folder.appending(path: "broker.env"), encoding: .utf8)
        let pairs = text.split(separator: "\n").map { $0.split(separator: "=", maxSplits: 1) }
        return Dictionary(pairs.map { (String($0[0]), $0.count > 1 ? String($0[1]) : "") }) { $1 }
    }
}
