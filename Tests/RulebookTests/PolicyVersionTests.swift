import Contracts
import Foundation
import Policy
import Testing

@testable import Rulebook

@Suite struct `A version of a policy` {
    private let whole: PolicyVersion

    init() throws {
        whole = try RuleFile.version(in: PolicyFiles.whole, name: "default.yaml")
    }

    @Test(arguments: [
        ("policy: default\n", "# Ours\npolicy: default # the only one\n\n"),
        ("grace: 3\nconsolidate: account\n", "consolidate: account\ngrace: 3\n"),
        ("grace: 3\nconsolidate: account\n", "grace: 3\n"), ("consolidate: account", "consolidate: parent"),
        ("{messages: 2, days: 7}", "\n  days: 7\n  messages: 2"), ("speaker: carrying\n", ""),
        ("rest_goes_on: true, ", ""), ("{grace: 2, extensions: 1,", "{"), ("plans: {grace: 3}\n", ""),
        ("due: 5,", "when: 5 days after due,"), ("[monday, friday]", "[friday, monday]"),
        ("role: billing, tone", "tone"), ("\"08:00\"", "08:00"),
    ])
    func `has the same hash whatever its remarks, order and defaults`(old: String, new: String) throws {
        let other = try RuleFile.version(in: text(old, new), name: "default.yaml")
        #expect(other.hash == whole.hash)
        #expect(other.policy == whole.policy)
        #expect(PolicyDifference(from: whole.policy, to: other.policy).isEmpty)
    }

    @Test(arguments: [
        ("policy: default", "policy: strict"), ("countries: [DE]", "countries: [AT]"), ("due: 5,", "due: 6,"),
        ("channels: [email, letter]", "channels: [letter, email]"), ("tone: friendly", "tone: neutral"),
        ("within: 3", "within: 4"), ("otherwise: go on", "otherwise: wait"), ("EUR: 500}}", "EUR: 501}}"),
        ("[monday, friday]", "[monday]"), ("\"08:00\"", "\"07:00\""), ("JPY: 500", "JPY: 501"),
        ("minimum_percent: 10", "minimum_percent: 11"), ("messages: 2", "messages: 3"),
        ("grace: 3\ncons", "grace: 4\ncons"),
        ("consolidate: account", "consolidate: invoice"), ("speaker: carrying", "speaker: oldest"),
        ("rest_goes_on: true", "rest_goes_on: false"), ("ages_anew: false", "ages_anew: true"),
        ("service_days: 10", "service_days: 11"), ("owner: Disputes", "owner: Claims"),
        ("extensions: 1", "extensions: 2"), ("broken_template: third-reminder", "broken_template: upcoming"),
        ("plans: {grace: 3}", "plans: {grace: 4}"), ("hold_days: 5", "hold_days: 6"),
        ("email: [letter]", "email: [voice]"), ("role: billing", "reach: all"),
    ])
    func `has another hash and a difference when anything else changes`(old: String, new: String) throws {
        let other = try RuleFile.version(in: text(old, new), name: "default.yaml")
        #expect(other.hash != whole.hash)
        #expect(other.policy != whole.policy)
        #expect(!PolicyDifference(from: whole.policy, to: other.policy).isEmpty)
    }

    @Test func `is read again from its own document and canonical form`() throws {
        for form in [whole.policy.document, whole.policy.canonical] {
            let text = String(decoding: JSONValue.document(form), as: UTF8.self)
            let again = try RuleFile.version(in: text, name: "default.yaml")
            #expect(again.policy == whole.policy)
            #expect(again.hash == whole.hash)
        }
        let shipped = try Rulebook.load(folder: Rulebook.defaultFolder)
        let version = try #require(shipped.version(of: "default"))
        let document = String(decoding: JSONValue.document(version.policy.document), as: UTF8.self)
        #expect(try RuleFile.policy(in: document, name: "default.yaml") == version.policy)
    }

    @Test func `has a hash of 64 digits that stays`() {
        // A change of this number unpins every case: keys with their old meaning as default must not change it.
        #expect(whole.hash == "7697548d747e1ce05bce2ee9f644ea9ad542c0f73adc75c239dd97507e1d1c01")
        #expect(whole.shortHash == whole.hash.prefix(12))
    }

