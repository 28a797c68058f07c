import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct `A database server` {
    @Test func `that is not there is unavailable, and asked for again no sooner than the pace allows`() throws {
        let port = try LoopbackPort.free()
        let address = StoreAddress("postgres://app:secret@127.0.0.1:\(port)/books")
        let error = try #require(throws: StoreError.self) { try Database.open(at: address, purpose: .write) }
        #expect(error.isTransient && !error.blamesData)
        #expect(!"\(error)".contains("secret") && "\(error)".contains("refused"))
    }

    @Test func `that refuses the password says so without it`() throws {
        let server = try PrivateDatabaseServer.shared()
        let url = "postgres://dunlin:secret@127.0.0.1:\(server.port)/postgres"
        let error = try #require(throws: StoreError.self) {
            try Database.open(at: StoreAddress(url), purpose: .write)
        }
        #expect("\(error)".contains("password authentication failed") && !"\(error)".contains("secret"))
    }

    @Test(
        arguments: [
            (
                "TEMPLATE template0 LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'", nil,
            ),
            ("TEMPLATE template0 ENCODING 'SQL_ASCII'", "its encoding is SQL_ASCII, not UTF8"),
            (
                "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LC_COLLATE 'C' LC_CTYPE 'C'",
                """
                it sorts text by the rules of C, so that versions of facts would compare in another order than elsewhere; \
                create it with TEMPLATE template0 LC_COLLATE 'C'
                """
            ),
        ] as [(String, String?)])
    func `is fit for a ledger if it keeps UTF-8 and sorts by bytes`(settings: String, refusal: String?) throws {
        let server = try PrivateDatabaseServer.shared()
        let name = try server.makeDatabase(settings)
        let address = StoreAddress(server.url(of: name))
        if let refusal {
            #expect(throws: StoreError.place(path: address.description, reason: refusal)) {
                try Database.open(at: address, purpose: .write)
            }
        } else {
            try Database.open(at: address, purpose: .write).write { try $0.execute("CREATE TABLE note (id BIGINT)") }
        }
        try server.dropDatabase(name)
    }

    @Test func `is told who we are, and how long to bear with us`() throws {
        let store = try TemporaryStore(.postgres)
        let told = try store.open().read { transaction in
            try [
                "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout", "client_encoding",
                "transaction_isolation", "transaction_read_only",
            ].map { name in try transaction.first("SELECT current_setting($1)", .text(name)) { $0.text(0) } }
        }
        #expect(told == ["1min", "10s", "1min", "UTF8", "repeatable read", "on"])
        let name = try store.open().read { try $0.first("SELECT current_setting('application_name')") { $0.text(0) } }
        #expect(name?.isEmpty == false)
    }
}

@Suite struct `A connection that is lost` {
    /// A ledger behind a proxy that can break the connection.
    struct Line {
        let store: TemporaryStore
        let proxy: FaultProxy
        let database: Database

        init() throws {
            store = try TemporaryStore(.postgres)
            _ = try store.openWithNotes()
            let server = try PrivateDatabaseServer.shared()
            proxy = try FaultProxy(target: server.port)
            let name = try #require(store.database)
            database = try Database.open(at: StoreAddress(server.url(of: name, port: proxy.port)), purpose: .write)
        }

        /// Lets the line be whole again once it was tried anew.
        func mendAfterNextTry() {
            let before = proxy.accepted
            Thread.detachNewThread { [proxy] in
                _ = eventually { proxy.accepted > before }
                proxy.fault = .none
            }
        }
    }

    @Test func `between transactions is made anew without a word`() throws {
        let line = try Line()
        try line.database.addNote(1)
        line.proxy.fault = .refuse
        line.proxy.fault = .none
        try line.database.addNote(2)
        #expect(try line.database.noteIDs == [1, 2])
        #expect(line.proxy.accepted == 2)
    }

