import Foundation

/// A server program that a test runs beside itself and ends by its process id.
package final class PeerProcess {
    package enum Failure: Error {
        case notReady(String)
    }

    private let process = Process()
    private let output: URL

    /// - Parameter output: file for what it prints.
    package init(_ program: String, _ arguments: [String], output: URL) throws {
        try Data().write(to: output)
        self.output = output
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        let file = try FileHandle(forWritingTo: output)
        process.standardOutput = file
        process.standardError = file
        try process.run()
        try ProcessGuard.watch(process.processIdentifier)
    }

    deinit { stop() }

    package var printed: String { String(decoding: (try? Data(contentsOf: output)) ?? Data(), as: UTF8.self) }

    package var processID: pid_t { process.processIdentifier }

    /// The end of what was printed, however long it is.
    package func lastPrinted(bytes count: Int) -> String {
        guard let file = try? FileHandle(forReadingFrom: output), let size = try? file.seekToEnd() else { return "" }
        try? file.seek(toOffset: size > UInt64(count) ? size - UInt64(count) : 0)
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Waits until `found` gives a value from what was printed, at most 15 s.
    package func awaitOutput<Value>(_ found: (String) -> Value?) throws -> Value {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline, process.isRunning {
            if let value = found(printed) { return value }
            usleep(5_000)
        }
        throw Failure.notReady(printed)
    }

    package func stop() {
        guard process.isRunning else { return }
        // Not SIGTERM: children of a dispatch worker thread inherit its mask, which blocks that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        ProcessGuard.forget(process.processIdentifier)
    }
}

/// A folder of one test, gone with it.
package final class PeerFolder {
    package let url: URL

    package init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("dunlin-peer-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    package func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