    @Test func `is kept by a rulebook beside the folder's`() throws {
        var rulebook = try Rulebook.load(folder: Rulebook.defaultFolder)
        let newest = try #require(rulebook.version(of: "default"))
        #expect(rulebook.version(withHash: newest.hash) == newest)
        #expect(rulebook.version(withHash: whole.hash) == nil)
        rulebook.keep(whole)
        #expect(rulebook.version(withHash: whole.hash)?.policy == whole.policy)
        #expect(rulebook.version(of: "default") == newest)
    }

    @Test func `differs from another by steps and keys, told in lines and JSON`() throws {
        let text = PolicyFiles.whole
            .replacing("due: 5, template: first-reminder", with: "due: 7, template: due-today")
            .replacing("grace: 3\ncons", with: "grace: 5\ncons").replacing(
                "minimum: {EUR: 500, JPY: 500}", with: "minimum: {EUR: 900}"
            )
            .replacing(
                "  - id: call\n    when: 9 days after previous step\n    task: {kind: call, owner: Receivables, within: 3, otherwise: go on}\n",
                with: ""
            )
            .replacing(
                "    fee: {fixed: {EUR: 500}}\n",
                with: "  - {id: last, due: 60, template: final-notice, channels: [letter]}\n")
        let difference = PolicyDifference(
            from: whole.policy, to: try RuleFile.policy(in: text, name: "default.yaml"))
        #expect(
            difference.lines == [
                "- step 3 call: {id: call, reach: first, role: billing, task: {kind: call, otherwise: go on, owner: "
                    + "Receivables, within: 3}, when: 9 days after previous step}",
                "+ step 4 last: {channels: [letter], id: last, reach: first, role: billing, template: final-notice, "
                    + "when: 60 days after due}",
                "~ step first-reminder: template first-reminder → due-today",
                "~ step first-reminder: when 5 days after due → 7 days after due",
                "~ step final-notice: fee.fixed.EUR 500 → none",
                "~ grace 3 → 5", "~ minimum.EUR 500 → 900", "~ minimum.JPY 500 → none",
            ])
        let json = String(decoding: JSONValue.document(difference), as: UTF8.self)
        #expect(json.contains(#""key" : "minimum.JPY","#) && json.contains(#""new" : null,"#))
    }

    @Test func `tells a step that stands elsewhere once`() throws {
        let early = "  - {id: early, due: -3, template: upcoming, channels: [email]}\n"
        let first = "  - {id: upcoming, due: -7,"
        let old = try RuleFile.policy(
            in: PolicyFiles.whole.replacing(first, with: early.replacing("-3", with: "-9") + first), name: "p")
        let upcoming = "tone: friendly}\n"
        let new = try RuleFile.policy(in: PolicyFiles.whole.replacing(upcoming, with: upcoming + early), name: "p")
        #expect(
            PolicyDifference(from: old, to: new).lines == [
                "> step early: place 1 → 2", "~ step early: when 9 days before due → 3 days before due",
            ])
    }

    private func text(_ old: String, _ new: String) throws -> String {
        try #require(PolicyFiles.whole.contains(old))
        return PolicyFiles.whole.replacing(old, with: new, maxReplacements: 1)
    }
}

@Suite struct `A send window in a policy file` {
    @Test(arguments: [
        ("22:00", "06:00", 1320, 360), ("00:00", "24:00", 0, 1440), ("18:00", "00:00", 1080, 0),
        ("08:00", "07:59", 480, 479),
    ])
    func `may cross midnight`(from: String, until: String, fromMinute: Int, untilMinute: Int) throws {
        let text = PolicyFiles.whole.replacing(
            "from: \"08:00\", until: \"18:00\"", with: "from: \"\(from)\", until: \"\(until)\"")
        let window = try RuleFile.policy(in: text, name: "default.yaml").window
        #expect(window.fromMinute == fromMinute)
        #expect(window.untilMinute == untilMinute)
    }
}
