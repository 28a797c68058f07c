import ArgumentParser
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
            it back with --head.

            Exit code 0 if the log is whole, 1 if it is not.

              dunlin audit verify --head 1024:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
            """)

    @Option(help: ArgumentHelp("A head noted earlier, which the log must still hold.", valueName: "number:hash"))
    var head: AuditHead?

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let verdict = try storeOptions.use(.read) { try $0.verifyAudit(known: head) }
        if json {
            try StandardOutput.say(json: Report(verdict))
        } else if let flaw = verdict.flaw {
            try StandardOutput.say(["broken: entry \(flaw.number) \(flaw.what)"])
        } else {
            try StandardOutput.say(["whole: \(verdict.entries) entries, head \(verdict.head?.text ?? "")"])
        }
        if verdict.flaw != nil { throw ExitCode(ExitReason.refused.rawValue) }
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

        init(_ verdict: AuditVerdict) {
            status = verdict.flaw == nil ? "whole" : "broken"
            entries = verdict.entries
            head = verdict.head?.text
            firstBad = verdict.flaw.map { Flaw(number: $0.number, reason: $0.what) }
        }
    }
}

extension AuditHead: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
