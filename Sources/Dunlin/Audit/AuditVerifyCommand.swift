import AMQP
import ArgumentParser
import Contracts
import Ledger
import Store

/// `dunlin audit verify`: is every entry the one that was written?
struct AuditVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks the audit log from its first entry to its end.",
        discussion: """
            Each entry's hash covers the entry before it, and the log's end is noted apart, so a changed, removed or \
            inserted entry is found and the first bad number named. Whoever can write the whole ledger could still \
            write a whole new chain: note the head that this command tells somewhere else from time to time, and give \
            it back with --head. With --stream the log is also compared with the copy that planners publish to the stream \
            dunlin.audit.log where planner.audit-stream is on; a ledger that was restored differs from it from its \
            backup on.

            Exit code 0 if the log is whole, 1 if it is not.

              dunlin audit verify --head 1024:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
            """)

    @Option(help: ArgumentHelp("A head noted earlier, which the log must still hold.", valueName: "number:hash"))
    var head: AuditHead?

    @Flag(help: "Compare it with the stream dunlin.audit.log too.")
    var stream = false

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let reader =
            try stream
            ? StreamReader(
                url: brokerOptions.url(), queue: Topology.auditLog, patience: .seconds(brokerOptions.timeout)) : nil
        let (verdict, comparison) = try storeOptions.use(.read) { ledger in
            (try ledger.verifyAudit(known: head), try reader.map { try Self.compare(ledger, with: $0) })
        }
        let flaw = verdict.flaw ?? comparison?.flaw
        if json {
            try StandardOutput.say(json: Report(verdict, comparison))
        } else if let flaw {
            try StandardOutput.say(["broken: entry \(flaw.number) \(flaw.what)"])
        } else {
            try StandardOutput.say(
                ["whole: \(verdict.entries) entries, head \(verdict.head?.text ?? "")"]
                    + (comparison.map { ["stream: \($0.words(before: verdict.head))"] } ?? []))
        }
        if flaw != nil { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private static func compare(_ ledger: Ledger, with reader: StreamReader) throws -> AuditStreamComparison {
        var comparison = AuditStreamComparison()
        try reader.read(from: .first) { messages in
            let records = try messages.map { incoming in
                guard case .auditRecorded(let record) = try Message(body: incoming.body).payload else {
                    throw Failure(.refused, "the stream holds a message that is no entry of the audit log")
                }
                return record
            }
            try comparison.take(records, of: ledger)
        }
        return comparison
    }

    private struct Report: Encodable {
        struct Flaw: Encodable {
            var number: Int64
            var reason: String
        }

        var status: String
        var entries: Int64
        var head: String?
        var firstBad: Flaw?
        /// nil: not asked for.
        var stream: Stream?

        struct Stream: Encodable {
            var records: Int64
            var first: Int64?
            var last: Int64
        }

        init(_ verdict: AuditVerdict, _ comparison: AuditStreamComparison?) {
            let flaw = verdict.flaw ?? comparison?.flaw
            status = flaw == nil ? "whole" : "broken"
            entries = verdict.entries
            head = verdict.head?.text
            firstBad = flaw.map { Flaw(number: $0.number, reason: $0.what) }
            stream = comparison.map { Stream(records: $0.records, first: $0.first, last: $0.last) }
        }
    }
}

extension AuditStreamComparison {
    /// `1 to 1000 are the same, 24 are not published yet`
    fileprivate func words(before head: AuditHead?) -> String {
        let waiting = (head?.number ?? 0) - last
        let rest = waiting > 0 ? ", \(waiting) are not published yet" : ""
        return first.map { "\($0) to \(last) are the same\(rest)" } ?? "holds none\(rest)"
    }
}

extension AuditHead: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
