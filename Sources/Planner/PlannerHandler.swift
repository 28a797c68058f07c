import AMQP
import Contracts
import Crypto
import Faults
import Foundation
import Ledger
import Links
import Logging
import Metrics
import Rulebook
import Store
import Worker

/// Applies events in batches and, between them, plans what is due.
struct PlannerHandler: BatchHandler {
    private let ledger: Ledger
    private let outbound: Outbound
    private let logger: Logger
    private let settle: Duration
    private let batchSize: Int
    private var desk: PlanningDesk

    init(_ runtime: WorkerRuntime) throws {
        let settings = runtime.settings
        ledger = try Ledger.open(
            path: settings[SharedSettings.store], keys: FleetKeys(setting: settings[SharedSettings.key]))
        try ledger.checkKeys()
        ledger.worker = "\(runtime.worker.name)/\(MessageID.fresh())"
        ledger.readPolicy = { try RuleFile.policy(in: $0, name: "stored policy") }
        runtime.watchStore { [meter = ledger.database.meter] in
            let measures = meter.measures
            return StoreFigures(
                commits: measures.commits, rows: measures.rows, conflicts: measures.conflicts,
                wait: measures.totalWait, hold: measures.totalHold, waitingSince: measures.busySince)
        }
        outbound = runtime.outbound
        logger = runtime.logger
        let links = LinkMaker(
            base: settings[SharedSettings.linksURL].absoluteString, signer: settings[SharedSettings.linksKey])
        settle = settings[PlannerSettings.settle]
        batchSize = settings[runtime.worker.standard.batchSize]
        desk = try PlanningDesk(
            ledger: ledger, folder: URL(filePath: settings[SharedSettings.config]), links: links, outbound: outbound,
            dispatchTimeout: settings[PlannerSettings.dispatchTimeout],
            auditDesk: settings[PlannerSettings.auditStream] ? AuditDesk(ledger: ledger, outbound: outbound) : nil,
            logger: logger)
    }

    var notReady: [String] { desk.notReady }

    mutating func handle(_ messages: [IncomingMessage]) throws -> BatchEffects {
        var effects = BatchEffects(done: messages.count)
        var readable: [(index: Int, message: Message, content: [UInt8])] = []
        var refusals: [(index: Int, refusal: MessageRefusal)] = []
        for (index, incoming) in messages.enumerated() {
            do throws(MessageRefusal) {
                let message = try Message(body: incoming.body)
                readable.append((index, message, Array(SHA256.hash(data: incoming.body).prefix(16))))
            } catch {
                refusals.append((index, error))
            }
        }
        try apply(readable, into: &effects, refusals: &refusals)
        try ledger.noteRefusals(refusals.map(\.refusal))
        for (index, refusal) in refusals { refuse(messages[index], refusal, at: index, into: &effects) }
        desk.noteBatch(isFull: messages.count >= batchSize)
        return effects
    }

    mutating func idle() throws -> IdleEffects? {
        try desk.work()
    }

    /// Applies all of it in as few transactions as their limit allows; a batch with a culprit is redone one by one.
    private func apply(
        _ messages: [(index: Int, message: Message, content: [UInt8])], into effects: inout BatchEffects,
        refusals: inout [(index: Int, refusal: MessageRefusal)]
    ) throws {
        var rest = messages[...]
        while !rest.isEmpty {
            do {
                let results = try ledger.apply(rest.map { ($0.message, $0.content) }, settle: settle)
                Faults.pass("planner.after-apply-before-publish")
                for (entry, result) in zip(rest, results) {
                    follow(result, entry.message, at: entry.index, into: &effects, refusals: &refusals)
                }
                rest = rest.dropFirst(results.count)
            } catch let error as StoreError where error.blamesData {
                try applySingly(rest, into: &effects, refusals: &refusals)
                return
            }
        }
    }

    private func applySingly(
        _ messages: ArraySlice<(index: Int, message: Message, content: [UInt8])>, into effects: inout BatchEffects,
        refusals: inout [(index: Int, refusal: MessageRefusal)]
    ) throws {
        for entry in messages {
            do {
                for result in try ledger.apply([(entry.message, entry.content)], settle: settle) {
                    follow(result, entry.message, at: entry.index, into: &effects, refusals: &refusals)
                }
            } catch let error as StoreError where error.blamesData {
                refusals.append(
                    (entry.index, MessageRefusal(of: entry.message, class: .permanent, reason: "\(error)")))
            }
        }
    }

    private func follow(
        _ result: Application, _ message: Message, at index: Int, into effects: inout BatchEffects,
        refusals: inout [(index: Int, refusal: MessageRefusal)]
    ) {
        switch result {
        case .applied(let feed):
            for (number, payload) in feed.enumerated() {
                effects.send(outbound.message(desk.feed(payload, after: message.id, number)), causedBy: index)
            }
        case .conflict(let reason):
            refusals.append((index, MessageRefusal(of: message, class: .conflict, reason: reason)))
        }
    }

    private func refuse(
        _ incoming: IncomingMessage, _ refusal: MessageRefusal, at index: Int, into effects: inout BatchEffects
    ) {
        effects.settlements[index] = .park(refusal.class, reason: refusal.reason, path: refusal.path)
        let refused = EventRefused(
            event: refusal.remains.id, type: refusal.remains.type, class: refusal.class, path: refusal.path,
            reason: refusal.reason)
        effects.send(
            outbound.message(desk.feed(.eventRefused(refused), after: incoming.stableID, 0), causedBy: incoming),
            causedBy: index)
        logger.warning(
            "event refused",
            metadata: [
                "class": "\(refusal.class.rawValue)", "path": "\(refusal.path)", "reason": "\(refusal.reason)",
                "message": "\(incoming.stableID)",
            ])
    }
}
