import ArgumentParser
import Contracts
import Policy

/// `dunlin interest`: what the law adds to a debt that was paid late.
struct InterestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "interest",
        abstract: "Reckons statutory interest and the fixed sum for one late payment.",
        discussion: """
            Simple interest by actual days over 365, from the day after the due date to the day of payment, each line \
            rounded half up once. eu, de and fr have a line for each half-year with that half-year's base rate; uk \
            keeps the rate of the half-year in which the debt became late. Points on the base rate: eu 8 on the \
            European Central Bank's, de 9 on the Basiszinssatz, fr 10 on the European Central Bank's, uk 8 on the \
            Bank of England's. The fixed sum is EUR 40, or GBP 40, 70 or 100. Consumers owe neither. Needs neither \
            broker nor ledger. A base rate that is not known is an error (exit code 78), never a guess.

              dunlin interest --amount 10000.00 --currency EUR --due 2025-05-31 --paid 2025-07-31 --regime de
            """)

    @Option(help: "What was owed, in major units with a decimal point.")
    var amount: String

    @Option(help: ArgumentHelp("Its currency, ISO 4217.", valueName: "code"))
    var currency: Currency

    @Option(help: ArgumentHelp("The due date.", valueName: "YYYY-MM-DD"))
    var due: CivilDate

    @Option(help: ArgumentHelp("The day of payment, or the day up to which is reckoned.", valueName: "YYYY-MM-DD"))
    var paid: CivilDate

    @Option(help: "The law that holds.")
    var regime: InterestRegime

    @Option(help: "Percentage points on the base rate, where other than the law's, such as 9 or 8.5; at least 0.")
    var points: Percent?

    @OptionGroup var ratesOption: RatesOption

    @Flag(help: "The debtor is a consumer.")
    var consumer = false

    @Flag(help: "Tell it as JSON. Amounts are minor units, rates texts in percent.")
    var json = false

    func validate() throws {
        if let points, points < .zero { throw ValidationError("--points must be at least 0") }
    }

    func run() throws {
        let debt = try Money(argument: amount, in: currency)
        let kind: AccountKind = consumer ? .consumer : .business
        let interest = LateInterest(regime, owedBy: kind, points: points, rates: try ratesOption.read())
        let lines: [InterestLine]
        do throws(MissingRate) {
            lines = try interest.lines(on: debt.minor, dueOn: due, until: paid)
        } catch {
            throw Failure(
                .configuration, "\(error)", remedy: "add it to a copy of rates.yaml and give that with --rates FILE")
        }
        let compensation = paid > due ? regime.compensation(for: debt, owedBy: kind) : nil
        let report = InterestReport(regime: regime, lines: lines, compensation: compensation, currency: currency)
        if json { try StandardOutput.say(json: report) } else { try StandardOutput.say(report.text) }
    }
}
