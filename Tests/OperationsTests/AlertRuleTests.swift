import Foundation
import Rulebook
import TestSupport
import Testing
import Yams

/// `topology/alerts.yaml`.
@Suite struct `Alert rules` {
    private struct Rules: Decodable {
        struct Group: Decodable {
            var name: String
            var rules: [Rule]
        }
        struct Rule: Decodable {
            var alert: String
            var expr: String
            var labels: [String: String]
            var annotations: [String: String]
        }
        var groups: [Group]
    }

    private func rules() throws -> [Rules.Rule] {
        try YAMLDecoder().decode(Rules.self, from: Repository.text("topology/alerts.yaml")).groups.flatMap(\.rules)
    }

    @Test func `fire when they should and at no other time, by promtool`() throws {
        let folder = try PeerFolder()
        let alerts = Repository.topology.appending(path: "alerts.yaml").path
        try Command.run(["promtool", "check", "rules", alerts])
        let cases = try Repository.text("Tests/OperationsTests/alerts.test.yaml")
        try Data(cases.replacing("[ALERTS]", with: "[\(alerts)]").utf8).write(
            to: URL(filePath: folder.path("test.yaml")))
        try Command.run(["promtool", "test", "rules", folder.path("test.yaml")])
        for rule in try rules() {
            #expect(cases.contains("alertname=\"\(rule.alert)\",alertstate=\"firing\""), "nothing trips \(rule.alert)")
        }
    }

    @Test func `say how bad it is, what it is, and which command helps`() throws {
        for rule in try rules() {
            #expect(["page", "ticket"].contains(rule.labels["severity"]), "\(rule.alert)")
            #expect(rule.annotations["summary"]?.isEmpty == false, "\(rule.alert)")
            let commands = (rule.annotations["runbook"] ?? "").matches(of: /`dunlin ([a-z]+(?:[ -][a-z]+)*)`/).map(
                \.output.1)
            #expect(!commands.isEmpty, "\(rule.alert) names no command")
            for command in commands {
                let help = try Command.capture(
                    [Repository.products.appending(path: "dunlin").path]
                        + command.split(separator: " ").map(String.init)
                        + ["--help"])
                #expect(help.status == 0 && help.output.contains("USAGE: dunlin \(command)"), "dunlin \(command)")
            }
        }
    }

    /// The workers log in with certificates to a broker with the settings for production, as in a cluster.
    @Test func `speak of metrics that workers and broker really tell`() throws {
        let fleet = try Fleet(
            products: Repository.products, config: Rulebook.defaultFolder, now: "2026-11-24T09:00:00Z",
            brokerSettings: Repository.topology)
        defer { fleet.stop() }
        let sink = try MailSink()
        try fleet.start("planner")
        try fleet.start("renderer")
        try fleet.start(
            "email-sender",
            ["DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(sink.port)", "DUNLIN_EMAIL_SECURITY": "none"])
        try fleet.start("response-ingester", ["DUNLIN_HTTP_PORT": "0"])
        let folder = try PeerFolder()
        let event = """
            {"specversion":"1.0","id":"p-1","source":"bank","type":"dunlin.payment.received.v1",\
            "time":"2026-11-24T08:00:00.000Z","data":{"creditor":"harbour-supplies","account":"K-1","payment":"P-1",\
            "receivedOn":"2026-11-24","amount":{"minor":125000,"currency":"EUR"}}}
            """
        try Data((event + "\n").utf8).write(to: URL(filePath: folder.path("events.ndjson")))
        try fleet.dunlin("publish", folder.path("events.ndjson"))
        // The last that the planner tells: the age of a message that it read, and what it asks the ledger once a minute.
        let isRead = eventually {
            guard let text = try? fleet.metrics(of: "planner") else { return false }
            return text.contains("dunlin_message_age_seconds{queue=\"dunlin.planner.stop\"}")
                && text.contains("dunlin_facts_too_old_creditors")
        }
        #expect(isRead, "the planner did not read the payment, or not look at its ledger")

        var told = ["up"] as Set<Substring>
        let broker = "http://127.0.0.1:\(fleet.broker.prometheusPort)/metrics"
        var texts = try ["planner", "renderer", "email-sender", "response-ingester"].map(fleet.metrics)
        for path in ["", "/detailed?family=queue_coarse_metrics&family=queue_consumer_count"] {
            texts.append(try Command.run(["curl", "-fsS", broker + path]))
        }
        for text in texts {
            told.formUnion(
                text.split(separator: "\n").filter { $0.first != "#" }.map { $0.prefix { !" {".contains($0) } })
        }
        for rule in try rules() {
            let wanted = rule.expr.matches(of: /\b(?:dunlin|rabbitmq)_[a-z0-9_]+|\bup\b/).map(\.output)
            #expect(!wanted.isEmpty)
            #expect(Set(wanted).subtracting(told) == [], "\(rule.alert)")
        }
    }
}
