import AMQP
import Contracts
import Foundation
import Ledger
import Store
import TestSupport
import Testing

@Suite(.serialized) struct `A fleet whose ledger was lost` {
    /// The numbers of accounts by what the ledger, the feed and the planner's queue know of their mails.
    static let beforeBackup = 1...5
    static let underWayAtBackup = 6...10
    static let afterBackup = 11...15
    static let untoldAtLoss = 16...20
    static let later = 21...25

    @Test func `goes on from a backup and the feed, and nobody gets a mail twice`() throws {
        let fixture = try FleetFixture()
        let fleet = fixture.fleet
        let backup = fleet.store.hasPrefix("/") ? fleet.store + ".backup" : NSTemporaryDirectory() + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: backup) }
        try fixture.startAll()
        var told: [OutgoingMessage] = []
        func publish(_ numbers: ClosedRange<Int>) throws {
            let events = fixture.events(of: numbers)
            told += events
            try fixture.publish(events)
        }

        try publish(Self.beforeBackup)
        try fixture.awaitMails(5)
        fleet.drain("email-sender")
        try publish(Self.underWayAtBackup)
        #expect(try eventually(within: .seconds(60)) { try fixture.depth(of: Topology.emailSenderQueue) == 5 })
        try fleet.dunlin("ledger", "backup", backup)

        try fleet.start("email-sender", fixture.mailSettings)
        try fixture.awaitMails(10)
        try publish(Self.afterBackup)
        try fixture.awaitMails(15)
        // The feed knows these by now.
        #expect(
            try eventually(within: .seconds(60)) { try fixture.ledger().status().attemptsByState == ["accepted": 15] })
        #expect(try eventually(within: .seconds(60)) { try fixture.depth(of: Topology.plannerQueue) == 0 })
        fleet.drain("email-sender")
        try publish(Self.untoldAtLoss)
        #expect(try eventually(within: .seconds(60)) { try fixture.depth(of: Topology.emailSenderQueue) == 5 })
        fleet.crash("planner")
        try fleet.start("email-sender", fixture.mailSettings)
        try fixture.awaitMails(20)
        for worker in ["email-sender", "renderer"] { fleet.drain(worker) }
        #expect(try fixture.depth(of: Topology.plannerQueue) >= 5)

        // The sender's lease outlives it.
        let isFree = try eventually(within: .seconds(60)) {
            try Ledger.liveWorkers(Database.open(at: StoreAddress(fleet.store), purpose: .read)).isEmpty
        }
        #expect(isFree)
        try fleet.dunlin("ledger", "restore", backup, "--force")
        #expect(throws: KillSwitchProblem.self) { try fixture.liftKillSwitch() }
        let preview = try fleet.dunlin("ledger", "reconcile", "--dry-run")
        let report = try fleet.dunlin("ledger", "reconcile")
        #expect(report.contains("reminders sent: 5 known, 5 were corrected, 5 were entered"), "\(report)\(preview)")
        #expect(preview.contains("nothing was changed"))
        #expect(try fixture.ledger().status().attemptsByState == ["accepted": 15])

        try fixture.publish(told)
        try fixture.startAll()
        let isTaken = try eventually(within: .seconds(60)) {
            try fixture.depth(of: Topology.plannerQueue) == 0
                && fixture.ledger().status().attemptsByState["accepted"] == 20
        }
        let states = try fixture.ledger().status().attemptsByState
        #expect(isTaken, "\(states)")
        #expect(try fixture.liftKillSwitch())
        // What falls due from now on goes out.
        try publish(Self.later)
        try fixture.awaitMails(25)
        let receivers = fixture.receivers()
        #expect(receivers.count == 25 && Set(receivers).count == 25, "\(receivers.sorted())")
        #expect(try fixture.ledger().verifyAudit().flaw == nil)
    }

    @Test func `has its audit log in a stream, in order and without a gap, also after a crash`() throws {
        let fixture = try FleetFixture()
        let fleet = fixture.fleet
        let settings = ["DUNLIN_PLANNER_SETTLE": "200ms", "DUNLIN_PLANNER_AUDIT_STREAM": "true"]
        try fleet.start("planner", settings)
        try fleet.start("renderer")
        try fleet.start("email-sender", fixture.mailSettings)
        try fixture.publish(fixture.events(of: 1...20))
        try fixture.awaitMails(10)
        fleet.crash("planner")
        try fixture.awaitMails(10)
        try fleet.start("planner", settings)
        try fixture.awaitMails(20)
        let ledger = try fixture.ledger()
        let isStreamed = try eventually(within: .seconds(60)) {
            let entries = try ledger.verifyAudit().entries
            return try entries >= 20 && ledger.auditStreamed() == entries
        }
        #expect(isStreamed)
        let entries = try ledger.verifyAudit().entries
        let told = try fleet.dunlin("audit", "verify", "--stream")
        #expect(told.contains("stream: 1 to \(entries) are the same"), "\(told)")
    }
}

extension FleetFixture {
    /// An account and an invoice, overdue, for each number; the same bytes whenever it is asked.
    func events(of numbers: ClosedRange<Int>) -> [OutgoingMessage] {
        numbers.flatMap { number -> [OutgoingMessage] in
            let account = Identifier("a\(number)")!
            let payloads = [self.account(account), invoice(Identifier("i\(number)")!, account: account)]
            return payloads.enumerated().map { index, payload in
                let message = Message(
                    id: "event-\(number)-\(index)", source: "/billing", time: Instant("2026-11-24T08:00:00Z")!,
                    payload: payload)
                return OutgoingMessage(
                    exchange: message.type.exchange, routingKey: message.type.routingKey, messageID: message.id,
                    type: message.type.rawValue, body: message.encoded())
            }
        }
    }

    func liftKillSwitch() throws -> Bool {
        try Ledger.open(path: fleet.store).turnOff(.fleet, actor: "operator", reason: "reconciled")
    }

    func awaitMails(_ count: Int) throws {
        let arrived = eventually(within: .seconds(90)) { self.receivers().count >= count }
        #expect(arrived, "\(receivers().count) of \(count) mails")
    }

    /// Whom each mail in the sink went to.
    func receivers() -> [Substring] {
        ((try? sink.mails()) ?? []).compactMap { mail in
            mail.split(whereSeparator: \.isNewline).first { $0.hasPrefix("To:") }
        }
    }
}
