import AMQP
import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

/// What a whole fleet tells of its work, at the level that tells most.
@Suite(.serialized) struct `The logs of a fleet` {
    /// Of the book: in names, addresses, references and amounts.
    private static let personal = ["arctic", "whimbrel", "73198", "73,198", "7319842", "4915550100"]

    private static func account(_ id: Identifier, email: String) -> Payload {
        .account(
            Account(
                creditor: "harbour-supplies", account: id, name: "Arctic Whimbrel Ltd", language: "en",
                contacts: [
                    Contact(contact: "c1", role: "billing", name: "Arctic Tern", email: email, phone: "+4915550100")
                ]))
    }

    @Test func `hold no address, name or amount, and neither do metrics`() throws {
        let fixture = try FleetFixture()
        // Servers name whom they refuse.
        let server = try ScriptedSMTPServer(
            at: .recipient, .say("550 5.1.1 <arctic.tern@example.com>: arctic.tern (Arctic Tern) is unknown"))
        try fixture.fleet.start("planner", ["DUNLIN_PLANNER_SETTLE": "200ms", "DUNLIN_LOG_LEVEL": "trace"])
        try fixture.fleet.start("renderer", ["DUNLIN_LOG_LEVEL": "trace"])
        try fixture.fleet.start(
            "email-sender",
            [
                "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(server.port)", "DUNLIN_EMAIL_SECURITY": "none",
                "DUNLIN_LOG_LEVEL": "trace",
            ])
        let whole = Data(
            #"{"specversion":"1.0","id":"x","source":"/b","type":"dunlin.invoice.issued.v1","#.utf8)
        try fixture.publish([
            Self.account("a1", email: "arctic.tern@example.com"),
            fixture.invoice("i1", account: "a1", minor: 7_319_842),
            // No mail can go there.
            Self.account("a2", email: "arctic tern@example.com"),
            fixture.invoice("i2", account: "a2", minor: 7_319_842),
        ])
        try fixture.publish([
            fixture.hostile(
                whole + Data(#""data":{"creditor":"harbour-supplies","account":"a9","amount":"whimbrel"}}"#.utf8)),
            fixture.hostile(Data(#"{"name":"Arctic Tern","#.utf8)),
            fixture.hostile(whole + Data(#""time":"arctic","data":{}}"#.utf8)),
        ])
        #expect(
            try eventually(within: .seconds(60)) {
                try fixture.depth(of: Topology.deadLetterQueue(of: Topology.plannerQueue)) == 3
            })
        let ledger = try fixture.ledger()
        #expect(
            try eventually(within: .seconds(60)) {
                try ledger.status().attemptsByState == ["rejected": 1, "parked": 1]
            })
        let view = try ledger.view(of: "harbour-supplies", "a1", rules: { _ in nil })
        #expect(view?.attempts.first?.reason == "5.1.1 <address> <recipient> (<recipient>) is unknown")
        for worker in ["planner", "renderer", "email-sender"] {
            let metrics = try fixture.fleet.metrics(of: worker).lowercased()
            #expect(fixture.fleet.drain(worker) == 0)
            let log = fixture.fleet.log(of: worker).lowercased()
            #expect(log.contains("started") && metrics.contains("dunlin_"))
            for text in Self.personal {
                #expect(!log.contains(text), "\(worker) logs \(text)")
                #expect(!metrics.contains(text), "\(worker) counts \(text)")
            }
        }
    }
}
