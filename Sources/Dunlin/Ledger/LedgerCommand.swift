import ArgumentParser

/// `dunlin ledger`: the fleet's store.
struct LedgerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger", abstract: "Creates, backs up and restores the fleet's ledger.",
        subcommands: [
            LedgerInitCommand.self, LedgerBackupCommand.self, LedgerRestoreCommand.self, LedgerReconcileCommand.self,
        ])
}
