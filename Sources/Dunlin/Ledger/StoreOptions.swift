import ArgumentParser
import Foundation
import Ledger
import Rulebook
import Store

/// Where the ledger is.
struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The ledger: an SQLite file, or postgres://user@host:port/database. Default: DUNLIN_STORE, or the "
                + "content of the file that DUNLIN_STORE_FILE names.",
            valueName: "path or url"))
    var store: String?

    @Option(
        help: ArgumentHelp(
            "File with the fleet's keys, 32 bytes in Base64 a line: the first wraps, all unwrap. Default: "
                + "DUNLIN_KEY_FILE, else the ledger's own key.", valueName: "file"))
    var keyFile: String?

    func address(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> StoreAddress {
        guard let text = try EnvironmentText.of("DUNLIN_STORE", unless: store, in: environment) else {
            throw Failure(
                .configuration, "no ledger is named",
                remedy: "give --store PATH or --store postgres://…, or set DUNLIN_STORE")
        }
        return StoreAddress(text)
    }

    /// The fleet's keys, of a file or of the environment as workers read them; nil: there are none.
    func keys(environment: [String: String] = ProcessInfo.processInfo.environment) throws(SealError) -> FleetKeys? {
        if let path = keyFile ?? environment["DUNLIN_KEY_FILE"], !path.isEmpty { return try FleetKeys(file: path) }
        return try FleetKeys(setting: environment["DUNLIN_KEY"].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Opens the ledger, does `work` on it and tells what fails as ``Failure``.
    func use<T>(_ purpose: Database.Purpose, _ work: (Ledger) throws -> T) throws(Failure) -> T {
        let address = try address()
        return try Failure.reporting {
            let ledger = try Ledger.open(at: address, purpose: purpose, keys: try keys())
            ledger.readPolicy = { try RuleFile.policy(in: $0, name: "stored policy") }
            return try work(ledger)
        }
    }
}
