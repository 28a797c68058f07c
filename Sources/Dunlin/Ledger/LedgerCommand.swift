import ArgumentParser

/// `dunlin ledger`: the fleet's store.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Creates the fleet's ledger.", subcommands: [LedgerInitCommand.self])
}
