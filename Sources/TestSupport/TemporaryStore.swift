import Foundation

/// A place for the ledger of one test, gone with it: a file in a folder of its own, or an empty database of the tests'
/// own PostgreSQL server.
package final class TemporaryStore: Sendable {
    package enum Kind: String, CaseIterable, Sendable {
        case sqlite, postgres

        /// The one that DUNLIN_TEST_STORE names, for suites that run on either; SQLite if it names none.
        package static let chosen =
            ProcessInfo.processInfo.environment["DUNLIN_TEST_STORE"]
            .flatMap(Kind.init(rawValue:)) ?? .sqlite
    }

    package let kind: Kind
    /// As DUNLIN_STORE would name it.
    package let address: String
    /// For whatever else the test keeps.
    package let folder: String
    /// Of the server; nil: it is a file.
    package let database: String?

    package init(_ kind: Kind = .chosen) throws {
        self.kind = kind
        folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-store-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        switch kind {
        case .sqlite:
            database = nil
            address = folder + "/ledger.db"
        case .postgres:
            let server = try PrivateDatabaseServer.shared()
            let name = try server.makeDatabase()
            database = name
            address = server.url(of: name)
        }
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
            if let database { try PrivateDatabaseServer.shared().dropDatabase(database) }
        } catch {
            print("\(address) was left behind: \(error)")
        }
    }
}
