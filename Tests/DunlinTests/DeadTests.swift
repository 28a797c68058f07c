import AMQP
import Contracts
import Foundation
import Ledger
import Synchronization
import TestSupport
import Testing

@testable import Dunlin

extension `Topology on a real broker` {
    @Suite(.serialized) struct `Dead letters` {
        @Test func `are collected, shown without personal data, planned without a trace, and replayed as they were`()
            throws
        {
            let bench = try DeadBench("dead-life")
            let ids = (1...40).map { "m\($0)" }
            let sent = bench.letters(ids)
            try bench.publish(sent)
            var stranger = sent[0]
            stranger.exchange = Topology.eventsExchange
            stranger.routingKey = "invoice.shredded.v1"
            stranger.messageID = "stranger"
            stranger.type = "dunlin.invoice.shredded.v1"
            try bench.publish([stranger])

            #expect(try bench.answer("collect") == ["stored": 41, "known": 0, "returned": 0])
            #expect(try bench.answer("collect") == ["stored": 0, "known": 0, "returned": 0])
            for queue in DeadLetter.queues { #expect(try bench.depth(queue) == 0) }
            #expect(try bench.dead("list", "--json", "--limit", "30").lines.count == 30)
            #expect(try bench.dead("list", "--json", "--after", "30").lines.count == 11)
            let groups = try bench.dead("groups").lines
            #expect(groups.count == 3 && groups[1].contains("no such template") && groups[2].contains("unrouted"))

            let shown = try bench.dead("show", "1")
            #expect(shown.status == 0 && shown.output.contains("no such template") && shown.output.contains("acme"))
            for secret in ["Tern", "tern@example.com", "north"] { #expect(!shown.output.contains(secret)) }
            #expect(try bench.dead("show", "1", "--body").output.contains("tern@example.com"))
            #expect(try bench.dead("show", "99").status == 1)

            let plan = try bench.plan()
            #expect(plan.count == 40)
            #expect(try bench.depth(DeadBench.queue) == 0)
            #expect(try bench.dead("replay", "--plan", plan.id, "--confirm", "39").status == 64)
            let ending = try bench.answer("replay", "--plan", plan.id, "--confirm", "40", "--rate", "500")
            guard case .object(let report)? = ending["plan"] else { throw CocoaError(.coderReadCorrupt) }
            #expect(report["state"] == "done")
            #expect(try bench.dead("replay", "--plan", plan.id, "--confirm", "40").status == 1)

            let arrived = try bench.drain(DeadBench.queue)
            #expect(Set(arrived.map(\.messageID)) == Set(ids) && arrived.count == 40)
            for message in arrived {
                let original = try #require(sent.first { $0.messageID == message.messageID })
                #expect(message.body == original.body && message.type == original.type)
                #expect(message.correlationID == original.correlationID && message.timestamp == original.timestamp)
                #expect(message.contentType == original.contentType)
                var headers = message.headers
                #expect(headers.removeValue(forKey: Header.replay)?.text?.count == 36)
                #expect(
                    headers == [
                        "shop": .string("north"), Header.traceparent: .string("00-ab-cd-01"),
                        Header.generation: .int(1),
                    ])
            }
            // What no worker of this version reads stays, and says so.
            let other = try bench.plan(#"class = "unrouted""#)
            _ = try bench.answer("replay", "--plan", other.id, "--confirm", "1", status: 1)
            #expect(try bench.dead("list", "--json").lines.count == 1)

            let audit = try Tool.run(["audit", "list", "--json"], environment: bench.environment)
            for action in ["dead.collect", "dead.show", "dead.plan", "dead.replay", "dead.replay.done"] {
                #expect(audit.output.contains("\"action\":\"\(action)\""), "\(action)")
            }
            for secret in ["Tern", "tern@example.com"] { #expect(!audit.output.contains(secret)) }
            #expect(try Tool.run(["audit", "verify"], environment: bench.environment).status == 0)
        }

        @Test func `are replayed at the pace that was asked for`() throws {
            let bench = try DeadBench("dead-pace")
            try bench.publish(bench.letters((1...3000).map { "m\($0)" }))
            _ = try bench.answer("collect")
            let plan = try bench.plan()
            let ending = try bench.answer("replay", "--plan", plan.id, "--confirm", "3000", "--rate", "500")
            let rate: Double =
                switch ending["rate"] {
                case .number(let rate)?: rate
                case .integer(let rate)?: Double(rate)
                default: 0
                }
            print("a replay at --rate 500 published \(rate) messages a second")
            #expect((450...550).contains(rate))
            #expect(try bench.depth(DeadBench.queue) == 3000)
        }

        @Test func `stop after a canary that comes back, and go on once it lives`() throws {
            let bench = try DeadBench("dead-canary")
            try bench.publish(bench.letters((1...20).map { "m\($0)" }))
            _ = try bench.answer("collect")
            let plan = try bench.plan()
            let worker = try FailingWorker(bench)
            let began = ContinuousClock.now
            _ = try bench.answer(
                "replay", "--plan", plan.id, "--confirm", "20", "--canary", "3", "--canary-wait", "30", status: 1)
            #expect(began.duration(to: .now) < .seconds(25), "it did not stop as soon as the first was back")
            worker.stop()
            #expect(worker.handled == 3)
            #expect(try bench.depth(DeadBench.queue) == 0)
            // The three are letters of their own, linked to those they were.
            _ = try bench.answer("collect")
            let returned = try bench.dead("list", "--json", "--where", "generation = 1").lines
            #expect(returned.count == 3 && returned.allSatisfy { $0.contains("\"origin\":") })
            // The worker is mended: the next three live, and the rest follows.
            let ending = try bench.answer("resume", "--plan", plan.id, "--canary-wait", "1", "--rate", "500")
            guard case .object(let report)? = ending["plan"] else { throw CocoaError(.coderReadCorrupt) }
            #expect(report["state"] == "done")
            #expect(try bench.drain(DeadBench.queue).count == 17)
        }

        @Test func `are mended, archived, restored, exported and imported`() throws {
            let bench = try DeadBench("dead-mend")
            try bench.publish(bench.letters(["m1", "m2", "m3"]))
            _ = try bench.answer("collect")
            let body = try bench.dead("show", "1", "--body", "--json").output
            #expect(body.contains("tern@example.com"))
            let original = String(decoding: bench.letters(["m1"])[0].body, as: UTF8.self)
            let broken = try TemporaryFile(original.replacing("\"creditor\":\"acme\",", with: ""))
            let refused = try bench.dead("edit", "1", "--file", broken.path)
            #expect(refused.status == 1 && refused.remarks.contains("$.data.creditor is missing"))
            let foreign = try TemporaryFile(
                String(decoding: `Publishing a document`.event("x").utf8, as: UTF8.self)
                    .replacing("source.heartbeat.v1", with: "email.send.v1"))
            #expect(try bench.dead("edit", "1", "--file", foreign.path).status == 1)
            let mended = try TemporaryFile(original.replacing("tern@example.com", with: "mended@example.com"))
            let edited = try bench.answer("edit", "1", "--file", mended.path)
            #expect(edited["number"] == 4 && edited["replaces"] == 1)
            #expect(try bench.dead("edit", "1", "--file", mended.path).status == 1)
            #expect(try bench.dead("list", "--state", "replaced", "--json").lines.count == 1)

            #expect(try bench.dead("archive").status == 64)
            #expect(try bench.answer("archive", "--where", #"id = "m2""#) == ["archived": 1])
            #expect(try bench.dead("list", "--json").lines.count == 2)
            #expect(try bench.answer("restore", "--where", #"id = "m2""#) == ["restored": 1])

            let file = bench.ledger.folder.appending(path: "letters.ndjson").path
            #expect(try bench.answer("export", file, "--state", "all") == ["exported": 4])
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try bench.answer("import", file) == ["stored": 0, "known": 4, "refused": 0])
            let other = try LedgerFolder()
            let imported = try other.run(["dead", "import", file, "--json"])
            #expect(imported.output.contains("\"stored\":4"))
            let copy = other.folder.appending(path: "copy.ndjson").path
            #expect(try other.run(["dead", "export", copy, "--state", "all"]).status == 0)
            let bytes = [file, copy].map { FileManager.default.contents(atPath: $0) }
            #expect(bytes[0] != nil && bytes[0] == bytes[1])
            let bad = try TemporaryFile("{}\nnonsense\n")
            let half = try other.run(["dead", "import", bad.path])
            #expect(half.status == 1 && half.remarks.contains(":2: is no line of an export"))

            let plan = try bench.plan(#"body.contacts.email = "mended@example.com""#)
            #expect(plan.count == 1)
            _ = try bench.answer("replay", "--plan", plan.id, "--confirm", "1")
            let arrived = try bench.drain(DeadBench.queue)
            #expect(arrived.count == 1 && edited["messageID"] == arrived[0].messageID.map { .text($0) })
        }

        @Test func `go out again after kill -9 under the same ids, and none is lost`() throws {
            let bench = try DeadBench("dead-kill")
            let ids = (1...1500).map { "m\($0)" }
            try bench.publish(bench.letters(ids))
            // Killed while collecting, too: what was stored and not acknowledged comes again and is recognised.
            var generator = SeededGenerator(seed: 20_261_124)
            let books = try Ledger.open(path: bench.ledger.path)
            let all = DeadLetterSelection([.waiting])
            let stored = generator.number(in: 200...1000)
            try bench.run(["dead", "collect"]) {
                try books.deadLetters(all, limit: stored).count == stored
            }
            _ = try bench.answer("collect")
            let plan = try bench.plan()
            #expect(plan.count == 1500)
            // A resume waits for the killed run's lease to end, 10 s, and is killed in the middle as well.
            for (round, range) in [100...400, 500...900, 1000...1300].enumerated() {
                let enough = Int64(generator.number(in: range))
                let arguments = round == 0 ? ["replay", "--confirm", "1500", "--rate", "500"] : ["resume"]
                let status = try bench.run(["dead"] + arguments + ["--plan", plan.id]) {
                    try books.replayProgress(of: plan.id).replayed >= enough
                }
                #expect(status == 128 + SIGKILL)
            }
            _ = try bench.answer("resume", "--plan", plan.id)
            let arrived = try bench.drain(DeadBench.queue)
            let byID = Dictionary(grouping: arrived) { $0.messageID ?? "" }
            #expect(Set(byID.keys) == Set(ids))
            for copies in byID.values {
                // One effect each: a copy has the ids and the bytes of the first, by which the planner knows it.
                #expect(Set(copies.map { $0.headers[Header.replay]?.text }).count == 1)
                #expect(Set(copies.map(\.body)).count == 1)
            }
            print("replayed 1500 through three kills: \(arrived.count - 1500) copies")
            // A run has one batch in hand.
            #expect(arrived.count <= 1500 + 3 * 50)
            #expect(try Tool.run(["audit", "verify"], environment: bench.environment).status == 0)
        }
    }
}

extension DeadBench {
    /// Runs `dunlin` and ends it with SIGKILL as soon as `isEnough`, if it has not ended before.
    /// - Returns: its exit status.
    @discardableResult
    func run(_ arguments: [String], until isEnough: () throws -> Bool) throws -> Int32 {
        let child = try Command.spawn([Tool.path.path] + arguments, environment: environment)
        var status: Int32?
        _ = try eventually(within: .seconds(60)) {
            status = Command.endedAlready(child)
            return try status != nil || isEnough()
        }
        if let status { return status }
        kill(child, SIGKILL)
        return Command.wait(for: child)
    }
}

/// A worker that parks whatever it gets, as a broken one does.
private final class FailingWorker: Sendable {
    private let state = Mutex((handled: 0, isStopping: false, hasEnded: false))

    var handled: Int { state.withLock { $0.handled } }

    init(_ bench: DeadBench) throws {
        let address = try BrokerAddress(url: bench.target.administratorURL)
        Thread { [self] in
            let consumer = Consumer(
                broker: address, name: "failing", subscriptions: [Subscription(queue: DeadBench.queue, prefetch: 10)])
            let publisher = Publisher(broker: address, name: "failing")
            consumer.start()
            publisher.start()
            while !state.withLock({ $0.isStopping }) {
                let batch = consumer.next(max: 10, waiting: .milliseconds(200))
                let parked = batch.messages.map { message in
                    OutgoingMessage(
                        exchange: Topology.deadExchange,
                        routingKey: Topology.deadRoutingKey(.config, queue: DeadBench.queue),
                        messageID: message.messageID ?? "", type: message.type ?? "",
                        headers: message.headers.filter { !$0.key.hasPrefix("x-") }, body: message.body)
                }
                _ = publisher.publish(parked).wait(until: .now + .seconds(20))
                batch.acknowledge()
                state.withLock { $0.handled += parked.count }
            }
            _ = publisher.close(within: .seconds(2))
            _ = consumer.close(within: .seconds(2))
            state.withLock { $0.hasEnded = true }
        }.start()
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        _ = eventually { state.withLock { $0.hasEnded } }
    }
}
