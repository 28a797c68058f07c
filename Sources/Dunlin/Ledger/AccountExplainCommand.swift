import ArgumentParser
import Contracts
import Ledger

/// `dunlin account explain`: why this happens to an account, or why nothing does.
struct AccountExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Answers for each case what happens next and when, or why nothing does, by which rule and facts.",
        discussion: """
            The answer is decided anew from the facts, by the configuration folder given here; nothing is changed. \
            "If nothing changes" plays the case forward for up to two years. Times are shown in the creditor's zone, \
            in JSON as UTC, amounts there in minor units.

              dunlin account explain --creditor harbour-supplies --account C-10001 --currency EUR
            """)

    @OptionGroup var options: AccountOptions

    @Option(help: ArgumentHelp("One case alone, ISO 4217. Default: all of the account.", valueName: "code"))
    var currency: Currency?

    func run() throws {
        let report = try options.report()
        let cases = report.view.cases.filter { currency == nil || $0.currency == currency?.code }
        if let currency, cases.isEmpty {
            throw Failure(
                .refused, "account '\(options.account)' has no case in \(currency.code)",
                remedy: "leave --currency out to see those it has")
        }
        let explanation = AccountExplanation(report, cases: cases)
        if options.json { return try StandardOutput.say(json: explanation) }
        try StandardOutput.say(explanation.lines)
    }
}
