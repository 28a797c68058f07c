import AMQP
import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin ledger reconcile`: what was sent after the backup, taken back from the feed.
struct LedgerReconcileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reconcile",
        abstract: "Takes back from the stream dunlin.feed.log what a restored ledger does not know.",
        discussion: """
            Reads the feed from an hour before the backup to its end, and enters what the ledger lacks: reminders that were \
            sent, attempts whose outcome nobody knows, consent that was given or withdrawn, charges. A second run changes \
            nothing. The planner adds what senders said and it had not yet taken from its queue.

            What the feed cannot tell: facts of upstream since the backup, which upstream must publish again; dead letters \
            that were collected into the ledger since the backup, and replay plans; what operators did since then, as \
            policy moves and accepted facts. Of a mail that was on the wire when the ledger was lost nobody can tell \
            whether it went out unless its sender's word is in the planner's queue.

            Afterwards 'dunlin kill-switch off --fleet' may be run. With --dry-run nothing is changed, and it may not.

            Exit code 2 if attempts were found that cannot be placed: look at their accounts before going on.
            """)

    @Option(
        help: ArgumentHelp(
            "Read the feed from here on, RFC 3339. Default: an hour before the backup.", valueName: "time"))
    var from: Moment?

    @Flag(help: "Only tell what would be taken back.")
    var dryRun = false

    @OptionGroup var authorOption: AuthorOption

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell what was found as JSON.")
    var json = false

    func run() throws {
        let start = try from?.instant(in: nil)
        let reader = try StreamReader(
            url: brokerOptions.url(), queue: Topology.feedLog, patience: .seconds(brokerOptions.timeout))
        let (found, since) = try storeOptions.use(.write) { ledger in
            guard let restoration = try ledger.restoration() else {
                throw Failure(
                    .refused, "the ledger was not restored, or was reconciled since",
                    remedy: "'dunlin ledger restore' comes before it")
            }
            guard let since = start ?? restoration.backedUpAt?.adding(.seconds(-3600)) else {
                throw Failure(.usage, "the backup does not say when it was made", remedy: "name the time with --from")
            }
            var found = Reconciliation()
            let seconds = UInt64(max(0, since.milliseconds / 1000))
            try reader.read(from: .timestamp(seconds)) { messages in
                try ledger.reconcile(with: try messages.compactMap(Self.message), dryRun: dryRun, into: &found)
            }
            try ledger.endReconciliation(&found, actor: authorOption.actor, dryRun: dryRun)
            return (found, since)
        }
        let done = Done(since: since, found: found, isDryRun: dryRun)
        if json { try StandardOutput.say(json: done) } else { try StandardOutput.say(done.lines) }
        if !found.unplaced.isEmpty || found.reminders.unplaced > 0 { throw ExitCode(ExitReason.differs.rawValue) }
    }

    /// nil: a type that this version does not know, hence none of those that count here.
    private static func message(_ incoming: IncomingMessage) throws -> Message? {
        do throws(MessageRefusal) {
            return try Message(body: incoming.body, limit: Message.largestCommand)
        } catch {
            guard error.class == .schema else {
                throw Failure(.refused, "the feed holds a message that cannot be read: \(error.path) \(error.reason)")
            }
            return nil
        }
    }

    private struct Done: Encodable {
        var since: Instant
        var found: Reconciliation
        var isDryRun: Bool

        var lines: [String] {
            let verb = isDryRun ? "would be" : "were"
            func line(_ what: String, _ tally: Reconciliation.Tally) -> String {
                "  \(what): \(tally.known) known, \(tally.corrected) \(verb) corrected, "
                    + "\(tally.entered) \(verb) entered"
                    + (tally.unplaced > 0 ? ", \(tally.unplaced) cannot be placed" : "")
            }
            var lines = [
                "read \(found.read) messages of the feed since \(since)", line("reminders sent", found.reminders),
                line("outcomes unknown", found.unknown), line("consents changed", found.consents),
                line("charges raised", found.charges),
            ]
            if !found.unplaced.isEmpty {
                lines.append("  cannot be placed: attempts \(found.unplaced.joined(separator: ", "))")
            }
            lines += [
                "\(found.stillUnknown) attempts are unknown; none is sent again by itself",
                "upstream must publish its events since \(since) again; dead letters collected since then are lost",
                isDryRun
                    ? "nothing was changed"
                    : "when upstream's events are in, 'dunlin kill-switch off --fleet' may be run",
            ]
            return lines
        }
    }
}
