import Contracts
import Foundation
import Ledger
import Policy
import Testing

@Suite struct `The rules of an account` {
    /// Its one step comes earlier than all of the creditor's.
    private static let strict = DunningPolicy(
        id: "strict",
        steps: [
            DunningPolicy.Step(id: "at-once", timing: .due(1), template: "t", channels: [.email], role: "billing")
        ],
        window: Books.rules.policy.window, minimum: [:], budget: Books.rules.policy.budget,
        scope: PolicyScope(segments: ["key"]))

    private static func rules(_ creditor: Identifier) -> CaseRules? {
        var rules = Books.rules
        let policies = [rules.policy, strict]
        rules.accounts = AccountRules(
            policies: Dictionary(uniqueKeysWithValues: policies.map { ($0.id, $0) }),
            selection: PolicySelection(policies),
            segments: [
                "slow": [
                    OverrideLevel(
                        Overrides(leftOut: ["due5"]), of: .segment("slow", of: "creditor", line: 12))
                ]
            ])
        return rules
    }

    private func entry(segment: String? = nil, _ dunning: DunningSettings? = nil) throws -> AccountView.CaseView {
        let books = try Books()
        try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd", segment: segment, dunning: dunning,
                    contacts: [Contact(contact: "c1", email: "a@example.com")])), books.invoice("i1"))
        return try #require(try books.ledger.view(of: "creditor", "account", rules: Self.rules)?.cases.first)
    }

    @Test func `are the creditor's for an account like any other`() throws {
        let entry = try entry()
        #expect(entry.next == "send due5")
        #expect(entry.rule == "policy test: the policy of creditor creditor")
    }

    @Test func `are those of the policy for its segment`() throws {
        let entry = try entry(segment: "key")
        #expect(entry.next == "send at-once")
        #expect(entry.rule?.hasPrefix("policy strict: for segment key") == true)
    }

    @Test func `are those of the policy that the account names`() throws {
        let entry = try entry(DunningSettings(policy: "strict"))
        #expect(entry.next == "send at-once")
        #expect(entry.rule == "policy strict: named by account account")
    }

    @Test func `stay the creditor's where the named policy is not there, and say so`() throws {
        let entry = try entry(DunningSettings(policy: "stern"))
        #expect(entry.next == "send due5")
        #expect(entry.rule?.contains("there is no policy 'stern'") == true)
    }

    @Test func `leave out the segment's steps, and the account's instead if it names some`() throws {
        let slow = try entry(segment: "slow")
        #expect(slow.next == "send due14")
        #expect(slow.overrides == ["leave_out: due5, by segment slow (creditors/creditor.yaml:12)"])
        let own = try entry(segment: "slow", DunningSettings(leftOut: []))
        #expect(own.next == "send due5")
        #expect(own.overrides == ["leave_out: no step, by account account"])
    }

    @Test func `rest while the account is paused`() throws {
        let entry = try entry(DunningSettings(pausedUntil: CivilDate("2026-11-04")!))
        #expect(entry.next == "held")
        #expect(entry.nextAt == Instant("2026-11-04T23:00:00Z")!)
    }

    @Test func `set the due date of an invoice that has none`() throws {
        let books = try Books()
        try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd",
                    dunning: DunningSettings(terms: "end of month + 10"),
                    contacts: [Contact(contact: "c1", email: "a@example.com")])),
            .invoice(
                Invoice(
                    creditor: "creditor", account: "account", invoice: "i1",
                    amount: Money(minor: 5000, currency: Books.euro), issuedOn: CivilDate("2026-10-12")!, dueOn: nil),
                .issued))
        let item = try #require(
            try books.ledger.view(of: "creditor", "account", rules: Self.rules)?.cases.first?.items.first)
        #expect(item.dueOn == CivilDate("2026-11-10")!)
    }

    @Test func `refuse terms that nobody can read`() throws {
        let books = try Books()
        let answers = try books.apply(
            .account(
                Account(
                    creditor: "creditor", account: "account", name: "Example Ltd",
                    dunning: DunningSettings(terms: "whenever"), contacts: [])))
        guard case .conflict(let reason) = answers[0] else {
            Issue.record("\(answers)")
            return
        }
        #expect(reason.hasPrefix("dunning.terms: "))
    }
}
