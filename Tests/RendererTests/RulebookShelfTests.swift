import Foundation
import Rulebook
import Testing

@testable import Renderer

@Suite struct `A shelf of rulebooks` {
    @Test func `takes a changed folder up when a command asks for it, and keeps the old rulebook`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shelf-" + UUID().uuidString)
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: folder)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let old = try Rulebook.hash(of: folder)
        var shelf = try RulebookShelf(folder: folder)
        try Data("About this folder.".utf8).write(to: folder.appendingPathComponent("README.md"))
        let new = try Rulebook.hash(of: folder)
        #expect(shelf.rulebook(for: old).hash == old)
        #expect(shelf.rulebook(for: new).hash == new)
        #expect(shelf.rulebook(for: old).hash == old)
        #expect(shelf.problem == nil)
    }

    @Test func `keeps to what it has when the folder is broken, and says so`() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("shelf-" + UUID().uuidString)
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: folder)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        let old = try Rulebook.hash(of: folder)
        var shelf = try RulebookShelf(folder: folder)
        try Data("x".utf8).write(to: folder.appendingPathComponent("policies/default.yaml"))
        #expect(shelf.rulebook(for: "another").hash == old)
        #expect(shelf.problem?.contains("policies/default.yaml") == true)
    }
}
