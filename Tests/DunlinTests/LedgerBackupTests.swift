import Contracts
import Foundation
import Ledger
import Store
import TestSupport
import Testing

@testable import Dunlin

/// Both stores, each time: what a backup is differs between them.
@Suite struct `A backup of the ledger` {
    /// A ledger made by `dunlin ledger init`.
    final class Bench: Sendable {
        let store: TemporaryStore
        var file: String { store.folder + "/ledger.backup" }

        init(_ kind: TemporaryStore.Kind) throws {
            store = try TemporaryStore(kind)
            try #require(try run("init", "--clock", "test", "--at", "2026-11-24T09:00:00Z").status == 0)
        }

        func run(_ arguments: String...) throws -> Tool.Ending {
            try Tool.run(["ledger"] + arguments, environment: ["DUNLIN_STORE": store.address])
        }

        func ledger() throws -> Ledger { try Ledger.open(path: store.address) }

        func apply(_ accounts: ClosedRange<Int>) throws {
            let ledger = try ledger()
            for number in accounts {
                let account = Account(
                    creditor: "harbour-supplies", account: Identifier("a\(number)")!, name: "Example", contacts: [])
                let message = Message(
                    id: "event-\(number)", source: "/billing", time: Instant("2026-10-01T00:00:00Z")!,
                    payload: .account(account))
                _ = try ledger.apply([(message, [1, 2, 3])], settle: .zero)
            }
        }

        func accounts() throws -> Int64? {
            try Database.open(at: StoreAddress(store.address), purpose: .read).read { transaction in
                try transaction.first("SELECT COUNT(*) FROM account") { $0.int(0) }
            }
        }
    }

    @Test(arguments: TemporaryStore.Kind.allCases)
    func `brings back what was there then, sends nothing, and is not overwritten`(kind: TemporaryStore.Kind) throws {
        let bench = try Bench(kind)
        try bench.apply(1...3)
        let made = try bench.run("backup", bench.file)
        #expect(made.status == 0, "\(made.remarks)")
        let attributes = try FileManager.default.attributesOfItem(atPath: bench.file)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let files = try FileManager.default.contentsOfDirectory(atPath: bench.store.folder)
        #expect(!files.contains { $0.hasSuffix(".part") }, "\(files)")
        #expect(try bench.run("backup", bench.file).status == ExitReason.inputOutput.rawValue)
        #expect(try bench.run("backup", bench.file, "--force").status == 0)

        try bench.apply(4...5)
        #expect(try bench.accounts() == 5)
        let refused = try bench.run("restore", bench.file)
        #expect(refused.status == ExitReason.refused.rawValue && refused.remarks.contains("not empty"))
        #expect(try bench.accounts() == 5)
        let restored = try bench.run("restore", bench.file, "--force", "--json")
        #expect(restored.status == 0, "\(restored.remarks)")
        #expect(restored.output.contains(#""killSwitch":true"#))
        #expect(try bench.accounts() == 3)
        let ledger = try bench.ledger()
        #expect(try ledger.restoration()?.backedUpAt != nil)
        #expect(try ledger.verifyAudit().flaw == nil)
        #expect(try ledger.clock().kind == .test)
    }

    @Test(arguments: TemporaryStore.Kind.allCases)
    func `is restored into a ledger that is gone or new, and not into one that is in use`(
        kind: TemporaryStore.Kind
    ) throws {
        let bench = try Bench(kind)
        try bench.apply(1...2)
        #expect(try bench.run("backup", bench.file).status == 0)
        do {
            let worker = try bench.ledger()
            let inUse = try bench.run("restore", bench.file, "--force")
            #expect(
                inUse.status == ExitReason.unavailable.rawValue && inUse.remarks.contains("in use"), "\(inUse.remarks)")
            try worker.renewLease(of: "w1", .seconds(60))
        }
        // It is gone without having given its lease back.
        let leased = try bench.run("restore", bench.file, "--force")
        #expect(leased.status == ExitReason.unavailable.rawValue && leased.remarks.contains("w1"), "\(leased.remarks)")

        let empty = try Bench(kind)
        #expect(try empty.run("restore", bench.file).status == 0)
        #expect(try empty.accounts() == 2)
        if kind == .sqlite {
            for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: empty.store.address + end) }
            #expect(try empty.run("restore", bench.file).status == 0)
            #expect(try empty.accounts() == 2)
        }
    }

    @Test(arguments: TemporaryStore.Kind.allCases)
    func `that is cut short is refused, and the ledger stays as it is`(kind: TemporaryStore.Kind) throws {
        let bench = try Bench(kind)
        try bench.apply(1...50)
        #expect(try bench.run("backup", bench.file).status == 0)
        let whole = try Data(contentsOf: URL(filePath: bench.file))
        try whole.prefix(whole.count / 2).write(to: URL(filePath: bench.file))
        let ending = try bench.run("restore", bench.file, "--force")
        #expect(ending.status == ExitReason.refused.rawValue, "\(ending.remarks)")
        #expect(try bench.accounts() == 50)
    }

    @Test(arguments: TemporaryStore.Kind.allCases)
    func `is one state of the ledger while others write`(kind: TemporaryStore.Kind) throws {
        let bench = try Bench(kind)
        let ledger = try bench.ledger()
        try ledger.audit([AuditAct(actor: "operator", action: "first", subject: "s")])
        let stop = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let writer = Thread {
            guard let other = try? bench.ledger() else { return }
            while !FileManager.default.fileExists(atPath: stop.path) {
                try? other.audit((1...20).map { AuditAct(actor: "operator", action: "act", subject: "\($0)") })
            }
        }
        writer.start()
        let ending = try bench.run("backup", bench.file)
        try Data().write(to: stop)
        #expect(eventually { writer.isFinished })
        #expect(ending.status == 0, "\(ending.remarks)")
        let other = try Bench(kind)
        #expect(try other.run("restore", bench.file).status == 0)
        // A torn state would break the chain.
        let verdict = try other.ledger().verifyAudit()
        #expect(verdict.flaw == nil && verdict.entries > 1)
        try FileManager.default.removeItem(at: stop)
    }

    @Test func `of a database never shows its password in arguments or errors`() throws {
        let server = try PrivateDatabaseServer.shared()
        let address = server.url(of: try server.makeDatabase(), port: server.port)
        let store = try TemporaryStore(.sqlite)
        let environment = ["DUNLIN_STORE": address]
        #expect(try Tool.run(["ledger", "init"], environment: environment).status == 0)
        let file = store.folder + "/b"
        let made = try Tool.run(["ledger", "backup", file], environment: environment)
        #expect(made.status == 0 && !(made.output + made.remarks).contains(server.password), "\(made.remarks)")
        let tools = try #require(PostgreSQLAddress(url: address).environment)
        #expect(tools["PGPASSWORD"] == server.password)
    }

    @Test func `reconciles only what was restored`() throws {
        let bench = try Bench(.sqlite)
        let ending = try bench.run("reconcile", "--broker", "amqp://127.0.0.1:1")
        #expect(ending.status == ExitReason.refused.rawValue && ending.remarks.contains("not restored"))
    }
}
