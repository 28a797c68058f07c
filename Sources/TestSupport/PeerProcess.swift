import Foundation

/// A server program that a test runs beside itself and ends by its process id.
package final class PeerProcess {
    package enum Failure: Error {
        case notReady(String)
    }

    package let processID: pid_t
    private let output: URL
    private var hasEnded = false

    /// - Parameter output: file for what it prints.
    package init(_ program: String, _ arguments: [String], output: URL) throws {
        try Data().write(to: output)
        self.output = output
        processID = try Command.spawn([program] + arguments, output: .file(output.path))
        try ProcessGuard.watch(processID)
    }

    deinit { stop() }

    package var printed: String { String(decoding: (try? Data(contentsOf: output)) ?? Data(), as: UTF8.self) }

    /// The end of what was printed, however long it is.
    package func lastPrinted(bytes count: Int) -> String {
        guard let file = try? FileHandle(forReadingFrom: output), let size = try? file.seekToEnd() else { return "" }
        try? file.seek(toOffset: size > UInt64(count) ? size - UInt64(count) : 0)
        return String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
    }

    /// Waits until `found` gives a value from what was printed, at most 15 s.
    package func awaitOutput<Value>(_ found: (String) -> Value?) throws -> Value {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline, isRunning {
            if let value = found(printed) { return value }
            usleep(5_000)
        }
        throw Failure.notReady(printed)
    }

    private var isRunning: Bool {
        if !hasEnded, Command.endedAlready(processID) != nil { forget() }
        return !hasEnded
    }

    package func stop() {
        guard isRunning else { return }
        kill(processID, SIGKILL)
        _ = Command.wait(for: processID)
        forget()
    }

    private func forget() {
        hasEnded = true
        ProcessGuard.forget(processID)
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
