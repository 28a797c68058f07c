import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@Suite struct `The keys command` {
    private static func folder() throws -> (LedgerFolder, old: String, new: String) {
        let folder = try LedgerFolder()
        let (old, new) = (folder.folder.appending(path: "old").path, folder.folder.appending(path: "new").path)
        let keys = [UInt8(1), 2].map { Data(repeating: $0, count: 32).base64EncodedString() }
        try Data((keys[0] + "\n").utf8).write(to: URL(filePath: old))
        try Data((keys[1] + "\n" + keys[0] + "\n").utf8).write(to: URL(filePath: new))
        let ledger = try Ledger.open(path: folder.path, keys: FleetKeys(file: old))
        var messages = (1...700).map { number in
            let account = Account(
                creditor: "harbour-supplies", account: Identifier("a\(number)")!, name: "Arctic Tern", contacts: [])
            let message = Message(
                id: "event-\(number)", source: "/billing", time: Instant("2026-10-01T00:00:00Z")!,
                payload: .account(account))
            return (message, Array("\(number)".utf8))
        }[...]
        while !messages.isEmpty {
            messages = messages.dropFirst(try ledger.apply(Array(messages.prefix(256)), settle: .zero).count)
        }
        return (folder, old, new)
    }

    @Test func `lists keys, rotates them, and says when the old one may be removed`() throws {
        let (folder, old, new) = try Self.folder()
        let before = try folder.run(["keys", "list", "--key-file", new])
        #expect(before.status == 0 && before.output.contains("unwraps") && before.output.contains("700 accounts"))
        // Without the key it tells what is missing, and nothing else goes wrong.
        let blind = try folder.run(["keys", "list"])
        #expect(blind.status == 0 && blind.output.contains(" no "))
        let refused = try folder.run(["account", "show", "harbour-supplies", "a1"])
        #expect(refused.status != 0 && !refused.output.contains("Arctic"))

        let rotation = try folder.run(
            ["keys", "rotate", "--author", "operator", "--json"], environment: ["DUNLIN_KEY_FILE": new])
        #expect(rotation.status == 0 && rotation.output.contains(#""dataKeys":700"#))
        let again = try folder.run(["keys", "rotate", "--key-file", new])
        #expect(again.status == 0 && again.output.hasPrefix("0 data keys and 0 dead letters"))
        let after = try folder.run(["keys", "list", "--key-file", new])
        #expect(after.output.contains("may be removed since"))
        #expect(try folder.run(["keys", "rotate", "--key-file", old]).status == 78)
        let audit = try folder.run(["audit", "list"])
        #expect(audit.output.contains("keys.rotate") && audit.output.contains("operator"))
        #expect(try folder.run(["audit", "verify"]).status == 0)
    }

    @Test func `goes on where a rotation was killed`() throws {
        let (folder, _, new) = try Self.folder()
        let program = try Command.spawn(
            [Tool.path.path, "keys", "rotate", "--store", folder.path, "--key-file", new], output: .nothing)
        // As soon as its first batch is committed: one of three.
        let watch = try Ledger.open(path: folder.path)
        let before = try watch.keyReport().fleetKeys.map(\.id)
        let hasBegun = try eventually {
            try watch.keyReport().fleetKeys.contains { $0.dataKeys > 0 && !before.contains($0.id) }
        }
        #expect(hasBegun)
        kill(program, SIGKILL)
        _ = Command.wait(for: program)
        let rotation = try folder.run(["keys", "rotate", "--key-file", new])
        #expect(rotation.status == 0)
        let newest = folder.folder.appending(path: "newest").path
        try Data((Data(repeating: 2, count: 32).base64EncodedString() + "\n").utf8).write(to: URL(filePath: newest))
        let ledger = try Ledger.open(path: folder.path, keys: FleetKeys(file: newest))
        try ledger.checkKeys()
        for number in [1, 350, 700] {
            let view = try ledger.view(of: "harbour-supplies", Identifier("a\(number)")!, rules: { _ in nil })
            #expect(view?.name == "Arctic Tern")
        }
    }

    @Test func `refuses files that hold no key`() throws {
        let folder = try LedgerFolder()
        let file = try TemporaryFile("whimbrel")
        let ending = try folder.run(["keys", "list", "--key-file", file.path])
        #expect(ending.status == 78 && ending.remarks.contains("holds no key") && !ending.remarks.contains("whimbrel"))
        #expect(try folder.run(["keys", "seal", "--author", ""]).status == 64)
        let sealed = try folder.run(["keys", "seal", "--json"])
        #expect(sealed.status == 0 && sealed.output == #"{"letters":0,"texts":0}"# + "\n")
    }
}
