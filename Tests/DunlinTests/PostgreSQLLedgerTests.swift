import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@testable import Dunlin

@Suite struct `A ledger in PostgreSQL` {
    @Test func `is made, opened and told of like one in a file`() throws {
        let store = try TemporaryStore(.postgres)
        let environment = ["DUNLIN_STORE": store.address]
        let early = try Tool.run(["status"], environment: environment)
        #expect(early.status == ExitReason.unavailable.rawValue)
        #expect(early.remarks.contains("create it with 'dunlin ledger init'"))
        let arguments = ["ledger", "init", "--clock", "test", "--at", "2026-11-24T10:00", "--zone", "Europe/Berlin"]
        let first = try Tool.run(arguments, environment: environment)
        #expect(first.status == 0)
        #expect(first.lines.first?.hasPrefix("created the ledger postgres://dunlin@") == true)
        let second = try Tool.run(arguments, environment: environment)
        #expect(second.lines.first?.hasPrefix("found the ledger postgres://dunlin@") == true)
        #expect(try Tool.run(["clock", "advance", "1d"], environment: environment).status == 0)
        #expect(try Ledger.open(path: store.address).clock().now.description.hasPrefix("2026-11-25T09:00"))
        #expect(try Tool.run(["status"], environment: environment).status == 0)
    }

    @Test func `that does not answer is told of without the password`() throws {
        let port = try LoopbackPort.free()
        let ending = try Tool.run(["status", "--store", "postgres://app:secret@127.0.0.1:\(port)/books"])
        #expect(ending.status == ExitReason.unavailable.rawValue)
        #expect(ending.remarks.contains("server can't be used") && !ending.remarks.contains("secret"))
    }
}
