import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin trace`: the whole way of an invoice, an account or a message.
struct TraceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trace",
        abstract: "Tells the whole way of an invoice, an account or a message, from upstream's events to the provider.",
        discussion: """
            Events that made the facts, with the time each was applied; every change of every attempt: planned, \
            dispatched, rendered, claimed, refused, deferred, submitted, accepted, by which process, with the \
            provider's answer, in which its queue id stands; dead letters and replays; tasks, charges, and what is \
            decided now. A message is an attempt's id (the correlation id of all its messages), a mail's Message-ID, an \
            event's id, or the id of a dead letter's message.

            Times are UTC with milliseconds, of the real clock; tasks, steps and charges have the policy's, and stand \
            at the end where that is a test clock. Retries of a message before it died are in the workers' logs.

            Names and addresses are never shown. Amounts and what people said of tasks are shown with --personal, \
            which the audit log remembers.

            Exit code 1 if nothing of that name was ever heard of, 64 if it can mean several things.

              dunlin trace INV-2026-0117
              dunlin trace C-10001 --kind account --creditor harbour-supplies --json
            """)

    @Argument(help: "The id of an invoice, an account or a message.")
    var name: String

    @Option(help: ArgumentHelp("The creditor, where several have such an id.", valueName: "id"))
    var creditor: Identifier?

    @Option(
        help: ArgumentHelp("What it is: invoice, account or message. Default: found out.", valueName: "kind"))
    var kind: TraceSubject.Kind?

    @Flag(help: "Show amounts and people's words too.")
    var personal = false

    @Option(help: ArgumentHelp("Who asks, for the audit log. Default: the user's name here.", valueName: "name"))
    var author: String?

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let trace = try storeOptions.use(personal ? .write : .read) { ledger in
            let subject = try subject(in: ledger)
            if personal {
                try ledger.audit([
                    AuditAct(actor: author ?? NSUserName(), action: "trace.personal", subject: String(name.prefix(128)))
                ])
            }
            return try ledger.trace(of: subject, personal: personal)
        }
        if json { return try StandardOutput.say(json: trace) }
        try StandardOutput.say([heading(trace), ""] + TimelineEntry.table(of: trace.entries))
    }

    private func subject(in ledger: Ledger) throws -> TraceSubject {
        let found = try ledger.traceSubjects(named: name, creditor: creditor, kind: kind)
        guard let subject = found.first else {
            throw Failure(
                .refused, "nothing was ever heard of '\(name)'",
                remedy: "check the id; its events may still wait in a queue: see 'dunlin status'")
        }
        guard found.count == 1 else {
            let meanings = found.map { "\($0.kind.rawValue) of \($0.creditor?.text ?? "no creditor")" }
            throw Failure(
                .usage, "'\(name)' can be \(meanings.joined(separator: ", "))", remedy: "add --kind or --creditor")
        }
        return subject
    }

    private func heading(_ trace: Trace) -> String {
        let subject = trace.subject
        let parts = [
            subject.creditor.map { "creditor \($0)" }, subject.account.map { "account \($0)" },
            trace.payer.map { "paid for by \($0)" },
            subject.kind == .invoice ? nil : subject.invoice.map { "invoice \($0)" },
        ].compactMap { $0 }
        let what = subject.attempt == nil ? subject.kind.rawValue : "attempt"
        return "\(what) \(name)\(parts.isEmpty ? "" : ": ")\(parts.joined(separator: ", "))"
    }
}

extension TraceSubject.Kind: ExpressibleByArgument {}
