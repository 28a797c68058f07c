import AMQP
import ArgumentParser
import Contracts
import Foundation

/// `dunlin publish`: events in, onto the broker, confirmed.
struct PublishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publishes events, each checked first and confirmed by the broker.",
        discussion: """
            The input holds one event a line (NDJSON), or with --format json one event or an array of them. A bad \
            event is named with its line, path and reason; the others go out. Publishing the same events again \
            changes nothing.

            With --ndjson each line in is answered by one line out, as soon as the broker has confirmed what has \
            arrived so far: {"id", "source", "type", "status"} with the status confirmed (valid with --check), or \
            {"error": {"code", "message", "path"}, "id"}.

            Exit code 1 if any event was refused, 69 if the broker cannot be reached.

              echo "$event" | dunlin publish --check
              dunlin publish events.ndjson --broker amqp://billing:secret@localhost/
            """)

    @Argument(help: "A file of events; - for standard input.")
    var file = InputFile.standardInput

    @Flag(help: "Only check the events; needs no broker.")
    var check = false

    @Flag(help: "Answer each line in with one line out, in order, flushed.")
    var ndjson = false

    @Flag(help: "Print the counts at the end as JSON to standard output.")
    var json = false

    @Option(help: "ndjson or json. Default: json for files that end in .json, else ndjson.")
    var format: EventFormat?

    @OptionGroup var brokerOptions: BrokerOptions

    func validate() throws {
        guard !ndjson || !json else { throw ValidationError("--ndjson and --json both write to standard output") }
        guard !ndjson || chosenFormat == .ndjson else { throw ValidationError("--ndjson needs input in lines") }
    }

    private var chosenFormat: EventFormat {
        format ?? (file.lowercased().hasSuffix(".json") ? .json : .ndjson)
    }

    func run() throws {
        let input = try InputFile(file)
        let publisher = check ? nil : try brokerOptions.connected()
        var run = try PublishRun(inputName: input.name, publisher: publisher, answersLines: ndjson)
        switch chosenFormat {
        case .ndjson:
            var reader = LineReader(input)
            while let lines = try reader.next() { try run.take(lines) }
        case .json:
            var texts = JSONTexts(try input.readAll())
            while let text = texts.next() { try run.take([text]) }
        }
        let counts = try run.finish()
        if json { print(try counts.json()) }
        if counts.refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }
}

enum EventFormat: String, ExpressibleByArgument {
    case ndjson, json
}
