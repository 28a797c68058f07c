import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin audit list`: the log itself, page by page.
struct AuditListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists entries of the audit log by number.",
        discussion: "  dunlin audit list --after 1000 --limit 50")

    @Option(help: "Entries above this number.")
    var after: Int64 = 0

    @Option(help: "At most so many, 1-10000.")
    var limit = 100

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "One JSON object a line, with the hashes.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
    }

    func run() throws {
        let entries = try storeOptions.use(.read) { try $0.auditEntries(after: after, limit: limit) }
        if json {
            for entry in entries { try StandardOutput.say(json: Line(entry)) }
            return
        }
        var table = TextTable([
            ("NUMBER", .right), ("AT", .left), ("ACTOR", .left), ("ACTION", .left), ("SUBJECT", .left),
            ("DETAIL", .left),
        ])
        for entry in entries {
            table.add([
                "\(entry.number)", "\(entry.at)", entry.actor, entry.action, entry.subject, entry.detail,
            ])
        }
        try StandardOutput.say(table.lines)
    }

    private struct Line: Encodable {
        var number: Int64
        var at: Instant
        var actor: String
        var action: String
        var subject: String
        var detail: JSONValue
        var previous: String
        var hash: String

        init(_ entry: AuditEntry) {
            number = entry.number
            at = entry.at
            actor = entry.actor
            action = entry.action
            subject = entry.subject
            do {
                detail = try JSONDecoder().decode(JSONValue.self, from: Data(entry.detail.utf8))
            } catch {
                // Somebody changed it: that is for `audit verify` to say, and no reason to hide the entry.
                detail = .text(entry.detail)
            }
            previous = entry.previous.hexadecimal
            hash = entry.hash.hexadecimal
        }
    }
}
