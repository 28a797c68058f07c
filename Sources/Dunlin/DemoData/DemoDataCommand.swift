import ArgumentParser
import Contracts
import Foundation

/// `dunlin demo-data`: invented books as events.
struct DemoDataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo-data",
        abstract: "Invents accounts, invoices and payments as NDJSON events.",
        discussion: """
            Customers in four languages, most invoices open and spread from not yet due to 90 days overdue around \
            --today; some are part paid, credited, disputed, held, voided or written off. The same options give the same bytes.

              dunlin demo-data --today 2026-11-24 | dunlin publish
              dunlin demo-data --today 2026-11-24 --payments-only | dunlin publish
            """)

    @Option(help: "Customers, 1-100000.")
    var accounts = 360

    @Option(help: "Invoices of all of them, 1-1000000.")
    var invoices = 2400

    @Option(help: "Customers that pay today, see --payments-only. Default: one in eight.")
    var payments: Int?

    @Option(help: "The seed of chance.")
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("The day around which invoices fall due.", valueName: "yyyy-mm-dd"))
    var today: String

    @Option(help: "The creditor that is owed.")
    var creditor = "harbour-supplies"

    @Option(help: "Write to this file; - for standard output.")
    var output = "-"

    @Flag(
        help:
            "Give the payments that come in on --today, for feeding while reminders are on their way, and nothing else."
    )
    var paymentsOnly = false

    func validate() throws {
        guard (1...100_000).contains(accounts) else { throw ValidationError("--accounts is 1 to 100000") }
        guard (1...1_000_000).contains(invoices) else { throw ValidationError("--invoices is 1 to 1000000") }
        guard (0...accounts).contains(payments ?? 0) else { throw ValidationError("--payments is 0 to the accounts") }
        guard let day = CivilDate(today), (1971...9000).contains(day.components.year) else {
            throw ValidationError("--today is a day like 2026-11-24")
        }
        guard Identifier(creditor) != nil else { throw ValidationError("--creditor is a name of 1 to 128 bytes") }
    }

    func run() throws {
        guard let today = CivilDate(today), let creditor = Identifier(creditor) else { return }
        let book = DemoBook(
            accounts: accounts, invoices: invoices, payments: payments ?? accounts / 8, seed: seed, today: today,
            creditor: creditor)
        var file = try OutputFile(output)
        for message in paymentsOnly ? book.payments : book.events { try file.write(line: message.encoded()) }
        try file.finish()
    }
}
