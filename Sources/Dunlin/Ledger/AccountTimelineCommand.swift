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
            Times are UTC with milliseconds, as events state them or by the policy's clock; that an event was refused \
            or a command parked is told by the real clock. A fact that has a day and \
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
        try StandardOutput.say(TimelineEntry.table(of: entries))
    }

    private struct Told: Encodable {
        var creditor: Identifier
        var account: Identifier
        var entries: [TimelineEntry]
    }
}

extension TimelineEntry {
    static func table(of entries: [TimelineEntry]) -> [String] {
        if entries.isEmpty { return ["Nothing happened yet."] }
        var table = TextTable([
            ("When", .left), ("What", .left), ("Id", .left), ("Amount", .right), ("", .left), ("More", .left),
        ])
        for entry in entries {
            table.add([
                entry.at.map { "\($0)" } ?? entry.on.map { "\($0) all day" } ?? "", entry.what, entry.id ?? "",
                entry.minor.map(entry.decimal) ?? "", entry.minor == nil ? "" : entry.currency ?? "", entry.more,
            ])
        }
        return table.lines
    }

    fileprivate func decimal(_ minor: Int64) -> String {
        currency.flatMap { Currency($0) }.map { Money(minor: minor, currency: $0).decimal } ?? "\(minor)"
    }

    /// `on I-1; channel email, step first-reminder; reason: 2.0.0 queued`
    fileprivate var more: String {
        [
            invoices.isEmpty ? nil : "on " + invoices.map(\.text).joined(separator: ", "),
            openMinor.map { "\(decimal($0)) open now" },
            details.isEmpty
                ? nil
                : details.sorted { $0.key < $1.key }.map { "\($0.key.words) \($0.value)" }.joined(separator: ", "),
            reason.map { "reason: \($0)" },
        ].compactMap { $0 }.joined(separator: "; ")
    }
}

extension String {
    /// `promisedOn` as `promised on`.
    fileprivate var words: String {
        reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
    }
}
