import Contracts
import Foundation
import Policy
import Store
import Testing

@testable import Ledger

/// A case whose first reminder went out under one version of its policy, and another version that is activated then.
@Suite struct `A case and the versions of its policy` {
    private let books: Books
    private static let old = Books.rules.policy
    private static let new = DunningPolicy(
        id: old.id,
        steps: [5, 21].map { due in
            DunningPolicy.Step(
                id: "due\(due)", timing: .due(due), template: "new", channels: [.email], role: "billing")
        },
        window: old.window, minimum: old.minimum, budget: old.budget)

    init() throws {
        books = try Books()
        books.ledger.readPolicy = { text in
            try #require([Self.old, Self.new].first { Self.text(of: $0) == text })
        }
        try books.fillWithOneOverdueInvoice()
    }

    private static func text(of policy: DunningPolicy) -> String {
        String(decoding: JSONValue.document(policy.document), as: UTF8.self)
    }

    private static func newRules(_ creditor: Identifier) -> CaseRules? {
        var rules = Books.rules(creditor)
        rules?.policy = new
        rules?.config = "new"
        return rules
    }

    private func activateNew() throws {
        try books.ledger.activate(config: "new", [PolicyVersion(Self.new, text: Self.text(of: Self.new))])
    }

    /// What is planned under the new configuration.
    private func plan(at now: String) throws -> [ReminderRender] {
        _ = try books.ledger.setClock { _ in Instant(now)! }
        let result = try books.ledger.planDue(
            limit: 100, rules: Self.newRules, config: "new",
            links: { _, _, _ in ReminderLinks(portal: "", unsubscribe: "", replyToken: "") }, source: "test")
        return result.dispatches.compactMap { dispatch in
            guard case .reminderRender(let render) = dispatch.command.payload else { return nil }
            return render
        }
    }

    private func pay(_ invoice: Identifier) throws {
        try books.apply(books.payment("p1", 10_000, on: [Allocation(invoice: invoice, minor: 10_000)]))
    }

    private func pins() throws -> [PinnedCases] { try books.ledger.pinnedCases() }

    private func pinned(_ policy: DunningPolicy) -> [PinnedCases] {
        [PinnedCases(policy: policy.id, hash: policy.contentHash, cases: 1)]
    }

    @Test func `is pinned with its first step and not before`() throws {
        #expect(try pins() == [])
        _ = try books.planOne()
        #expect(try pins() == pinned(Self.old))
    }

    @Test func `goes by the version of its first step until it is paid, whatever is activated`() throws {
        _ = try books.send(try books.planOne())
        try activateNew()
        #expect(try plan(at: "2026-11-11T09:00:00Z").map(\.instance.step) == ["due14"])
        #expect(try pins() == pinned(Self.old))
        try pay("i1")
        #expect(try plan(at: "2026-11-12T09:00:00Z") == [])
        #expect(try pins() == [])
        try books.apply(books.invoice("i2", due: "2026-10-20"))
        let next = try plan(at: "2026-11-23T09:00:00Z")
        #expect(next.map(\.instance.episode) == [2] && next.map(\.template) == ["new"])
        #expect(try pins() == pinned(Self.new))
    }

    @Test func `goes by the active version in its next episode, though another invoice was open all the time`() throws {
        try books.apply(books.invoice("i2", due: "2026-12-20"))
        _ = try books.send(try books.planOne())
        try activateNew()
        try pay("i1")
        #expect(try plan(at: "2026-11-12T09:00:00Z") == [])
        let next = try plan(at: "2026-12-28T09:00:00Z")
        #expect(next.map(\.instance.episode) == [2] && next.map(\.template) == ["new"])
        #expect(try pins() == pinned(Self.new))
    }

    @Test func `goes by another policy at once when upstream names one for its account`() throws {
        _ = try books.send(try books.planOne())
        let named = DunningPolicy(
            id: "named", steps: Self.new.steps, window: Self.old.window, minimum: [:], budget: Self.old.budget)
        var rules = Books.rules
        rules.accounts = AccountRules(
            policies: [Self.old.id: Self.old, named.id: named], selection: PolicySelection([Self.old, named]))
        try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd",
                    dunning: DunningSettings(policy: "named"),
                    contacts: [Contact(contact: "c1", email: "billing@example.com")])))
        let next = try books.ledger.view(of: "creditor", "account") { _ in rules }
        #expect(next?.cases.first?.nextAt == Instant("2026-11-18T07:00:00Z"))
    }

    @Test func `is shown what moving means, and stays as it is`() throws {
        _ = try books.send(try books.planOne())
        try activateNew()
        _ = try plan(at: "2026-11-03T09:00:00Z")
        let moves = try books.ledger.previewMoves(of: "test", to: Self.new.contentHash, rules: Self.newRules)
        #expect(
            moves == [
                VersionMove(
                    caseNumber: 1, creditor: "creditor", account: "account", currency: Books.euro,
                    from: Self.old.contentHash,
                    before: .init(step: "due14", at: Instant("2026-11-11T07:00:00Z"), reason: "next step not due"),
                    after: .init(step: "due21", at: Instant("2026-11-18T07:00:00Z"), reason: "next step not due"))
            ])
        #expect(try pins() == pinned(Self.old))
        #expect(try plan(at: "2026-11-11T09:00:00Z").map(\.instance.step) == ["due14"])
    }

    @Test func `goes by the version that it was moved to`() throws {
        _ = try books.send(try books.planOne())
        try activateNew()
        let moves = try books.ledger.moveCases(of: "test", to: Self.new.contentHash, rules: Self.newRules)
        #expect(moves.count == 1)
        #expect(try pins() == pinned(Self.new))
        #expect(try plan(at: "2026-11-11T09:00:00Z") == [])
        #expect(try plan(at: "2026-11-18T09:00:00Z").map(\.instance.step) == ["due21"])
        #expect(try books.ledger.moveCases(of: "test", to: Self.new.contentHash, rules: Self.newRules) == [])
    }

    @Test func `that is moved takes back what is planned for it and not claimed`() throws {
        let render = try books.planOne()
        try activateNew()
        _ = try books.ledger.moveCases(of: "test", to: Self.new.contentHash, rules: Self.newRules)
        #expect(try books.claim(render) == .superseded)
        #expect(try plan(at: "2026-11-02T10:00:00Z").map(\.template) == ["new"])
    }

    @Test func `rests while its version cannot be read, and can be moved to one that can`() throws {
        _ = try books.send(try books.planOne())
        try activateNew()
        books.ledger.readPolicy = { text in
            guard text == Self.text(of: Self.new) else { throw CocoaError(.coderReadCorrupt) }
            return Self.new
        }
        #expect(try plan(at: "2026-11-18T09:00:00Z") == [])
        let why = try books.ledger.database.read { transaction in
            try transaction.all("SELECT why FROM dunning_case") { $0.text(0) }
        }
        #expect(why == ["policy version cannot be read"])
        let moves = try books.ledger.moveCases(of: "test", to: Self.new.contentHash, rules: Self.newRules)
        #expect(moves.map(\.before) == [.init(reason: "policy version cannot be read")])
        #expect(try plan(at: "2026-11-18T09:00:00Z").map(\.instance.step) == ["due21"])
    }

    @Test func `is not moved to a version that was never stored`() throws {
        _ = try books.planOne()
        #expect(throws: LedgerError.self) {
            try books.ledger.moveCases(of: "test", to: "ab", rules: Self.newRules)
        }
        #expect(try pins() == pinned(Self.old))
    }
}
