import Contracts
import Foundation
import Ledger
import Store
import TestSupport
import Testing

/// On SQLite planners take turns, which the tests of planning show.
@Suite(.enabled(if: TemporaryStore.Kind.chosen == .postgres, "SQLite has one writer at a time"))
struct `Many planners on PostgreSQL` {
    static let accounts = ProcessInfo.processInfo.environment["DUNLIN_LONG"] == nil ? 8_000 : 100_000

    @Test func `at once decide what one decides alone, each case once and without a deadlock`() throws {
        let (shared, alone) = (try TemporaryStore(.postgres), try TemporaryStore(.sqlite))
        for store in [shared, alone] { try Self.fill(store) }
        let planned = Planned()
        let threads = (0..<4).map { _ in
            Thread { planned.add(Result { try Self.plan(shared) }) }
        }
        threads.forEach { $0.start() }
        let expected = try Self.plan(alone)
        // A deadlock would end one of them with an error.
        let found = try planned.wait(for: 4, upTo: 600).map { try $0.get() }
        #expect(found.count == 4 && found.flatMap { $0 }.count == expected.count)
        let isSame = Set(found.flatMap { $0 }) == Set(expected)
        #expect(isSame)
        // Or the four were one after the other.
        #expect(found.allSatisfy { $0.count > Self.accounts / 20 }, "\(found.map(\.count))")
        #expect(expected.count > Self.accounts / 2, "little was due")
    }

    /// Accounts with a contact, a case and two overdue invoices of different ages each. By SQL: as events they would
    /// take longer than what is tested.
    private static func fill(_ store: TemporaryStore) throws {
        let ledger = try Ledger.create(path: store.address, testClock: Instant("2026-11-02T09:00:00Z")!)
        try ledger.activate(config: "config")
        let today = CivilDate("2026-11-02")!.daysSince1970
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(accounts))"
        try ledger.database.write { transaction in
            try transaction.execute(
                """
                \(numbers) INSERT INTO account (id, creditor, account, revision, time, event, name, contacts)
                SELECT i, 'creditor', 'a' || i, 0, 0, 'e', 'Example ' || i,
                    '[{"contact":"c1","email":"a' || i || '@example.com"}]' FROM n
                """)
            try transaction.execute(
                """
                \(numbers) INSERT INTO dunning_case (
                    number, account_id, currency, next_action_at, ready_at, why, refusals, link_epoch)
                SELECT i, i, 'EUR', 0, 0, 'new facts', 0, 0 FROM n
                """)
            for part in 1...2 {
                try transaction.execute(
                    """
                    \(numbers) INSERT INTO invoice (
                        creditor, invoice, account_id, revision, time, event, status, number, currency, amount,
                        issued_on, due_on, open)
                    SELECT 'creditor', 'i' || i || '-\(part)', i, 0, 0, 'e', 'issued', 'i' || i, 'EUR', 1000 + i,
                        $1, $2 - i % 40, 1000 + i FROM n
                    """,
                    .int(today - 100), .int(today - part))
            }
        }
    }

    /// Plans until nothing is due; of each command the attempt and what it rests on.
    private static func plan(_ store: TemporaryStore) throws -> [String] {
        let ledger = try Ledger.open(path: store.address)
        var commands: [String] = []
        while true {
            let result = try ledger.planDue(
                limit: 256, rules: Books.rules, config: "config",
                links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
            for dispatch in result.dispatches {
                guard case .reminderRender(let render) = dispatch.command.payload else { continue }
                commands.append("\(dispatch.attempt) \(render.instance.step) \(render.basis)")
            }
            if result.cases == 0 { return commands }
        }
    }
}
