import AMQP
import ArgumentParser
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Worker

/// A worker as a process of its own: each test's body runs in one.
@Suite(.serialized) struct `A worker process` {
    private static let count = 20_000

    private static func worker(_ queues: [String], marker: String = BrokerFixture.marker) -> WorkerDescription {
        WorkerDescription(
            name: "planner", version: "1.2.3", abstract: "Plans.", queues: queues, marker: marker,
            standard: RuntimeSettings(healthPort: 0, batch: 100))
    }

    /// Runs a worker to its end, and ends the process with its code.
    private static func live(
        _ worker: WorkerDescription, _ environment: [String: String], _ handler: ScriptedHandler
    ) throws {
        do {
            let environment = environment.merging(["DUNLIN_LOG_LEVEL": "notice"]) { own, _ in own }
            guard let runtime = try WorkerRuntime(worker, WorkerOptions.parse([]), environment: environment) else {
                return
            }
            try runtime.runBatches { _ in handler }
        } catch let code as ExitCode {
            exit(code.rawValue)
        }
    }

    @Test func `drains under load: it ends with 0, and what it finished is acknowledged`() async throws {
        let fixture = try BrokerFixture()
        let queues = try fixture.queues()
        try fixture.fill(queues.work, Self.count)
        let began = ContinuousClock.now
        let result = await #expect(processExitsWith: .exitCode(0), observing: [\.standardErrorContent]) {
            [url = fixture.node.url as String, work = queues.work as String, out = queues.out as String] in
            let queues = TestQueues(work: work, dead: "", out: out)
            let handled = Tally()
            try Self.live(
                Self.worker([work]), ["DUNLIN_BROKER_URL": url],
                ScriptedHandler { messages in
                    handled.add(messages.count)
                    if handled.count > 3000, handled.count <= 3100 { kill(getpid(), SIGTERM) }
                    var effects = BatchEffects(done: messages.count)
                    for (index, message) in messages.enumerated() {
                        effects.send(queues.consequence(message), causedBy: index)
                    }
                    return effects
                })
        }
        #expect(began.duration(to: .now) < .seconds(15))
        let finished = try fixture.depth(queues.out)
        #expect(finished > 3000)
        #expect(finished < Self.count)
        let isWhole = eventually { (try? fixture.depth(queues.work)) == Self.count - finished }
        let left = try fixture.depth(queues.work)
        #expect(
            isWhole,
            "\(finished) finished, \(left) left: \(String(decoding: result?.standardErrorContent ?? [], as: UTF8.self))"
        )
    }

    @Test func `ends with 75 at the second SIGTERM, and loses nothing`() async throws {
        let fixture = try BrokerFixture()
        let queues = try fixture.queues()
        try fixture.fill(queues.work, 10)
        await #expect(processExitsWith: .exitCode(75)) {
            [url = fixture.node.url as String, work = queues.work as String] in
            try Self.live(
                Self.worker([work]), ["DUNLIN_BROKER_URL": url],
                ScriptedHandler { _ in
                    kill(getpid(), SIGTERM)
                    while true {
                        usleep(200_000)
                        kill(getpid(), SIGTERM)
                    }
                })
        }
        #expect(eventually { (try? fixture.depth(queues.work)) == 10 })
    }

    @Test func `ends with 75 when the grace period is over`() async throws {
        let fixture = try BrokerFixture()
        let queues = try fixture.queues()
        try fixture.fill(queues.work, 1)
        let began = ContinuousClock.now
        await #expect(processExitsWith: .exitCode(75)) {
            [url = fixture.node.url as String, work = queues.work as String] in
            try Self.live(
                Self.worker([work]), ["DUNLIN_BROKER_URL": url, "DUNLIN_SHUTDOWN_GRACE": "2s"],
                ScriptedHandler { _ in
                    kill(getpid(), SIGINT)
                    while true { pause() }
                })
        }
        #expect(began.duration(to: .now) < .seconds(10))
    }

    @Test func `refuses to start with 78 on a broker without its topology`() async throws {
        let fixture = try BrokerFixture()
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            [url = fixture.node.url as String] in
            try Self.live(
                Self.worker([Topology.retryQueue(of: .t5s), "dunlin.none"], marker: "dunlin.topology.ffffffffffff"),
                ["DUNLIN_BROKER_URL": url], ScriptedHandler { BatchEffects(done: $0.count) })
        }
        let log = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(
            log.contains("this worker wants dunlin.retry.t5s, dunlin.none, dunlin.topology.ffffffffffff on the broker"))
        #expect(log.contains("found: dunlin.retry.t5s; missing: dunlin.none, dunlin.topology.ffffffffffff"))
        #expect(log.contains("dunlin topology apply"))
    }

    @Test func `refuses to start with 78 and names every wrong setting`() async throws {
        let result = await #expect(processExitsWith: .exitCode(78), observing: [\.standardErrorContent]) {
            try Self.live(
                Self.worker([]),
                ["DUNLIN_HEALTH_PORT": "x", "DUNLIN_LOG_LEVEL": "loud", "DUNLIN_BROKER_URL": "http://a"],
                ScriptedHandler { BatchEffects(done: $0.count) })
        }
        let log = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(log.contains("planner: 3 problems with the settings:\n"))
        #expect(log.contains("  DUNLIN_HEALTH_PORT: must be a whole number from 0 to 65535\n"))
    }

    @Test func `waits for a broker that is down, says so, and ends with 0 when asked`() async throws {
        let port = try LoopbackPort.free()
        await #expect(processExitsWith: .exitCode(0)) { [port = port as Int] in
            let environment = ["DUNLIN_BROKER_URL": "amqp://u:p@127.0.0.1:\(port)/", "DUNLIN_LOG_LEVEL": "error"]
            let runtime = try #require(
                try WorkerRuntime(Self.worker(["q"]), WorkerOptions.parse([]), environment: environment))
            let health = runtime.health
            let watcher = Thread {
                _ = eventually { health.notReady().contains { $0.contains("not reached") } }
                kill(getpid(), SIGTERM)
            }
            watcher.start()
            let passed = try runtime.awaitTopology()
            exit(passed ? 1 : 0)
        }
    }

    @Test func `tells its settings in its help`() {
        let configuration = CommandConfiguration(Self.worker(["q"]))
        #expect(configuration.version == "planner 1.2.3")
        #expect(configuration.discussion.contains("DUNLIN_BROKER_URL[_FILE]  url (amqp, amqps), required"))
        #expect(configuration.discussion.contains("DUNLIN_SHUTDOWN_GRACE  duration, default 25s"))
    }
}
