import Foundation

/// A program that ran to its end with another status than 0.
package struct CommandFailure: Error, CustomStringConvertible {
    package let command: String
    package let status: Int32
    package let output: String

    package init(command: String, status: Int32, output: String) {
        self.command = command
        self.status = status
        self.output = output
    }

    package var description: String { "\(command) ended with \(status): \(output)" }
}

/// Programs that tests start, without a shell.
///
/// Not Foundation's `Process`: it learns of a child's end from a socket that any child started at the same instant may
/// inherit, and then waits for that one's end too. A child of ours inherits three streams and nothing else.
package enum Command {
    /// Where one of a program's three streams comes from or goes to.
    package enum Stream {
        case nothing
        /// Read from its beginning, or appended to.
        case file(String)
        case descriptor(Int32)
    }

    /// What a program that ran to its end left.
    package struct Ending {
        /// The exit status, or 128 and the number of the signal that ended it.
        package let status: Int32
        package let output: String
        package let errors: String
    }

    /// Runs a program to its end.
    /// - Returns: what it wrote on standard output and standard error.
    /// - Throws: ``CommandFailure`` if it ended with another status than 0.
    @discardableResult
    package static func run(_ arguments: [String], environment: [String: String?] = [:]) throws -> String {
        let log = temporaryFile()
        defer { unlink(log) }
        let status = wait(for: try spawn(arguments, environment: environment, output: .file(log)))
        let output = try text(of: log)
        guard status == 0 else {
            throw CommandFailure(command: arguments.joined(separator: " "), status: status, output: output)
        }
        return output
    }

    /// Runs a program to its end, however that is, and keeps its two streams apart.
    package static func capture(
        _ arguments: [String], environment: [String: String?] = [:], input: Stream = .nothing
    ) throws -> Ending {
        let (output, errors) = (temporaryFile(), temporaryFile())
        defer {
            unlink(output)
            unlink(errors)
        }
        let child = try spawn(
            arguments, environment: environment, input: input, output: .file(output), errors: .file(errors))
        let status = wait(for: child)
        return Ending(status: status, output: try text(of: output), errors: try text(of: errors))
    }

    private static func temporaryFile() -> String {
        FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString)").path
    }

    private static func text(of file: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
    }

    /// Starts a program and gives its process id.
    /// - Parameters:
    ///   - environment: added to this process's own; nil takes a variable away.
    ///   - errors: nil: the same as the output.
    package static func spawn(
        _ arguments: [String], environment: [String: String?] = [:], input: Stream = .nothing,
        output: Stream = .nothing, errors: Stream? = nil
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        connect(input, as: 0, O_RDONLY, &actions)
        connect(output, as: 1, O_WRONLY | O_CREAT | O_APPEND, &actions)
        connect(errors ?? .descriptor(1), as: 2, O_WRONLY | O_CREAT | O_APPEND, &actions)
        // The one call for it is a GNU extension that Swift does not import. Those not open are passed over.
        for descriptor in 3..<Int32(4096) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        // Threads of a test run block signals, and a server that inherits that cannot be asked to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let merged = environment.reduce(into: ProcessInfo.processInfo.environment) { $0[$1.key] = $1.value }
        var argv = arguments.map { strdup($0) } + [nil]
        var envp = merged.map { strdup("\($0)=\($1)") } + [nil]
        defer { (argv + envp).forEach { free($0) } }
        var child: pid_t = 0
        let status = posix_spawnp(&child, arguments[0], &actions, &attributes, &argv, &envp)
        guard status == 0 else {
            throw CommandFailure(command: arguments[0], status: status, output: String(cString: strerror(status)))
        }
        return child
    }

    private static func connect(
        _ stream: Stream, as descriptor: Int32, _ flags: Int32, _ actions: inout posix_spawn_file_actions_t
    ) {
        switch stream {
        case .nothing: posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", flags, 0)
        case .file(let path): posix_spawn_file_actions_addopen(&actions, descriptor, path, flags, 0o600)
        case .descriptor(let other): posix_spawn_file_actions_adddup2(&actions, other, descriptor)
        }
    }

    /// Waits for a child's end.
    /// - Returns: its exit status, or 128 and the number of the signal that ended it.
    package static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return exitStatus(status)
    }

    /// The status of a child that nobody waited for yet, as ``wait(for:)`` tells it; nil while it runs.
    package static func endedAlready(_ child: pid_t) -> Int32? {
        var status: Int32 = 0
        return waitpid(child, &status, WNOHANG) == child ? exitStatus(status) : nil
    }

    private static func exitStatus(_ status: Int32) -> Int32 {
        status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}
