import ArgumentParser
import Contracts
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin account`: one account's facts and what follows from them.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Explains one account, or accepts its facts as complete.",
        subcommands: [AccountShowCommand.self, AccountAcceptCommand.self])
}

struct AccountShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an account's facts, what comes next and why, and every attempt to reach it.",
        discussion: """
            What comes next is decided anew from the facts, with the configuration folder given here, and changes \
            nothing. Times are shown in the creditor's zone, in JSON as UTC, amounts there in minor units.

              dunlin account show --creditor harbour-supplies --account C-10001
            """)

    @Option(help: ArgumentHelp("The creditor that is owed.", valueName: "id"))
    var creditor: Identifier

    @Option(help: ArgumentHelp("The creditor's account.", valueName: "id"))
    var account: Identifier

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        // A ledger that isn't there is told before a folder that is wrong.
        _ = try storeOptions.path()
        let rulebook = try configOptions.checked()
        let report = try storeOptions.use(.read) { ledger -> AccountReport? in
            guard let view = try ledger.view(of: creditor, account, rules: rulebook.rules) else { return nil }
            let clock = try ledger.clock()
            return AccountReport(
                view: view, clock: clock.kind, now: clock.now, config: rulebook.hash,
                activeConfig: try ledger.activeConfig(), creditorZone: rulebook.rules(for: creditor)?.zone)
        }
        guard let report else {
            throw Failure(
                .refused, "nothing was ever heard of account '\(account)' of creditor '\(creditor)'",
                remedy: "check both ids; its events may still wait in a queue, or be refused: see 'dunlin status'")
        }
        if let remark = report.remark { StandardError.say("dunlin: \(remark)") }
        if json { return try StandardOutput.say(json: report) }
        try StandardOutput.say(report.lines)
    }
}
