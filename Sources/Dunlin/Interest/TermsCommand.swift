import ArgumentParser
import Contracts
import Policy

/// `dunlin terms`: what terms of payment mean for one invoice.
struct TermsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "terms",
        abstract: "Tells the due date, discount and instalments of terms of payment.",
        discussion: """
            Terms are written \(PaymentTerms.form). Instalments are rounded down to minor units, the last one takes the \
            rest; a discount is rounded half up once. Needs neither broker nor ledger.

              dunlin terms "end of month + 30" --issued 2027-01-15
            """)

    @Argument(help: "The terms, as one argument in quotes.")
    var terms: String

    @Option(help: ArgumentHelp("The day of issue.", valueName: "YYYY-MM-DD"))
    var issued: CivilDate

    @Option(help: "The invoice's amount, in major units with a decimal point. Default: no amounts are told.")
    var amount: String?

    @Option(help: ArgumentHelp("The amount's currency, ISO 4217.", valueName: "code"))
    var currency: Currency?

    @Flag(help: "Tell it as JSON. Amounts are minor units.")
    var json = false

    func validate() throws {
        guard (amount == nil) == (currency == nil) else {
            throw ValidationError("--amount and --currency go together")
        }
    }

    func run() throws {
        let terms: PaymentTerms
        do throws(TextRefusal) {
            terms = try PaymentTerms(self.terms)
        } catch {
            throw Failure(.usage, "the terms '\(self.terms)' \(error.reason)")
        }
        let report = TermsReport(terms, issuedOn: issued, amount: try money())
        guard CivilDate("\(report.due)") != nil else {
            throw Failure(.usage, "the terms '\(terms)' end after the year 9999")
        }
        if json { try StandardOutput.say(json: report) } else { try StandardOutput.say(report.text) }
    }

    private func money() throws(Failure) -> Money? {
        guard let amount, let currency else { return nil }
        return try Money(argument: amount, in: currency)
    }
}
