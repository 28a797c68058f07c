import ArgumentParser
import Contracts
import Foundation

/// `dunlin import`: rows in, events out.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Imports accounts, invoices and payments from CSV or NDJSON.",
        discussion: """
            A column map says what the columns mean:

              creditor: { constant: harbour-supplies }
              account: customer_no                  # a bare text is a column
              currency: currency
              date_format: dd.MM.yyyy               # default yyyy-MM-dd
              decimal_mark: ","                     # default "."
              accounts:
                name: customer
                email: { template: "{customer_no}@example.com" }
              invoices:
                invoice: document
                amount: gross
                issued_on: document_date
                due_on: due_date

            Fields: \(fields).

            On the command line the same is --map invoices.amount=gross, --map accounts.email={no}@example.com for a \
            template and --map currency:=EUR for a constant. Without a map, NDJSON lines are events: use dunlin publish.

            Every refused row is named with line, column and reason; the rest goes in, and the exit code is 1. The \
            same file gives the same events, so importing it twice changes nothing. An account takes the values of its \
            first row.

              dunlin import open-items.csv --map map.yaml --check
              dunlin import open-items.csv --map map.yaml --output events.ndjson
            """)

    private static let fields = Field.allCases.map(\.rawValue).joined(separator: ", ")

    @Argument(help: "The file to import; - for standard input.")
    var file: String

    @Option(help: "csv or ndjson (flat objects, one a line). Default: by the file's name, else csv.")
    var format: RowSource.Format?

    @Option(name: .long, help: ArgumentHelp("A map file, or one field of it.", valueName: "file|key=column"))
    var map: [String] = []

    @Option(help: "The creditor of all rows.")
    var creditor: String?

    @Option(help: "The CloudEvents source of the events. Default: the map's, else \(ColumnMap.defaultSource).")
    var source: String?

    @Option(
        help: ArgumentHelp(
            "The instant of which the rows tell, RFC 3339 or a date (UTC). Default: when the file changed.",
            valueName: "time"))
    var asOf: String?

    @Flag(name: [.customLong("check"), .customLong("dry-run")], help: "Only check the rows.")
    var check = false

    @Option(help: "Write the events to this file as NDJSON (- for standard output) and publish nothing.")
    var output: String?

    @Flag(help: "Answer each row with one line on standard output.")
    var ndjson = false

    @Flag(help: "Print the report as JSON to standard output.")
    var json = false

    @OptionGroup var brokerOptions: BrokerOptions

    func validate() throws {
        guard !map.isEmpty else { throw ValidationError("give a column map: --map FILE or --map key=column") }
        guard [ndjson, json, output == "-"].count(where: { $0 }) <= 1 else {
            throw ValidationError("only one of --ndjson, --json and --output - can have standard output")
        }
        guard !check || output == nil else { throw ValidationError("--check writes nothing: leave out --output") }
    }

    func run() throws {
        let map = try ColumnMap(arguments: map, creditor: creditor)
        let source = source ?? map.source ?? ColumnMap.defaultSource
        guard Identifier(source) != nil else { throw Failure(.usage, "--source is no name of 1 to 128 bytes") }
        let input = try InputFile(file)
        let events = RowEvents(map: map, source: source, asOf: try instant(of: input))
        let name = input.name
        let chosen = format ?? (file.hasSuffix(".ndjson") || file.hasSuffix(".jsonl") ? .ndjson : .csv)
        let rows = try RowSource(input, format: chosen, map: map)
        var run = try ImportRun(
            inputName: name, rows: rows, events: events, output: try eventOutput(), answersRows: ndjson)
        let report = try run.run()
        if json { print(try report.json()) } else { StandardError.say(report.text) }
        if report.refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private func eventOutput() throws(Failure) -> EventOutput {
        if check { return .nowhere }
        if let output { return .file(try OutputFile(output)) }
        return .broker(try brokerOptions.connected())
    }

    private func instant(of input: InputFile) throws(Failure) -> Instant {
        guard let asOf else {
            guard let modified = input.modified else {
                throw Failure(
                    .usage, "a pipe has no date of its own", remedy: "say with --as-of when its rows were true")
            }
            return Instant(milliseconds: Int64(modified.timeIntervalSince1970 * 1000))
        }
        if let instant = Instant(asOf) ?? Instant(asOf + "T00:00:00Z") { return instant }
        throw Failure(.usage, "--as-of is no RFC 3339 time", remedy: "write 2026-03-31 or 2026-03-31T18:00:00Z")
    }
}

extension RowSource.Format: ExpressibleByArgument {}
