import ArgumentParser
import Contracts
import Ledger
import Policy
import Rulebook
import Store

/// Which account is asked about, and by what rules.
struct AccountOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The creditor that is owed.", valueName: "id"))
    var creditor: Identifier

    @Option(help: ArgumentHelp("The creditor's account.", valueName: "id"))
    var account: Identifier

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    /// The account as it is now; what must be known to read it rightly is said on standard error.
    func report() throws -> AccountReport {
        let report = try asking { ledger, rulebook -> AccountReport? in
            guard let view = try ledger.view(of: creditor, account, rules: rulebook.rules) else { return nil }
            let clock = try ledger.clock()
            return AccountReport(
                view: view, clock: clock.kind, now: clock.now, config: rulebook.hash,
                activeConfig: try ledger.activeConfig(), creditorZone: rulebook.rules(for: creditor)?.zone)
        }
        if let remark = report.remark { StandardError.say("dunlin: \(remark)") }
        return report
    }

    /// - Parameter answer: nil: nothing was ever heard of the account.
    func asking<Answer>(_ answer: (Ledger, Rulebook) throws -> Answer?) throws -> Answer {
        // A ledger that isn't there is told before a folder that is wrong.
        _ = try storeOptions.address()
        let rulebook = try configOptions.checked()
        guard let found = try storeOptions.use(.read, { try answer($0, rulebook) }) else {
            throw Failure(
                .refused, "nothing was ever heard of account '\(account)' of creditor '\(creditor)'",
                remedy: "check both ids; its events may still wait in a queue, or be refused: see 'dunlin status'")
        }
        return found
    }
}
