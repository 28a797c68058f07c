import Foundation
import Testing

@testable import Rulebook

/// A copy of the shipped configuration that a test may spoil.
struct SpoiltFolder: ~Copyable {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("rulebook-" + UUID().uuidString)

    init() throws {
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: url)
    }

    func replace(_ old: String, with new: String, in path: String) throws {
        let file = url.appendingPathComponent(path)
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains(old), "\(path) has no '\(old)'")
        try Data(text.replacing(old, with: new).utf8).write(to: file)
    }

    func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: url.appendingPathComponent(path))
    }

    func remove(_ path: String) throws {
        try FileManager.default.removeItem(at: url.appendingPathComponent(path))
    }

    func found() -> [RulebookProblem] {
        do throws(RulebookProblems) {
            _ = try Rulebook.load(folder: url)
            return []
        } catch {
            return error.problems
        }
    }

    func problems() -> [String] { found().map(\.description) }

    deinit {
        // What is left in the temporary folder harms nothing.
        try? FileManager.default.removeItem(at: url)
    }
}
