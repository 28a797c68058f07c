import Contracts
import Foundation
import Ledger
import Rulebook

/// A ledger in a folder of a test's own, made by `dunlin ledger init` with the shipped configuration.
final class LedgerFolder {
    let folder: URL
    let path: String

    /// - Parameter now: where the test clock starts; nil: no ledger is made.
    init(now: String? = "2026-11-24T10:00") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-\(UUID().uuidString)")
        path = folder.appending(path: "ledger.sqlite").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let now else { return }
        let ending = try run(["ledger", "init", "--clock", "test", "--at", now, "--zone", "Europe/Berlin"])
        guard ending.status == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Tool.Ending {
        try Tool.run(arguments, environment: ["DUNLIN_STORE": path].merging(environment) { $1 })
    }

    /// Books payloads as the planner would.
    func apply(_ payloads: [Payload]) throws {
        let ledger = try Ledger.open(path: path)
        for (index, payload) in payloads.enumerated() {
            let message = Message(
                id: "event-\(index)", source: "/billing", time: Instant("2026-10-01T00:00:00Z")!, payload: payload)
            _ = try ledger.apply([(message, Array(message.encoded().suffix(40)))], settle: .zero)
        }
    }

    /// A copy of the shipped configuration that may be spoilt.
    func configuration() throws -> URL {
        let copy = folder.appending(path: "config")
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: copy)
        return copy
    }

    deinit {
        // The folder of temporary files is emptied by the system should this fail.
        try? FileManager.default.removeItem(at: folder)
    }
}
