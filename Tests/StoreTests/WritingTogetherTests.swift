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

    @Test func `who waits for a key sees what its holder wrote`() async throws {
        let (store, key) = (store, LockKey(rank: 0, "account", "a"))
        let seen = try await onThreads(2) { thread in
            let (database, stranger) = (try store.open(), try Stranger(store))
            // The holder's turn and its two keys.
            if thread == 1 { try wait { try stranger.countsTurns() == 3 } }
            return try database.write(.together) { transaction in
                try transaction.lock([key, LockKey(rank: 1, "invoice", "\(thread)")])
                if thread == 0 {
                    try wait { try stranger.countsWaiting() == 1 }
                    try transaction.execute("UPDATE note SET body = 'done' WHERE id = 1")
                }
                return try transaction.first("SELECT body FROM note WHERE id = 1") { $0.text(0) }
            }
        }
        #expect(seen == ["done", "done"])
    }

    @Test func `who does not want to wait for keys gets those that nobody has`() throws {
        let keys = Set((0..<4).map { LockKey(rank: $0, "a") })
        try first.write(.together) { transaction in
            try transaction.lock([LockKey(rank: 1, "a"), LockKey(rank: 3, "a")])
            let free = try second.write(.together) { try $0.tryLock(keys) }
            #expect(free == [LockKey(rank: 0, "a"), LockKey(rank: 2, "a")])
        }
        #expect(try second.write(.together) { try $0.tryLock(keys) } == keys)
    }

    @Test func `of two that stand in each other's way one begins anew, and both are stored`() async throws {
        let (store, meeting) = (store, MeetingPoint(of: 2))
        let measures = try await onThreads(2) { thread in
            let database = try store.open()
            var hasMet = false
            try database.write(.together) { transaction in
                let order = thread == 0 ? [1, 2] : [2, 1]
                for (step, id) in order.enumerated() {
                    if step == 1, !hasMet {
                        hasMet = true
                        meeting.meet()
                    }
                    try transaction.execute("UPDATE note SET body = body || 'x' WHERE id = $1", .int(id))
                }
            }
            return database.meter.measures
        }
        #expect(measures.map(\.commits) == [1, 1])
        #expect(measures.map(\.conflicts).reduce(0, +) == 1)
        let bodies = try first.read { try $0.all("SELECT body FROM note WHERE id < 3 ORDER BY id") { $0.text(0) } }
        #expect(bodies == ["axx", "bxx"])
    }

    @Test func `a conflict that does not end is the caller's in the end`() throws {
        var runs = 0
        let error = try #require(throws: StoreError.self) {
            try first.write { transaction in
                runs += 1
                try transaction.execute("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
            }
        }
        #expect(error.isTransient && runs == Database.conflictLimit + 1)
        #expect(first.meter.measures.conflicts == Database.conflictLimit)
    }
}

@Suite struct `The key of a lock` {
    @Test func `sorts by its rank first, and says the same of the same names`() {
        let keys = (0..<4).flatMap { rank in (0..<50).map { LockKey(rank: rank, "name", "\($0)") } }
        #expect(keys.allSatisfy { $0.number >= 0 } && Set(keys).count == keys.count)
        for rank in 0..<3 {
            #expect(keys[rank * 50..<rank * 50 + 50].max()! < keys[rank * 50 + 50..<rank * 50 + 100].min()!)
        }
        #expect(LockKey(rank: 0, "a", "bc") != LockKey(rank: 0, "ab", "c"))
        #expect(LockKey(rank: 0, "a", "b") == LockKey(rank: 0, "a", "b"))
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
