import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin dead show`: one letter.
struct DeadShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows one letter: what it is, why it died, what became of it, and its content redacted.",
        discussion: "With --body the message itself is shown, and the audit log says who looked at it.")

    @Argument(help: "The letter's number.")
    var number: Int64

    @Flag(help: "Show the body as it is, personal data included.")
    var body = false

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let report = try options.use(body ? .write : .read) { desk in
            let ledger = desk.ledger
            guard let letter = try ledger.deadLetter(number),
                let message = try ledger.message(of: number)
            else { throw DeadLetterProblem.unknown(number) }
            if body {
                try ledger.audit([AuditAct(actor: desk.actor, action: "dead.show", subject: String(number))])
            }
            return Report(
                letter: DeadLetterReport(letter), successors: try ledger.successors(ofDeadLetter: number),
                exchange: message.properties.exchange, routingKey: message.properties.routingKey,
                headers: Redaction.headers(of: message), outline: body ? nil : Redaction.outline(of: message.body),
                body: body ? String(decoding: message.body, as: UTF8.self) : nil)
        }
        if json { return try StandardOutput.say(json: report) }
        try StandardOutput.say(report.lines)
    }

    private struct Report: Encodable {
        var letter: DeadLetterReport
        /// Edited copies of it, and letters that came back from its replay.
        var successors: [Int64]
        var exchange: String
        var routingKey: String
        var headers: [String: JSONValue]
        /// The body without texts and amounts; nil: it is no JSON, or shown as it is.
        var outline: JSONValue?
        var body: String?

        var lines: [String] {
            var lines = [
                "letter \(letter.number), \(letter.state)",
                "  class       \(letter.class)\(letter.error.map { ": " + $0 } ?? "")\(letter.path.map { " at " + $0 } ?? "")",
                "  queue       \(letter.queue)\(letter.workQueue.map { ", replays go to " + $0 } ?? "")",
                "  message     \(letter.messageID), \(letter.type ?? "of no type"), \(letter.size) bytes",
                "  routing     \(exchange) \(routingKey)",
                "  died        \(letter.diedAt)\(letter.worker.map { " in " + $0 } ?? "")",
                "  collected   \(letter.collectedAt)",
            ]
            let facts = [
                ("creditor", letter.creditor), ("account", letter.account), ("template", letter.template),
                ("config", letter.config), ("plan", letter.plan), ("comes from", letter.origin.map { "\($0)" }),
                ("goes on in", successors.isEmpty ? nil : successors.map { "\($0)" }.joined(separator: ", ")),
            ]
            for case (let name, let value?) in facts {
                lines.append("  " + name + String(repeating: " ", count: 12 - name.count) + value)
            }
            lines.append("headers")
            lines += text(.object(headers)).split(separator: "\n").map(String.init)
            lines.append(body == nil ? "body, redacted" : "body")
            lines += body.map { [$0] } ?? outline.map { [text($0)] } ?? ["  \(letter.size) bytes that are no JSON"]
            return lines
        }

        private func text(_ value: JSONValue) -> String {
            String(decoding: JSONValue.document(value).dropLast(), as: UTF8.self)
        }
    }
}
