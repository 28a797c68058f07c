import ArgumentParser

/// `dunlin account`: one account's facts and what follows from them.
struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Explains one account, or accepts its facts as complete.",
        subcommands: [
            AccountShowCommand.self, AccountExplainCommand.self, AccountTimelineCommand.self, AccountAcceptCommand.self,
        ])
}

struct AccountShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows an account's facts and agreements, what comes next, and every attempt to reach it.",
        discussion: """
            What comes next is decided anew from the facts, with the configuration folder given here, and changes \
            nothing. Fees, and the interest and fixed sums that the creditor claims up to today, are told beside the \
            balance and are never in it; a waiver names one by its id, as --json tells it. Times are shown in the \
            creditor's zone, in JSON as UTC, amounts there in minor units.

              dunlin account show --creditor harbour-supplies --account C-10001
            """)

    @OptionGroup var options: AccountOptions

    func run() throws {
        let report = try options.report()
        if options.json { return try StandardOutput.say(json: report) }
        try StandardOutput.say(report.lines)
    }
}
