import AMQP
import Contracts
import Foundation
import Ledger
import Store
import TestSupport
import Testing

@testable import Dunlin

@Suite struct `The commands that look after messages` {
    @Test func `say that all is well in an empty ledger`() throws {
        let folder = try LedgerFolder()
        #expect(try folder.run(["unknown", "list"]).lines == ["every outcome is known"])
        #expect(try folder.run(["unknown", "list", "--json"]).output.isEmpty)
        let watchdog = try folder.run(["watchdog", "--hours", "3"])
        #expect(watchdog.status == 0 && watchdog.lines == ["nothing was planned since 2026-11-24T07:00:00.000Z"])
        #expect(try folder.run(["watchdog", "--json"]).output.contains(#""gaps":[],"hours":[]"#))
    }

    @Test func `show what is in doubt and what is missing, the latter with an exit code`() throws {
        let folder = try LedgerFolder()
        try folder.addAttempt("a-1", state: "unknown")
        try folder.addAttempt("a-2", state: "dispatched")
        let list = try folder.run(["unknown", "list"])
        #expect(list.lines.count == 2 && list.lines[1].hasPrefix("a-1      harbour-supplies  C-1      first-reminder"))
        let json = try folder.run(["unknown", "list", "--json"])
        #expect(json.lines.count == 1 && json.output.contains(#""attempt":"a-1","caseNumber":1"#))
        let watchdog = try folder.run(["watchdog"])
        #expect(watchdog.status == ExitReason.differs.rawValue)
        #expect(watchdog.lines.contains { $0.hasPrefix("dispatched      1  ") && $0.hasSuffix("a-2") })
        #expect(watchdog.remarks.contains("1 message is missing"))
    }

    @Test(arguments: [
        ["nobody", "--result", "accepted"], ["a-2", "--result", "not_sent"], ["a-2", "--result", "bounced"],
    ])
    func `resolve nothing that is not in doubt`(arguments: [String]) throws {
        let folder = try LedgerFolder()
        try folder.addAttempt("a-2", state: "dispatched")
        let ending = try folder.run(
            ["unknown", "resolve"] + arguments + ["--reason", "x", "--broker", "amqp://127.0.0.1:1"])
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.remarks.contains("dunlin unknown list"))
    }

    @Test(arguments: [
        ["--result", "lost", "--reason", "x"], ["--result", "accepted"],
        ["--result", "accepted", "--by", "policy", "--reason", "x"],
        ["--result", "accepted", "--reason", "x", "--evidence", "two\nlines"],
    ])
    func `want a result, a reason and evidence that can be read`(arguments: [String]) throws {
        let ending = try LedgerFolder().run(["unknown", "resolve", "a-1"] + arguments)
        #expect(ending.status == ExitReason.usage.rawValue)
    }
}

@Suite(.serialized) struct `Word of an operator on an attempt in doubt` {
    let queue: EventQueue

    init() throws {
        queue = try EventQueue("resolved", of: .attemptResolved)
    }

    @Test func `is published as an event`() throws {
        let folder = try LedgerFolder()
        try folder.addAttempt("a-1", state: "unknown")
        let ending = try folder.run(
            [
                "unknown", "resolve", "a-1", "--result", "not_sent", "--by", "provider", "--evidence", "mail log",
                "--reason", "looked up", "--author", "ops", "--json",
            ], environment: ["DUNLIN_BROKER_URL": queue.broker.url])
        #expect(ending.status == 0 && ending.output.contains(#""status":"confirmed""#))
        let expected = AttemptResolved(
            attempt: AttemptReference(id: "a-1", revision: 3, generation: 0),
            case: CaseReference(
                number: 1, creditor: "harbour-supplies", account: "C-1", currency: Currency("EUR")!),
            result: .notSent, by: .provider, evidence: "mail log", author: "ops", reason: "looked up")
        #expect(try queue.taken().payload == .attemptResolved(expected))
    }
}

extension LedgerFolder {
    /// An attempt of third revision, planned and published long ago, in a case of its own account.
    fileprivate func addAttempt(_ id: String, state: String) throws {
        try Ledger.open(path: path).database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO account (id, creditor, account, revision, time, event)
                VALUES (1, 'harbour-supplies', 'C-1', 1, 1, 'e') ON CONFLICT DO NOTHING
                """)
            try transaction.execute(
                """
                INSERT INTO dunning_case (number, account_id, currency, ready_at, why, refusals, link_epoch)
                VALUES (1, 1, 'EUR', 0, '', 0, 0) ON CONFLICT DO NOTHING
                """)
            try transaction.execute(
                """
                INSERT INTO attempt (
                    id, case_number, account_id, creditor, episode, step, occurrence, channel, slot, state, revision,
                    generation, basis, config, template, invoices, total, address, planned_at, published_at, deferrals,
                    fence, settled_at, is_undeliverable)
                VALUES ($1, 1, 1, 'harbour-supplies', 1, 'first-reminder', 0, 'email', 'billing/c', $2, 3, 0, 'b', 'c',
                    't', '["i"]', 1, 'h', $3, 1, 0, 1, $3, 0)
                """,
                .text(id), .text(state), .int(Instant("2026-11-24T08:30:00Z")!.milliseconds))
        }
    }
}
