import ArgumentParser
import Contracts
import Ledger
import Policy
import Rulebook

/// `dunlin account timeline`: everything that happened to an account.
struct AccountTimelineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "timeline",
        abstract: "Tells everything that happened to an account, in order: facts, and attempts with each state.",
        discussion: """
            Times are UTC with milliseconds, by the policy's clock or as events state them. A fact that has a day and \
            no time shows the day alone, "all day", and stands before what has a time on that day of the creditor's \
            calendar. The ledger keeps the last word about each invoice, dispute, hold, promise and plan. Names, \
            addresses and free text are left out.

              dunlin account timeline --creditor harbour-supplies --account C-10001
            """)

    @OptionGroup var options: AccountOptions

    func run() throws {
        let entries = try options.asking { ledger, rulebook in
            try ledger.timeline(
                of: options.creditor, options.account, in: rulebook.rules(for: options.creditor)?.zone ?? .utc)
        }
        if options.json {
            return try StandardOutput.say(
                json: Told(creditor: options.creditor, account: options.account, entries: entries))
        }
        try StandardOutput.say(Self.lines(of: entries))
    }

    private struct Told: Encodable {
        var creditor: Identifier
        var account: Identifier
        var entries: [TimelineEntry]
    }

    private static func lines(of entries: [TimelineEntry]) -> [String] {
        if entries.isEmpty { return ["Nothing happened yet."] }
        var table = TextTable([
            ("When", .left), ("What", .left), ("Id", .left), ("Amount", .right), ("", .left), ("More", .left),
        ])
        for entry in entries {
            let currency = entry.currency.flatMap { Currency($0) }
            let amount = entry.minor.map { minor in
                currency.map { Money(minor: minor, currency: $0).decimal } ?? "\(minor)"
            }
            let invoices = entry.invoices.isEmpty ? [] : ["on " + entry.invoices.map(\.text).joined(separator: ",")]
            let reason = entry.reason.map { ["reason: \($0)"] } ?? []
            table.add([
                entry.at.map { "\($0)" } ?? entry.on.map { "\($0) all day" } ?? "", entry.what, entry.id ?? "",
                amount ?? "", entry.minor == nil ? "" : entry.currency ?? "",
                (invoices + entry.details + reason).joined(separator: " "),
            ])
        }
        return table.lines
    }
}
