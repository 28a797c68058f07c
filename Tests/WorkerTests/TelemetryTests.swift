import AMQP
import Contracts
import CoreMetrics
import Foundation
import Logging
import Metrics
import Synchronization
import Testing

@testable import Worker

@Suite struct `An error that is told` {
    private struct Stored: Decodable {
        var amount: Int
        var name: [String: Int]
    }

    @Test(arguments: [
        (#"{"amount": "whimbrel", "name": {}}"#, "JSON that cannot be read at $.amount"),
        (#"{"name": {}}"#, "JSON that cannot be read: $.amount is missing"),
        (#"{"amount": 1, "name": ["whimbrel"]}"#, "JSON that cannot be read at $.name"),
        ("whimbrel", "JSON that cannot be read at $"),
    ])
    func `names the place and never the value that could not be read`(json: String, text: String) {
        let error = #expect(throws: (any Error).self) { try JSONDecoder().decode(Stored.self, from: Data(json.utf8)) }
        #expect(error.map { ErrorText.of($0) } == text)
    }
}

@Suite struct `JSON log` {
    private func line(_ message: String, _ metadata: Logger.Metadata = [:]) throws -> (
        text: String, json: [String: Any]
    ) {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in JSONLog(worker: "planner", sink: lines.add) }
        logger.info("\(message)", metadata: metadata)
        let text = lines.text
        let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        return (text, try #require(json))
    }

    @Test func `writes one object a line, with its own keys first`() throws {
        let (text, json) = try line("done", ["batch": .stringConvertible(12), "at": "queue"])
        #expect(
            text.hasSuffix(
                "Z\",\"level\":\"info\",\"worker\":\"planner\",\"message\":\"done\",\"at\":\"queue\",\"batch\":12}\n"))
        #expect(Instant(json["time"] as? String ?? "") != nil)
    }

    @Test(arguments: ["a \"quote\" and a \\", "two\nlines\r\tand \u{0}\u{1F}", "Grüße, 你好", "\u{7F}"])
    func `escapes what JSON forbids, and only that`(message: String) throws {
        let (text, json) = try line(message, ["of": .dictionary(["a": .array([.string(message)])])])
        #expect(json["message"] as? String == message)
        #expect((json["of"] as? [String: [String]])?["a"] == [message])
        #expect(text.filter { $0 == "\n" }.count == 1)
    }

    @Test func `cuts long texts at 2 KiB, between characters`() throws {
        let message = String(repeating: "x", count: 2047) + String(repeating: "ü", count: 1000)
        let (_, json) = try line(message)
        #expect(json["message"] as? String == String(repeating: "x", count: 2047) + "…")
    }

    @Test func `leaves out what is below its level`() {
        let lines = Lines()
        let logger = Logger(label: "test") { _ in JSONLog(worker: "planner", level: .warning, sink: lines.add) }
        logger.info("not this")
        logger.error("this")
        #expect(lines.text.split(separator: "\n").count == 1)
    }
}

/// Log lines kept for a test.
final class Lines: Sendable {
    private let bytes = Mutex<[UInt8]>([])

    var text: String { bytes.withLock { String(decoding: $0, as: UTF8.self) } }

    var add: @Sendable ([UInt8]) -> Void { { line in self.bytes.withLock { $0 += line } } }
}

@Suite struct `Metrics exposition` {
    @Test func `tells counters, gauges and histograms in the text format`() {
        let registry = PrometheusRegistry()
        registry.describe("dunlin_parked_total", "Messages parked.")
        Counter(label: "dunlin_parked_total", dimensions: [("class", "schema")], factory: registry).increment(by: 3)
        Counter(label: "dunlin_parked_total", dimensions: [("class", "a\"b\\c\nd")], factory: registry).increment()
        Recorder(label: "dunlin_inflight", dimensions: [], aggregate: false, factory: registry).record(2.5)
        let timer = Metrics.Timer(label: "dunlin_batch_seconds", dimensions: [], factory: registry)
        timer.recordMilliseconds(1)
        timer.recordMilliseconds(30)
        timer.recordSeconds(60)
        let text = registry.exposition()
        #expect(text.contains("# HELP dunlin_parked_total Messages parked.\n# TYPE dunlin_parked_total counter\n"))
        #expect(text.contains("dunlin_parked_total{class=\"schema\"} 3\n"))
        #expect(text.contains("dunlin_parked_total{class=\"a\\\"b\\\\c\\nd\"} 1\n"))
        #expect(text.contains("# TYPE dunlin_inflight gauge\ndunlin_inflight 2.5\n"))
        #expect(text.contains("# TYPE dunlin_batch_seconds histogram\n"))
        #expect(text.contains("dunlin_batch_seconds_bucket{le=\"0.0005\"} 0\n"))
        #expect(text.contains("dunlin_batch_seconds_bucket{le=\"0.001\"} 1\n"))
        #expect(text.contains("dunlin_batch_seconds_bucket{le=\"0.05\"} 2\n"))
        #expect(text.contains("dunlin_batch_seconds_bucket{le=\"10\"} 2\n"))
        #expect(text.contains("dunlin_batch_seconds_bucket{le=\"+Inf\"} 3\ndunlin_batch_seconds_sum 60.031\n"))
        #expect(text.components(separatedBy: "# TYPE dunlin_parked_total").count == 2)
    }

    @Test func `counts one metric however often it is made`() {
        let registry = PrometheusRegistry()
        for _ in 0..<3 { Counter(label: "dunlin_made_total", dimensions: [], factory: registry).increment() }
        #expect(registry.exposition().contains("dunlin_made_total 3\n"))
    }

    @Test func `counts messages by queue, tier and class, and shows the process`() {
        let metrics = WorkerMetrics()
        let messages = ["a", "a", "b", "a"].map {
            IncomingMessage(queue: $0, exchange: "", routingKey: "", body: Data())
        }
        metrics.consumed(messages)
        metrics.retried(.t30s)
        metrics.parked(.conflict)
        let text = metrics.registry.exposition()
        #expect(text.contains("dunlin_messages_consumed_total{queue=\"a\"} 3\n"))
        #expect(text.contains("dunlin_messages_consumed_total{queue=\"b\"} 1\n"))
        #expect(text.contains("dunlin_retries_total{tier=\"t30s\"} 1\n"))
        #expect(text.contains("dunlin_parked_total{class=\"conflict\"} 1\n"))
        #expect(text.contains("# TYPE process_cpu_seconds_total counter\n"))
        #expect((ProcessFigures.residentBytes() ?? 0) > 1 << 20)
    }

    @Test func `shows the oldest message of the last minute, by queue`() {
        let registry = PrometheusRegistry()
        let ages = MessageAges(registry)
        let now = Date()
        func message(_ queue: String, age: TimeInterval?) -> IncomingMessage {
            IncomingMessage(
                queue: queue, exchange: "", routingKey: "", timestamp: age.map { now.addingTimeInterval(-$0) },
                body: Data())
        }
        ages.note([message("stop", age: 3), message("stop", age: 40), message("stop", age: 5)], at: now)
        ages.note([message("other", age: nil)], at: now)
        #expect(registry.exposition().contains("dunlin_message_age_seconds{queue=\"stop\"} 40\n"))
        #expect(!registry.exposition().contains("other"))
        ages.note([message("stop", age: 2)], at: now.addingTimeInterval(61))
        #expect(registry.exposition().contains("dunlin_message_age_seconds{queue=\"stop\"} 63\n"))
    }

    @Test func `shows whether the worker is ready`() {
        let (metrics, health) = (WorkerMetrics(), HealthBoard())
        metrics.watch(health)
        #expect(metrics.registry.exposition().contains("dunlin_ready 0\n"))
        health.report([], from: "start")
        #expect(metrics.registry.exposition().contains("dunlin_ready 1\n"))
        health.report(["ledger: gone"], from: "handler")
        #expect(metrics.registry.exposition().contains("dunlin_ready 0\n"))
    }
}
