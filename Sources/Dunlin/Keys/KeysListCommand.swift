import ArgumentParser
import Ledger
import Store

/// `dunlin keys list`: the keys and what needs them.
struct KeysListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the fleet's keys by id, how much each wraps, and which may be removed.",
        discussion: "Keys are named by their ids alone, which tell nothing about them.")

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let report = try storeOptions.use(.read) { try $0.keyReport() }
        if json { return try StandardOutput.say(json: report) }
        var table = TextTable([
            ("KEY", .left), ("HERE", .left), ("FROM", .left), ("DATA KEYS", .right), ("LETTERS", .right),
            ("STATE", .left),
        ])
        for key in report.fleetKeys {
            table.add([
                key.id, key.isAtHand ? "yes" : "no", key.isOfLedger ? "ledger" : "file", "\(key.dataKeys)",
                "\(key.letters)", key.state,
            ])
        }
        let unsealed =
            report.isSealing
            ? "\(report.unsealed) texts are not sealed yet" : "nothing is sealed yet: 'dunlin keys seal' begins with it"
        try StandardOutput.say(
            table.lines + [
                "\(report.persons) accounts have a data key, \(report.erased) data keys were deleted", unsealed,
            ])
    }
}

extension KeyReport.FleetKey {
    fileprivate var state: String {
        if wraps { return "wraps" }
        if isInUse { return "unwraps: 'dunlin keys rotate' ends that" }
        return retiredAt.map { "may be removed since \($0)" } ?? "unused"
    }
}
