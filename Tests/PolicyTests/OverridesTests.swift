import Contracts
import Testing

@testable import Policy

@Suite struct `Overridden rules` {
    private static let creditor = OverrideLevel(
        Overrides(
            terms: PaymentTerms(.days(30)), leftOut: ["upcoming"], pausedUntil: CivilDate("2026-08-01"),
            policy: "default", language: "de", channels: [.email]),
        of: .creditor("acme", line: nil), lines: ["terms": 31])
    private static let origins: [OverrideOrigin] = [
        .segment("key", of: "acme", line: nil), .account("K-1"), .invoice("R-1"),
    ]

    @Test(arguments: origins)
    func `of a later level win, key by key`(origin: OverrideOrigin) throws {
        let terms = try PaymentTerms("net 14")
        let wishes: [Overrides] = [
            Overrides(terms: terms), Overrides(leftOut: []), Overrides(pausedUntil: CivilDate("2026-07-01")),
            Overrides(policy: "mild"), Overrides(language: "fr"), Overrides(channels: [.letter, .email]),
        ]
        for (index, wish) in wishes.enumerated() {
            // In whatever order they come.
            let merged = Overrides.merged([OverrideLevel(wish, of: origin), Self.creditor])
            let explained = merged.explanation
            #expect(explained.count == 6)
            #expect(explained.count { $0.hasSuffix("by \(origin)") } == 1, "\(explained)")
            let values: [Bool] = [
                merged.terms?.value == terms, merged.leftOut?.value == [],
                merged.pausedUntil?.value == CivilDate("2026-07-01"), merged.policy?.value == "mild",
                merged.language?.value == "fr", merged.channels?.value == [.letter, .email],
            ]
            #expect(values.firstIndex(of: true) == index && values.count { $0 } == 1)
        }
    }

    @Test func `of all levels name where each value comes from`() throws {
        let merged = Overrides.merged([
            OverrideLevel(Overrides(leftOut: ["first", "final"]), of: .invoice("R-1")),
            OverrideLevel(Overrides(leftOut: ["first"], policy: "mild"), of: .account("K-1")),
            OverrideLevel(
                Overrides(policy: "strict", language: "fr"), of: .segment("key", of: "acme", line: nil),
                lines: ["language": 40]),
            Self.creditor,
        ])
        #expect(
            merged.explanation == [
                "channels: email, by creditor acme (creditors/acme.yaml)",
                "language: fr, by segment key (creditors/acme.yaml:40)",
                "leave_out: final, first, by invoice R-1",
                "pause_until: 2026-08-01, by creditor acme (creditors/acme.yaml)",
                "policy: mild, by account K-1",
                "terms: net 30, by creditor acme (creditors/acme.yaml:31)",
            ])
        #expect(Overrides.merged([]) == EffectiveOverrides())
    }

    @Test func `are read from what upstream sent`() throws {
        let settings = DunningSettings(
            policy: "mild", terms: "net 14", leftOut: ["first"], pausedUntil: CivilDate("2026-07-01"),
            channels: [.letter])
        let overrides = try Overrides(settings, language: "fr") { (text) throws(TextRefusal) in try PaymentTerms(text) }
        #expect(
            overrides
                == Overrides(
                    terms: try PaymentTerms("net 14"), leftOut: ["first"], pausedUntil: CivilDate("2026-07-01"),
                    policy: "mild", language: "fr", channels: [.letter]))
        #expect(throws: TextRefusal.self) {
            try Overrides(DunningSettings(terms: "soon")) { (text) throws(TextRefusal) in try PaymentTerms(text) }
        }
        #expect(try Overrides(DunningSettings()) { (text) throws(TextRefusal) in try PaymentTerms(text) } == .none)
    }
}
