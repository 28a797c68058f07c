import TestSupport
import Testing

@testable import Store

/// SQLite has one writer at a time, whatever the turn.
@Suite struct `Writing together on PostgreSQL` {
    let store: TemporaryStore
    let first: Database
    let second: Database

    init() throws {
        store = try TemporaryStore(.postgres)
        first = try store.openWithNotes()
        second = try store.open()
        try first.write { try $0.execute("INSERT INTO note (id, body) VALUES (1, 'a'), (2, 'b'), (3, 'c')") }
    }

    private static func claim(_ limit: Int, in transaction: borrowing Transaction) throws -> [Int64] {
        try transaction.claim("SELECT id FROM note WHERE body <> 'done' ORDER BY id LIMIT $1", .int(limit)) {
            $0.int(0)
        }
    }

    @Test func `two claim different rows at the same time`() throws {
        try first.write(.together) { transaction in
            let mine = try Self.claim(2, in: transaction)
            #expect(mine == [1, 2])
            try second.write(.together) { transaction in
                let others = try Self.claim(2, in: transaction)
                #expect(others == [3])
                try transaction.execute("UPDATE note SET body = 'done' WHERE id = 3")
            }
            try transaction.execute("UPDATE note SET body = 'done' WHERE id IN (1, 2)")
        }
        let left = try first.write(.together) { try Self.claim(9, in: $0) }
        #expect(left == [])
    }

    @Test func `one who writes alone waits for those who write together`() async throws {
        let store = store
        let meter = try await onThreads(2) { thread in
            let database = try store.open()
            if thread == 0 {
                try database.write(.together) { transaction in
                    // Nobody but the other thread can wait for it.
                    let stranger = try Stranger(store)
                    try wait { try stranger.countsWaiting() == 1 }
                    try transaction.execute("UPDATE note SET body = 'done'")
                }
            } else {
                // The other has its turn when its lock is there.
                let stranger = try Stranger(store)
                try wait { try stranger.countsTurns() == 1 }
                let open = try database.write { transaction in try Self.claim(9, in: transaction) }
                #expect(open == [])
            }
            return database.meter.measures
        }
        #expect(meter.map(\.commits) == [1, 1])
    }
}

extension Stranger {
    /// Writers that have their turn, and those that wait for one.
    fileprivate func countsTurns() throws -> Int64 { try count("granted") }
    fileprivate func countsWaiting() throws -> Int64 { try count("NOT granted") }

    private func count(_ condition: String) throws -> Int64 {
        let sql = """
            SELECT CAST(COUNT(*) AS TEXT) FROM pg_locks WHERE locktype = 'advisory' AND \(condition) AND database = (
                SELECT oid FROM pg_database WHERE datname = current_database())
            """
        return try #require(try answer(sql).flatMap { Int64($0) })
    }
}
