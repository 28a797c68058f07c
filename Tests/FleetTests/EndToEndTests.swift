import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

/// Each test has a fleet of its own; one after the other, for the sake of the clock.
@Suite(.serialized) struct `The fleet` {
    @Test func `turns an overdue invoice into one mail, and a payment into none`() throws {
        let fixture = try FleetFixture()
        try fixture.startAll()
        try fixture.publish([
            fixture.account("a1"), fixture.invoice("i1", account: "a1"), fixture.invoice("i2", account: "a1"),
            fixture.account("a2"), fixture.invoice("i3", account: "a2"),
            fixture.payment("p1", account: "a2", invoice: "i3"),
        ])
        #expect(try eventually(within: .seconds(60)) { try fixture.sink.mails().count == 1 })
        let ledger = try fixture.ledger()
        #expect(try eventually { try ledger.status().attemptsByState == ["accepted": 1] })
        let mail = try #require(try fixture.sink.mails().first)
        #expect(mail.contains("a1@example.com") && mail.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"))
        #expect(mail.contains("250.00"))
        for worker in ["email-sender", "renderer", "planner"] { #expect(fixture.fleet.drain(worker) == 0) }
        #expect(try fixture.sink.mails().count == 1)
    }

    @Test func `sends each reminder once although every worker is killed in turn`() throws {
        let fixture = try FleetFixture()
        try fixture.startAll()
        let accounts = (1...120).map { Identifier("a\($0)")! }
        try fixture.publish(
            accounts.flatMap { [fixture.account($0), fixture.invoice(Identifier("i-" + $0.text)!, account: $0)] })
        for (worker, settings) in [
            ("planner", ["DUNLIN_PLANNER_SETTLE": "200ms"]), ("renderer", [:]), ("email-sender", fixture.mailSettings),
        ] {
            fixture.fleet.crash(worker)
            try fixture.fleet.start(worker, settings)
        }
        let ledger = try fixture.ledger()
        let isDone = try eventually(within: .seconds(120)) {
            let states = try ledger.status().attemptsByState
            return states["accepted", default: 0] + states["unknown", default: 0] == 120
        }
        let states = try ledger.status().attemptsByState
        #expect(isDone, "\(states)")
        let ids = try fixture.sink.mails().compactMap { mail in
            mail.split(separator: "\r\n").first { $0.lowercased().hasPrefix("message-id:") }
                ?? mail.split(separator: "\n").first { $0.lowercased().hasPrefix("message-id:") }
        }
        #expect(Set(ids).count == ids.count, "a reminder came twice")
        #expect(ids.count >= 119)
    }
}
