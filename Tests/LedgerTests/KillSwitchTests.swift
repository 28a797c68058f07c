import Contracts
import Ledger
import Policy
import Store
import Testing

@Suite struct `A kill switch` {
    static let targets: [KillSwitch.Target] = [.fleet, .creditor("creditor"), .channel(.email)]

    @Test(arguments: targets)
    func `stops the next claim, and what was due goes out when it is lifted`(target: KillSwitch.Target) throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        let render = try books.planOne()
        _ = try books.ledger.turnOn(target, actor: "ops", reason: "wrong template")
        #expect(try books.claim(render) == .declined(reason: "kill switch"))
        _ = try books.report(.declined, of: render, reason: "kill switch")
        let held = try books.plan()
        #expect(held.dispatches.isEmpty && held.held == [.killSwitch: 1])
        #expect(try books.attempt().state == "cancelled" && books.attempt().reason == "kill switch")
        #expect(try books.view().cases[0].hold?.contains("wrong template") == true)
        #expect(try books.ledger.turnOff(target, actor: "ops", reason: "mended"))
        #expect(try books.view().cases[0].hold == nil)
        let again = try books.planOne()
        #expect(again.attempt.id == render.attempt.id && again.attempt.revision > render.attempt.revision)
        _ = try books.send(again)
    }

    @Test func `makes no work while it is on`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        _ = try books.ledger.turnOn(.fleet, actor: "ops", reason: "test")
        #expect(try books.plan().cases == 1)
        for _ in 0..<3 {
            _ = try books.ledger.sweep(dispatchTimeout: .seconds(1800))
            #expect(try books.plan().cases == 0)
        }
        // A fact still counts, once.
        try books.apply(books.payment("p", 10, on: [Allocation(invoice: "i1", minor: 10)]))
        #expect(try books.plan().held == [.killSwitch: 1])
        #expect(try books.plan().cases == 0)
    }

    @Test func `does not count as a claim that was refused for changed facts`() throws {
        let books = try Books()
        try books.fillWithOneOverdueInvoice()
        for _ in 0..<5 {
            let render = try books.planOne()
            _ = try books.ledger.turnOn(.fleet, actor: "ops", reason: "test")
            #expect(try books.claim(render) == .declined(reason: "kill switch"))
            _ = try books.report(.declined, of: render, reason: "kill switch")
            #expect(try books.plan().dispatches.isEmpty)
            #expect(try books.ledger.turnOff(.fleet, actor: "ops", reason: "test"))
        }
        _ = try books.send(try books.planOne())
    }

    @Test(arguments: [KillSwitch.Target.creditor("other"), .channel(.sms)])
    func `of somebody else stops nothing`(target: KillSwitch.Target) throws {
        let books = try Books()
        _ = try books.ledger.turnOn(target, actor: "ops", reason: "test")
        try books.fillWithOneOverdueInvoice()
        _ = try books.send(try books.planOne())
    }

    @Test func `that is lifted outside the window sends nothing before the window opens`() throws {
        let books = try Books()
        _ = try books.ledger.turnOn(.fleet, actor: "ops", reason: "test")
        try books.fillWithOneOverdueInvoice()
        #expect(try books.plan().held == [.killSwitch: 1])
        _ = try books.ledger.setClock { $0.adding(.seconds(12 * 3600)) }
        _ = try books.ledger.turnOff(.fleet, actor: "ops", reason: "test")
        #expect(try books.plan().dispatches.isEmpty)
        #expect(try books.view().cases[0].why == "outside the send window")
    }

    @Test func `wakes all it held, a batch at a time, and leaves what another switch holds asleep`() throws {
        let books = try Books()
        _ = try books.ledger.turnOn(.fleet, actor: "ops", reason: "test")
        _ = try books.ledger.turnOn(.creditor("creditor"), actor: "ops", reason: "test")
        let accounts = (0..<30).map { Identifier("a\($0)")! }
        for account in accounts {
            try books.apply(
                books.account(account, email: "\(account)@example.com"), books.invoice(account, account: account))
        }
        #expect(try books.plan(limit: 8).held == [.killSwitch: 30])
        _ = try books.ledger.turnOff(.fleet, actor: "ops", reason: "test")
        #expect(try books.plan(limit: 8).cases == 0)
        _ = try books.ledger.turnOff(.creditor("creditor"), actor: "ops", reason: "test")
        var dispatches = 0
        for _ in 0..<accounts.count where dispatches < accounts.count {
            dispatches += try books.plan(limit: 8).dispatches.count
        }
        #expect(dispatches == accounts.count)
    }

    @Test func `keeps who turned it on first, and each change stands in the audit log once`() throws {
        let books = try Books()
        let first = try books.ledger.turnOn(.fleet, actor: "ops", reason: "first")
        let second = try books.ledger.turnOn(.fleet, actor: "others", reason: "second")
        #expect(first.isNew && !second.isNew && second.killSwitch == first.killSwitch)
        #expect(try books.ledger.killSwitches() == [first.killSwitch])
        #expect(try books.ledger.turnOff(.fleet, actor: "others", reason: "done"))
        #expect(try !books.ledger.turnOff(.fleet, actor: "others", reason: "done"))
        #expect(
            try books.ledger.auditEntries(after: 0, limit: 10).map { "\($0.actor) \($0.action) \($0.subject)" }
                == ["ops kill_switch.on fleet", "others kill_switch.off fleet"])
    }

    @Test func `of a restored ledger stays on until it was reconciled`() throws {
        let books = try Books()
        _ = try books.ledger.turnOn(.fleet, actor: "restore", reason: "restored from a backup")
        try books.ledger.database.write {
            try $0.execute("INSERT INTO setting (name, value) VALUES ('restored_at', '1790000000000')")
        }
        #expect(throws: KillSwitchProblem.self) { try books.ledger.turnOff(.fleet, actor: "ops", reason: "go") }
        #expect(try books.ledger.killSwitches().count == 1)
        _ = try books.ledger.turnOn(.channel(.email), actor: "ops", reason: "more")
        #expect(try books.ledger.turnOff(.channel(.email), actor: "ops", reason: "go"))
        try books.ledger.database.write { try $0.execute("DELETE FROM setting WHERE name = 'restored_at'") }
        #expect(try books.ledger.turnOff(.fleet, actor: "ops", reason: "go"))
    }
}
