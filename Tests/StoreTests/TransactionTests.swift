import TestSupport
import Testing

@testable import Store

@Suite struct `A transaction` {
    struct Refusal: Error {}

    @Test(arguments: StoreKind.allCases)
    func `keeps what it wrote and counts the rows`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        let changed = try database.write { transaction in
            try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a'), (2, 'b'), (3, 'c')")
            return try transaction.execute("UPDATE note SET body = $1 WHERE id > $2", "d", 1)
        }
        #expect(changed == 2)
        #expect(try database.noteIDs == [1, 2, 3])
        #expect(database.meter.measures.rows == 5)
        #expect(database.meter.measures.commits == 2)
    }

    @Test(arguments: StoreKind.allCases)
    func `counts no rows for a statement on the schema`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        let changed = try database.write { transaction in
            try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
            return try transaction.execute("CREATE TABLE other (id BIGINT)")
        }
        #expect(changed == 0)
    }

    @Test(arguments: StoreKind.allCases)
    func `undoes everything when its body throws, and the next one goes on`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        #expect(throws: Refusal.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                throw Refusal()
            }
        }
        #expect(try database.noteIDs == [])
        #expect(database.meter.measures.rollbacks == 1)
        try database.addNote(2)
        #expect(try database.noteIDs == [2])
    }

    @Test(arguments: StoreKind.allCases)
    func `is lost once a statement has failed, even if the error was caught`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        let name = kind == .sqlite ? "note.id" : "note_pkey"
        let expected = StoreError.constraint(Constraint(kind: .primaryKey, name: name))
        #expect(throws: expected) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                do throws(StoreError) {
                    try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'again')")
                } catch {
                    #expect(error == expected)
                }
            }
        }
        #expect(try database.noteIDs == [])
    }

    @Test(arguments: StoreKind.allCases)
    func `refuses writing statements when it only reads`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        #expect(throws: StoreError.misuse("a statement that writes was given to a reading transaction")) {
            try database.read { try $0.execute("DELETE FROM note") }
        }
        let reader = try store.open(.read)
        #expect(throws: StoreError.misuse("the connection was opened for reading")) { try reader.addNote(1) }
    }

    @Test(arguments: StoreKind.allCases)
    func `does not nest`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        let nested = StoreError.misuse("a transaction is open on this connection")
        #expect(throws: nested) { try database.write { _ in try database.addNote(1) } }
        #expect(throws: nested) { try database.read { _ in try database.noteIDs } }
        try database.addNote(1)
    }

    @Test(arguments: StoreKind.allCases)
    func `runs the same query inside itself`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        for id in 1...3 { try database.addNote(id) }
        var pairs = 0
        try database.read { transaction in
            try transaction.query("SELECT id FROM note") { _ in
                try transaction.query("SELECT id FROM note") { _ in pairs += 1 }
            }
        }
        #expect(pairs == 9)
    }

    @Test(arguments: StoreKind.allCases)
    func `hands out the rows that a statement returns`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        let ids = try database.write { transaction in
            try transaction.all("INSERT INTO note (id, body) VALUES (7, 'a'), (8, 'b') RETURNING id") { $0.int(0) }
        }
        #expect(ids == [7, 8])
        #expect(try database.noteIDs == [7, 8])
    }

    @Test(arguments: StoreKind.allCases)
    func `sees one state from its first read to its end, whatever others commit`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        try database.addNote(1)
        let reader = try store.open(.read)
        try reader.read { transaction in
            let before = try transaction.all("SELECT id FROM note") { $0.int(0) }
            try database.addNote(2)
            let after = try transaction.all("SELECT id FROM note") { $0.int(0) }
            #expect(before == [1] && after == [1])
        }
        #expect(try reader.noteIDs == [1, 2])
    }

    @Test(arguments: StoreKind.allCases)
    func `reads on while a writer is in the middle of its work`(kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        try database.addNote(1)
        let reader = try store.open(.read)
        try database.write { transaction in
            try transaction.execute("INSERT INTO note (id, body) VALUES (2, 'b')")
            let asked = ContinuousClock.now
            let ids = try reader.noteIDs
            #expect(ids == [1])
            // It would wait for the writer, which waits for it.
            #expect(asked.duration(to: .now) < .seconds(10))
        }
    }

    struct Breach: Sendable {
        var sql: String
        var kind: Constraint.Kind
        /// What SQLite calls the rule, and PostgreSQL.
        var names: (String?, String?)
    }

    @Test(
        arguments: [
            Breach(
                sql: "INSERT INTO note (id, body) VALUES (1, NULL)", kind: .notNull, names: ("note.body", "note.body")),
            Breach(
                sql: "INSERT INTO note (id, body) VALUES (1, '\(String(repeating: "secret", count: 20))')",
                kind: .check, names: ("length(body) < 100", "note_body_check")),
            Breach(
                sql: "INSERT INTO child (note_id) VALUES (99)", kind: .foreignKey, names: (nil, "child_note_id_fkey")),
            Breach(sql: "INSERT INTO pair (a) VALUES (1), (1)", kind: .unique, names: ("pair.a", "pair_a_key")),
        ], StoreKind.allCases)
    func `names the broken rule and no value`(breach: Breach, kind: StoreKind) throws {
        let store = try TemporaryStore(kind)
        let database = try store.openWithNotes()
        try database.write { transaction in
            try transaction.execute("CREATE TABLE child (note_id BIGINT REFERENCES note (id))")
            try transaction.execute("CREATE TABLE pair (a BIGINT UNIQUE)")
        }
        let error = try #require(throws: StoreError.self) { try database.write { try $0.execute(breach.sql) } }
        let name = kind == .sqlite ? breach.names.0 : breach.names.1
        #expect(error == .constraint(Constraint(kind: breach.kind, name: name)))
        #expect(error.blamesData && !error.isTransient)
    }
}
