import ArgumentParser
import Contracts
import Ledger
import Rulebook
import Store

/// `dunlin aging`: what is owed, by how long it has been due.
struct AgingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aging",
        abstract: "Shows open amounts by days past due: current, 1-30, 31-60, 61-90 and over 90.",
        discussion: """
            As of the policy clock's day in each creditor's zone. What is due today is current. Instalments age alone, \
            and the dates of a running payment plan stand in place of those of its invoices. Disputed and Promised are \
            parts of the open amounts, not beside them. Money and credit notes that no invoice has been given yet have \
            a row of their own, below 0. Nothing is ever added up over two currencies.

            Amounts are decimal, an empty cell is 0; with --json and --csv they are integers in minor units.

              dunlin aging --store ledger.sqlite --by creditor
            """)

    @Option(help: ArgumentHelp("One creditor. Default: all.", valueName: "id"))
    var creditor: Identifier?

    @Option(help: ArgumentHelp("A row for each account, or for each creditor.", valueName: "account|creditor"))
    var by: Aging.Grouping = .account

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    @Flag(help: "Tell the rows as CSV with a line of titles, without totals.")
    var csv = false

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other") }
    }

    func run() throws {
        // A ledger that isn't there is told before a folder that is wrong.
        _ = try storeOptions.address()
        let rulebook = try configOptions.checked()
        let aging = try storeOptions.use(.read) { ledger in
            try ledger.aging(of: creditor, by: by, rules: rulebook.rules)
        }
        if let creditor, aging.asOf.isEmpty, rulebook.rules(for: creditor) == nil {
            throw Failure(
                .refused, "neither the ledger nor the configuration knows creditor '\(creditor)'",
                remedy: "check the id, or leave --creditor out to see all")
        }
        for creditor in aging.withoutRules {
            StandardError.say(
                "dunlin: the configuration does not have creditor '\(creditor)': days are those of UTC, due dates as "
                    + "its invoices state them")
        }
        if json { return try StandardOutput.say(json: AgingReport.Document(aging)) }
        let report = AgingReport(aging, by: by)
        try StandardOutput.say(csv ? report.csvLines : report.lines)
    }
}

extension Aging.Grouping: ExpressibleByArgument {}
