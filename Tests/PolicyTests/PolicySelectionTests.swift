import Contracts
import Testing

@testable import Policy

@Suite struct `The choice of a policy` {
    private static let scopes: [(id: String, scope: PolicyScope)] = [
        ("default", .byName),
        ("creditor", PolicyScope(creditors: ["acme"])),
        ("tag", PolicyScope(tags: ["gentle", "slow"])),
        ("segment", PolicyScope(segments: ["key"])),
        ("kind", PolicyScope(kinds: [.consumer])),
        ("country", PolicyScope(countries: [Jurisdiction(country: "AT")])),
        ("part", PolicyScope(countries: [Jurisdiction(country: "AT", subdivision: "9")])),
        ("pair", PolicyScope(kinds: [.consumer], countries: [Jurisdiction(country: "AT")])),
        ("triple", PolicyScope(tags: ["slow"], kinds: [.consumer], countries: [Jurisdiction(country: "AT")])),
    ]

    private static let policies = scopes.map { id, scope in
        DunningPolicy(
            id: id, steps: [], window: SendWindow(days: [.monday], fromMinute: 0, untilMinute: 1440), minimum: [:],
            budget: ContactBudget(messages: 1, days: 1), scope: scope)
    }

    private static let selection = PolicySelection(policies)

    @Test(arguments: [
        (PolicySubject(creditor: "other", country: "DE"), "default", "the policy of creditor other"),
        (PolicySubject(creditor: "acme", country: "DE"), "creditor", "for creditor acme"),
        (
            PolicySubject(creditor: "acme", tags: ["slow"], segment: "key", country: "DE"), "creditor",
            "for creditor acme"
        ),
        (PolicySubject(creditor: "other", tags: ["slow", "x"], segment: "key", country: "DE"), "tag", "for tag slow"),
        (
            PolicySubject(creditor: "other", segment: "key", kind: .consumer, country: "DE"), "segment",
            "for segment key"
        ),
        (
            PolicySubject(creditor: "other", segment: "small", kind: .consumer, country: "DE"), "kind",
            "for kind consumer"
        ),
        (PolicySubject(creditor: "other", country: "AT"), "country", "for country AT"),
        (PolicySubject(creditor: "other", country: "AT", subdivision: "9"), "part", "for country AT-9"),
        (PolicySubject(creditor: "other", country: "AT", subdivision: "8"), "country", "for country AT"),
        (PolicySubject(creditor: "other", country: "DE", subdivision: "9"), "default", "the policy of creditor other"),
        (
            PolicySubject(creditor: "acme", kind: .consumer, country: "AT", subdivision: "9"), "pair",
            "for kind consumer, country AT"
        ),
        (
            PolicySubject(creditor: "acme", tags: ["slow", "gentle"], segment: "key", kind: .consumer, country: "AT"),
            "triple", "for tag slow, kind consumer, country AT"
        ),
    ])
    func `falls on the most specific`(subject: PolicySubject, policy: String, rule: String) {
        let choice = Self.selection.choice(for: subject, creditorPolicy: "default")
        #expect(choice == PolicyChoice(policy: policy, rule: rule))
    }

    @Test func `falls on what the account names before all`() {
        let subject = PolicySubject(creditor: "acme", kind: .consumer, country: "AT")
        let named = Ruled("mild", from: .account("K-1"))
        #expect(
            "\(Self.selection.choice(for: subject, named: named, creditorPolicy: "default"))"
                == "policy mild: named by account K-1")
    }

    @Test func `is the same for any order of the policies`() {
        let backwards = PolicySelection(Self.policies.reversed())
        #expect(backwards == Self.selection)
        #expect(backwards.ties.isEmpty)
    }

    @Test func `goes by what an account says of itself, else by its creditor`() {
        let account = Account(
            creditor: "acme", account: "K-1", name: "Example Trading GmbH", segment: "key", tags: ["slow"],
            subdivision: "9", contacts: [])
        #expect(
            PolicySubject(account, creditorCountry: "AT")
                == PolicySubject(creditor: "acme", tags: ["slow"], segment: "key", country: "AT", subdivision: "9"))
    }
}

@Suite struct `Fallback of channels` {
    struct Way: Sendable {
        let next: [Channel: [Channel]]
        let own: [Channel]
        let all: [Channel]
    }

    private static let ways: [Way] = [
        Way(next: [:], own: [.email], all: [.email]),
        Way(next: [.email: [.letter]], own: [.email], all: [.email, .letter]),
        Way(
            next: [.email: [.sms, .letter], .sms: [.voice]], own: [.email], all: [.email, .sms, .letter, .voice]),
        Way(next: [.email: [.letter], .sms: [.letter]], own: [.sms, .email], all: [.sms, .email, .letter]),
        Way(next: [.letter: [.email]], own: [.email], all: [.email]),
    ]

    @Test(arguments: ways)
    func `comes behind the step's own, level by level`(way: Way) {
        #expect(ChannelFallback(way.next).channels(from: way.own) == way.all)
        #expect(ChannelFallback(way.next).circle == nil)
    }

    @Test func `in a circle is found and ends all the same`() {
        let circles: [(next: [Channel: [Channel]], circle: [Channel])] = [
            ([.email: [.email]], [.email, .email]),
            ([.sms: [.email], .email: [.sms]], [.email, .sms, .email]),
            ([.email: [.sms], .sms: [.voice], .voice: [.letter, .sms]], [.sms, .voice, .sms]),
        ]
        for (next, circle) in circles {
            #expect(ChannelFallback(next).circle == circle)
            #expect(ChannelFallback(next).channels(from: [.email]).count <= 4)
        }
    }
}
