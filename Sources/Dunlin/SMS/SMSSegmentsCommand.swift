import ArgumentParser
import Foundation
import SMS

/// `dunlin sms segments`: how many segments a text takes, and where it is cut.
struct SMSSegmentsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "segments",
        abstract: "Tells the encoding and the segments of a text.",
        discussion: """
            Without --ndjson the file is one text; one line break at its end does not count. A segment holds 160 \
            septets of GSM-7, or 70 units of UCS-2 when a character is not in that alphabet; each of several 153 or 67.

              printf 'Rechnung 1042: 1.250,00 €' | dunlin sms segments --price 0.075EUR

            With --ndjson, in: {"text": "..."}. Out: {"encoding": "GSM-7" or "UCS-2", "segments"}; or {"error": \
            {"code", "message", "path"}}. An "id" in a line comes back with its answer.

            Exit code 1 if a text needs more segments than --limit, or a line was refused.
            """)

    @Argument(help: "A file; - for standard input.")
    var file = InputFile.standardInput

    @Flag(help: "Answer each line in with one line out, in order, flushed.")
    var ndjson = false

    @Option(
        help: ArgumentHelp(
            "Respell a text if that makes it GSM-7: none, signs (quotes, dashes, spaces), letters (accents too).",
            valueName: "way"))
    var respell = Transliteration.none

    @Option(help: "Octets of the header in each of several segments, 1 to 100; 7 with references of two octets.")
    var headerOctets = TextMessage.usualHeader

    @Option(help: "Refuse a text of more segments. Default: none.")
    var limit: Int?

    @Option(help: ArgumentHelp("What a segment costs, as 0.075EUR; \(UnitPrice.range).", valueName: "amount"))
    var price: UnitPrice?

    @Flag(help: "Tell it as JSON, the cost as decimal text.")
    var json = false

    func validate() throws {
        guard (1...100).contains(headerOctets) else { throw ValidationError("--header-octets is from 1 to 100") }
        guard limit.map({ $0 > 0 }) ?? true else { throw ValidationError("--limit is at least 1") }
        guard !ndjson || price == nil && !json else {
            throw ValidationError("--ndjson takes neither --price nor --json")
        }
    }

    func run() throws {
        if ndjson { return try answerLines() }
        let message = message(try text())
        let report = SegmentReport(message, price: price)
        if json { try StandardOutput.say(json: report) } else { try StandardOutput.say(report.lines) }
        guard let limit else { return }
        do throws(TextMessage.TooLong) {
            try message.check(limit: limit)
        } catch {
            throw Failure(.refused, "\(error)", remedy: "shorten it, or allow more with --limit")
        }
    }

    private func answerLines() throws {
        let refused = try LineAnswers().answer(try InputFile(file)) { (question) throws(InputRefusal) in
            let message = message(try question.text("text"))
            guard let limit else { return SegmentAnswer(message) }
            do throws(TextMessage.TooLong) {
                try message.check(limit: limit)
            } catch {
                throw InputRefusal("segments", "\(error)", path: "$.text")
            }
            return SegmentAnswer(message)
        }
        if refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private func message(_ text: String) -> TextMessage {
        TextMessage(respell.apply(to: text), headerOctets: headerOctets)
    }

    private func text() throws(Failure) -> String {
        let input = try InputFile(file)
        var bytes: [UInt8] = []
        while true {
            let more = try input.read()
            guard !more.isEmpty else { break }
            bytes += more
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.inputOutput, "\(input.name) is no text in UTF-8")
        }
        // As an editor ends a file; `\r\n` is one character.
        if let last = text.last, last == "\n" || last == "\r\n" { text.removeLast() }
        return text
    }
}

extension Transliteration: ExpressibleByArgument {}

private struct SegmentAnswer: Encodable {
    let encoding: TextEncoding
    let segments: Int

    init(_ message: TextMessage) {
        encoding = message.encoding
        segments = message.segments.count
    }
}