    @Test func `in a transaction undoes it, and the next one goes on`() throws {
        let line = try Line()
        defer { line.proxy.stop() }
        let error = try #require(throws: StoreError.self) {
            try line.database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                line.proxy.fault = .refuse
                line.proxy.fault = .none
                try transaction.execute("INSERT INTO note (id, body) VALUES (2, 'b')")
            }
        }
        #expect(error.isTransient)
        try line.database.addNote(3)
        #expect(try line.database.noteIDs == [3])
    }

    @Test func `after the commit was sent is asked after: it was committed, and the caller learns so`() throws {
        let line = try Line()
        try line.database.write { transaction in
            try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
            line.proxy.fault = .resetAfter(bytes: 0, .toClient)
            line.mendAfterNextTry()
        }
        #expect(try line.database.noteIDs == [1])
        #expect(line.database.meter.measures.commits == 1)
    }

    @Test func `before the commit arrived is asked after: it was undone, and the caller learns so`() throws {
        let line = try Line()
        let error = try #require(throws: StoreError.self) {
            try line.database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                line.proxy.fault = .resetAfter(bytes: 0, .toServer)
                line.mendAfterNextTry()
            }
        }
        #expect(error.isTransient && !"\(error)".contains("not known"))
        #expect(try line.database.noteIDs == [])
    }

    @Test func `with its server is made anew when that is back`() throws {
        let server = try PrivateDatabaseServer()
        defer { server.stop() }
        let database = try Database.open(at: StoreAddress(server.url()), purpose: .write)
        try database.write { try $0.execute("CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT NOT NULL)") }
        let ending = try #require(throws: StoreError.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                server.shutDown()
                try transaction.execute("INSERT INTO note (id, body) VALUES (2, 'b')")
            }
        }
        #expect(ending.isTransient)
        let refused = try #require(throws: StoreError.self) { try database.addNote(3) }
        #expect(refused.isTransient)
        try server.start()
        #expect(eventually { (try? database.addNote(4)) != nil })
        #expect(try database.noteIDs == [4])
    }

    @Test func `by a crash of the server undoes its transaction, whose number may be another's by then`() throws {
        let server = try PrivateDatabaseServer()
        defer { server.stop() }
        let address = StoreAddress(server.url())
        let database = try Database.open(at: address, purpose: .write)
        try database.write { try $0.execute("CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT NOT NULL)") }
        let error = try #require(throws: StoreError.self) {
            try database.write { transaction in
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'a')")
                server.crash()
                try server.start()
            }
        }
        #expect(error.isTransient)
        #expect(try database.noteIDs == [])
        let place = PostgreSQLAddress(url: server.url())
        let number = try #require(
            try database.write { try $0.first("SELECT CAST(pg_current_xact_id() AS TEXT)") { $0.text(0) } })
        // A number that was committed before the crash is durable or was never given; nobody can tell which.
        let session = try PostgreSQLSession(place, busyDeadline: .seconds(1))
        let before = PostgreSQLSession.TransactionID(number: number, era: "before the crash")
        let now = PostgreSQLSession.TransactionID(number: number, era: session.era)
        #expect(try session.outcome(of: before) == .unknown && session.outcome(of: now) == .committed)
        let future = PostgreSQLSession.TransactionID(number: "4000000000", era: "before the crash")
        #expect(try session.outcome(of: future) == .undone)
    }

    @Test func `is waited for longer after each failing try, up to 2 s`() {
        var pace = ReconnectPace()
        let error = StoreError.unavailable(code: nil, reason: "refused")
        var now = ContinuousClock.now
        #expect(pace.refusal(at: now) == nil)
        for wait in [50, 100, 200, 400, 800, 1600, 2000, 2000] {
            pace.failed(error, at: now)
            #expect(pace.refusal(at: now + .milliseconds(wait - 1)) == error)
            now += .milliseconds(wait)
            #expect(pace.refusal(at: now) == nil)
        }
        pace.succeeded()
        pace.failed(error, at: now)
        #expect(pace.refusal(at: now + .milliseconds(50)) == nil)
    }
}
