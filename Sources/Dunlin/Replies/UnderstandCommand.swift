import ArgumentParser
import Contracts
import Replies

/// `dunlin understand`: what replies say.
struct UnderstandCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "understand",
        abstract: "Reads what customers answer: intents, opt-outs, promises with their dates, absences, invoices.",
        discussion: """
            In: {"id", "text", "ref", "lang", "channel", "region"}. ref is the instant of receipt with the customer's \
            offset, 2026-03-11T10:00:00+01:00, or the day alone: dates are reckoned from its day. lang (a BCP 47 tag), \
            channel (email, sms, voice, letter) and region (ISO 3166) may be left out. Numeric dates are read day first, \
            month first if the region, or that of lang, is US or CA, or if an English text has none and its offset is \
            one of North America.

            Out: {"id", "intents", "opt_out", "promise", "return_date", "invoices", "references", "language"}: intents \
            with confidences from 0 to 1, the most important first; opt_out null or {"scope"}, channel or all; promise \
            null or {"date", "amount"}, each null if not said, amounts in minor units; or {"error": {"code", "message", \
            "path"}}. Exit code 1 if any line was refused. Needs neither broker nor ledger; nothing is acted upon.

              echo '{"id":"1","text":"We pay on Friday.","ref":"2026-03-11"}' | dunlin understand --ndjson
            """)

    @OptionGroup var lines: LineOptions

    func run() throws {
        let reader = try Self.reader()
        try lines.answer { (question) throws(InputRefusal) in
            let line = try ReplyLine(question)
            return ReadingAnswer(
                reader.read(line.text, received: line.received, hint: line.language, monthFirst: line.isMonthFirst))
        }
    }

    private static func reader() throws(Failure) -> ReplyReader {
        do throws(ReplyDataError) {
            return try ReplyReader.embedded()
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
    }
}
