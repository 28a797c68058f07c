import ArgumentParser
import Foundation
import Ledger
import Rulebook
import Store

/// Where the ledger is.
struct StoreOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The ledger's file. Default: DUNLIN_STORE.", valueName: "path"))
    var store: String?

    func path(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> String {
        guard let path = store ?? environment["DUNLIN_STORE"], !path.isEmpty else {
            throw Failure(.configuration, "no ledger is named", remedy: "give --store PATH or set DUNLIN_STORE")
        }
        return path
    }

    /// Opens the ledger, does `work` on it and tells what fails as ``Failure``.
    func use<T>(_ purpose: Database.Purpose, _ work: (Ledger) throws -> T) throws(Failure) -> T {
        let path = try path()
        return try Failure.reporting {
            let ledger = try Ledger.open(path: path, purpose: purpose)
            ledger.readPolicy = { try RuleFile.policy(in: $0, name: "stored policy") }
            return try work(ledger)
        }
    }
}
