import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Store

/// What a database server does to a fleet at work.
@Suite struct `Writers of a server with faults` {
    /// What the writers of one test were told about each note.
    private final class Told: Sendable {
        private let state = Mutex((committed: Set<Int64>(), undone: Set<Int64>(), unclear: 0))

        func add(_ id: Int64, _ outcome: Result<Void, any Error>) {
            state.withLock { state in
                switch outcome {
                case .success: state.committed.insert(id)
                case .failure(let error) where "\(error)".contains("not known"): state.unclear += 1
                case .failure: state.undone.insert(id)
                }
            }
        }

        var committed: Set<Int64> { state.withLock { $0.committed } }
        var undone: Set<Int64> { state.withLock { $0.undone } }
        var unclear: Int { state.withLock { $0.unclear } }
    }

    /// Four writers add notes of their own until `disturb` has done its worst.
    private func write(
        to address: StoreAddress, while disturb: @escaping @Sendable () throws -> Void
    ) async throws -> Told {
        let (told, over, start) = (Told(), Flag(), MeetingPoint(of: 5))
        _ = try await onThreads(5) { thread -> Void in
            if thread == 4 {
                defer { over.isUp.store(true, ordering: .relaxed) }
                start.meet()
                return try disturb()
            }
            let database = try Database.open(at: address, purpose: .write)
            start.meet()
            var id = thread * 1_000_000
            while !over.isUp.load(ordering: .relaxed) {
                id += 1
                let outcome = Result { try database.addNote(id) }
                told.add(Int64(id), outcome)
                if case .failure(let error as StoreError) = outcome {
                    try #require(error.isTransient, "\(error)")
                    usleep(2000)
                }
            }
            // The fault is over: the next one must be taken again.
            #expect(eventually { (try? database.addNote(thread * 1_000_000 + 999_999)) != nil })
        }
        return told
    }

    private final class Flag: Sendable {
        let isUp = Atomic(false)
    }

    @Test func `learn of each commit whether it was one, though lines break under them`() async throws {
        let store = try TemporaryStore(.postgres)
        let notes = try store.openWithNotes()
        let server = try PrivateDatabaseServer.shared()
        let proxy = try FaultProxy(target: server.port)
        defer { proxy.stop() }
        let name = try #require(store.database)
        let told = try await write(to: StoreAddress(server.url(of: name, port: proxy.port))) {
            for round in 0..<24 {
                usleep(50_000)
                // Now in one direction, now in the other, now all at once.
                switch round % 3 {
                case 0: proxy.fault = .resetAfter(bytes: 900, .toClient)
                case 1: proxy.fault = .resetAfter(bytes: 900, .toServer)
                default: proxy.fault = .refuse
                }
                usleep(15_000)
                proxy.fault = .none
            }
        }
        let stored = Set(try notes.noteIDs)
        #expect(told.committed.isSubset(of: stored))
        #expect(told.undone.isDisjoint(with: stored))
        #expect(told.committed.count > 20 && !told.undone.isEmpty, "\(told.committed.count) \(told.undone.count)")
        #expect(told.unclear == 0)
    }

    @Test func `go on when an administrator ends their sessions`() async throws {
        let store = try TemporaryStore(.postgres)
        let notes = try store.openWithNotes()
        let server = try PrivateDatabaseServer.shared()
        let name = try #require(store.database)
        let told = try await write(to: store.place) {
            for _ in 0..<8 {
                usleep(60_000)
                try server.run(
                    """
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE datname = '\(name)' AND application_name <> 'psql'
                    """)
            }
        }
        let stored = Set(try notes.noteIDs)
        #expect(told.committed.isSubset(of: stored))
        #expect(told.undone.isDisjoint(with: stored))
        #expect(told.committed.count > 50 && told.unclear == 0, "\(told.committed.count) \(told.unclear)")
    }

    @Test func `one that is stopped in mid transaction is cut off, and the others go on`() throws {
        let store = try TemporaryStore(.postgres)
        let (stopped, other) = (try store.openWithNotes(), try store.open())
        // As a stopped process, it says nothing; the server's patience is cut short for the test.
        let error = try #require(throws: StoreError.self) {
            try stopped.write(.together) { transaction in
                try transaction.execute("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
                try transaction.lock([LockKey(rank: 0, "account")])
                try other.write(.together) { try $0.lock([LockKey(rank: 0, "account")]) }
                try transaction.execute("INSERT INTO note (id, body) VALUES (1, 'late')")
            }
        }
        #expect(error.isTransient)
        #expect(try other.noteIDs == [])
        try stopped.addNote(2)
    }

    @Test func `notice a peer that is gone, by what their sockets are told`() throws {
        let server = try PrivateDatabaseServer.shared()
        let connection = try PostgreSQLConnection(
            PostgreSQLAddress(url: server.url(port: server.port)), busyDeadline: .seconds(1))
        func option(_ level: Int32, _ name: Int32) -> Int32 {
            var (value, size) = (Int32(-1), socklen_t(MemoryLayout<Int32>.size))
            getsockopt(connection.descriptor, level, name, &value, &size)
            return value
        }
        let tcp = Int32(IPPROTO_TCP)
        #expect(option(SOL_SOCKET, SO_KEEPALIVE) == 1)
        #expect(option(tcp, TCP_KEEPIDLE) == 10 && option(tcp, TCP_KEEPINTVL) == 5 && option(tcp, TCP_KEEPCNT) == 3)
        #expect(option(tcp, TCP_USER_TIMEOUT) == 30_000)
    }
}
