import Contracts
import Foundation
import Ledger
import Policy
import Rulebook
import Testing

@testable import Dunlin

/// A case with a first reminder under the shipped policy, and a folder in which that reminder comes four days later.
@Suite struct `Versions of a policy on the command line` {
    private let folder: LedgerFolder
    private let config: URL
    private let old: String
    private let new: String

    init() throws {
        folder = try LedgerFolder()
        config = try folder.configuration()
        let due = CivilDate("2026-11-17")!
        try folder.apply([
            .account(
                Account(
                    creditor: "harbour-supplies", account: "C-1", name: "Example Retail",
                    contacts: [Contact(contact: "c1", email: "billing@example.com")])),
            .invoice(
                Invoice(
                    creditor: "harbour-supplies", account: "C-1", invoice: "I-1",
                    amount: Money(minor: 10_050, currency: Currency("EUR")!), issuedOn: due.adding(days: -30),
                    dueOn: due), .issued),
        ])
        let shipped = try Rulebook.load(folder: Rulebook.defaultFolder)
        old = try #require(shipped.version(of: "default")).shortHash
        let planned = try Ledger.open(path: folder.path).planDue(
            limit: 10, rules: shipped.rules, config: shipped.hash,
            links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
        try #require(planned.dispatches.count == 1)
        let file = config.appending(path: "policies/default.yaml")
        let text = try String(contentsOf: file, encoding: .utf8)
        try #require(text.contains("due: 5,"))
        try Data(text.replacing("due: 5,", with: "due: 9,").utf8).write(to: file)
        new = try #require(try Rulebook.load(folder: config).version(of: "default")).shortHash
    }

    private func run(_ arguments: String...) throws -> Tool.Ending {
        try folder.run(["policy"] + arguments, environment: ["DUNLIN_CONFIG": config.path])
    }

    @Test func `are activated beside those that cases go by`() throws {
        let ending = try run("activate")
        #expect(ending.status == 0, "\(ending.remarks)")
        #expect(ending.output.hasPrefix("activated configuration "))
        #expect(
            ending.lines.dropFirst() == ["policy default: \(new)", "1 open case stays on policy default \(old)"])
        let json = try run("activate", "--json")
        #expect(json.output.contains(#""activated":false"#) && json.output.contains(#""cases":1,"hash":"\#(old)"#))
    }

    @Test func `are moved between only when told, and shown first`() throws {
        _ = try run("activate")
        let preview = try run("migrate", "default", "--to", "active", "--dry-run")
        #expect(preview.status == 0, "\(preview.remarks)")
        #expect(preview.lines.count == 3)
        let row = try #require(preview.lines.dropFirst().first)
        #expect(row.contains("C-1") && row.contains(old))
        #expect(row.contains("first-reminder 2026-11-24 10:00") && row.contains("first-reminder 2026-11-26 08:00"))
        #expect(preview.lines.last == "1 case would move to policy default \(new)")
        let moved = try run("migrate", "default", "--to", "active")
        #expect(moved.lines.last == "1 case was moved to policy default \(new)")
        #expect(
            try run("migrate", "default", "--to", "active").lines == ["0 cases were moved to policy default \(new)"])
        let json = try run("migrate", "default", "--to", old, "--dry-run", "--json")
        #expect(json.lines.count == 1)
        #expect(json.output.contains(#""moved":false"#) && json.output.contains(#""from":"\#(new)"#))
        #expect(try run("activate").lines.last == "1 open case stays on policy default \(new), active")
    }

    @Test func `are refused with what can be done`() throws {
        let inactive = try run("migrate", "default", "--to", "active")
        #expect(inactive.status == ExitReason.configuration.rawValue)
        #expect(inactive.remarks.contains("run 'dunlin policy activate'"))
        _ = try run("activate")
        #expect(try run("migrate", "default", "--to", "latest").status == ExitReason.usage.rawValue)
        let unknown = try run("migrate", "default", "--to", "000000000000")
        #expect(unknown.status == ExitReason.usage.rawValue)
        #expect(unknown.remarks.contains("no version of policy 'default' begins with 000000000000"))
        let missing = try run("migrate", "strict", "--to", "active")
        #expect(missing.remarks.contains("the active configuration has no policy 'strict'"))
        #expect(try Ledger.open(path: folder.path).pinnedCases().map { $0.hash.prefix(12) } == [old.prefix(12)])
    }
}
