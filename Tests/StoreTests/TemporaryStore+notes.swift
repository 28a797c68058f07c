import Foundation
import TestSupport
import Testing

@testable import Store

typealias StoreKind = TemporaryStore.Kind

extension TemporaryStore {
    var place: StoreAddress { StoreAddress(address) }

    func open(_ purpose: Database.Purpose = .write) throws -> Database {
        try Database.open(at: place, purpose: purpose)
    }

    /// A writing connection to a ledger with the table `note (id, body)`.
    func openWithNotes() throws -> Database {
        let database = try open()
        try database.write { transaction in
            try transaction.execute(
                "CREATE TABLE IF NOT EXISTS note (id BIGINT PRIMARY KEY, body TEXT NOT NULL CHECK (length(body) < 100))"
            )
        }
        return database
    }
}

extension Database {
    var noteIDs: [Int64] {
        get throws { try read { try $0.all("SELECT id FROM note ORDER BY id") { $0.int(0) } } }
    }

    func addNote(_ id: Int) throws {
        try write { try $0.execute("INSERT INTO note (id, body) VALUES ($1, $2)", .int(id), "body") }
    }
}

/// Waits until `condition` holds, looking every millisecond.
func wait(upTo deadline: Duration = .seconds(20), until condition: () throws -> Bool) throws {
    let end = ContinuousClock.now + deadline
    while try !condition() {
        try #require(ContinuousClock.now < end, "the awaited event did not come within \(deadline)")
        usleep(1000)
    }
}
