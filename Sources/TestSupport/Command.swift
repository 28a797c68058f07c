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

/// Programs that tests start: without a shell, with closed standard input unless asked otherwise.
package enum Command {
    /// Runs a program to its end.
    /// - Returns: what it wrote on standard output and standard error.
    @discardableResult
    package static func run(_ arguments: [String], environment: [String: String] = [:]) throws -> String {
        let log = FileManager.default.temporaryDirectory.appending(path: "command-\(UUID().uuidString).log")
        defer { unlink(log.path) }
        let child = try spawn(arguments, environment: environment, input: nil, output: log.path)
        let status = wait(for: child)
        let output = String(decoding: try Data(contentsOf: log), as: UTF8.self)
        guard status == 0 else {
            throw CommandFailure(command: arguments.joined(separator: " "), status: status, output: output)
        }
        return output
    }

    /// Starts a program and gives its process id.
    /// - Parameter input: a descriptor to read from; nil: nothing to read.
    package static func spawn(
        _ arguments: [String], environment: [String: String] = [:], input: Int32? = nil, output: String = "/dev/null"
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // Threads of a test run block signals, and a server that inherits that cannot be asked to end.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

        let merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
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

    /// Waits for a child's end.
    /// - Returns: its exit status, or 128 and the number of the signal that ended it.
    package static func wait(for child: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}
