import AMQP
import Contracts
import Foundation
import Ledger
import TestSupport
import Testing

@Suite(.serialized) struct `Dead send commands` {
    /// Commands die unsent, are collected and replayed by a tool that is killed again and again, while the sender works.
    @Test func `lead to one mail each although their replay is killed and resumed`() throws {
        let count = 300
        let fixture = try FleetFixture()
        try fixture.fleet.start("planner", ["DUNLIN_PLANNER_SETTLE": "200ms"])
        try fixture.fleet.start("renderer")
        let accounts = (1...count).map { Identifier("a\($0)")! }
        try fixture.publish(
            accounts.flatMap { [fixture.account($0), fixture.invoice(Identifier("i-" + $0.text)!, account: $0)] })
        let queue = Topology.emailSenderQueue
        #expect(try eventually(within: .seconds(120)) { try fixture.depth(of: queue) == count })
        try fixture.parkAll(queue)
        let ledger = try fixture.ledger()
        #expect(try eventually(within: .seconds(60)) { try ledger.status().attemptsByState == ["parked": Int64(count)] })

        try fixture.fleet.start("email-sender", fixture.mailSettings)
        try fixture.fleet.dunlin("dead", "collect")
        let plan = try #require(
            try fixture.fleet.dunlin("dead", "plan", "--where", #"class = "parked""#).split(separator: " ").dropFirst()
                .first?.dropLast())
        try fixture.runAndKill(
            ["dead", "replay", "--plan", String(plan), "--confirm", "\(count)", "--rate", "150"],
            after: .milliseconds(900))
        try fixture.runAndKill(["dead", "resume", "--plan", String(plan)], after: .milliseconds(10_600))
        try fixture.fleet.dunlin("dead", "resume", "--plan", String(plan))

        let isDone = try eventually(within: .seconds(60)) {
            try fixture.depth(of: queue) == 0 && ledger.status().attemptsByState == ["accepted": Int64(count)]
        }
        let states = try ledger.status().attemptsByState
        #expect(isDone, "\(states)")
        let receivers = try fixture.sink.mails().compactMap { mail in
            mail.split(whereSeparator: \.isNewline).first { $0.hasPrefix("To:") }
        }
        #expect(receivers.count == count && Set(receivers).count == count)
        // What was sent can be proven, and nobody touched the proof.
        let verdict = try ledger.verifyAudit()
        #expect(verdict.flaw == nil && verdict.entries > count)
    }
}

extension FleetFixture {
    /// Puts everything in a send queue where a sender puts what it cannot send, and says so to the planner.
    func parkAll(_ queue: String) throws {
        let consumer = Consumer(
            broker: try BrokerAddress(url: fleet.broker.url), name: "test",
            subscriptions: [Subscription(queue: queue, prefetch: 1000)])
        consumer.start()
        var parked = 0
        while true {
            let batch = consumer.next(max: 1000, waiting: .seconds(2))
            var messages: [OutgoingMessage] = []
            for incoming in batch.messages {
                var headers = incoming.headers
                headers[Header.errorClass] = .string(DeadLetterClass.parked.rawValue)
                headers[Header.errorReason] = .string("retries used up: time-out")
                messages.append(
                    OutgoingMessage(
                        exchange: Topology.deadExchange, routingKey: Topology.deadRoutingKey(.parked, queue: queue),
                        messageID: incoming.messageID ?? "", type: incoming.type ?? "", headers: headers,
                        body: incoming.body))
                let message = try Message(body: incoming.body, limit: Message.largestCommand)
                guard case .emailSend(let send) = message.payload else { continue }
                let word = Message(
                    id: MessageID.message(.attemptParked, of: send.attempt), source: "test", time: .now,
                    payload: .attemptParked(
                        AttemptParked(
                            attempt: send.attempt, case: send.case, class: .parked, reason: "time-out", worker: "test"))
                )
                messages.append(
                    OutgoingMessage(
                        exchange: word.type.exchange, routingKey: word.type.routingKey, messageID: word.id,
                        type: word.type.rawValue, body: word.encoded()))
            }
            if !messages.isEmpty { try publish(messages) }
            parked += batch.count
            let isEmpty = batch.isEmpty
            batch.acknowledge()
            if isEmpty { break }
        }
        _ = eventually { consumer.counts.acknowledged >= parked }
        _ = consumer.close(within: .seconds(5))
    }

    /// Runs `dunlin` as the operators' user and ends it with SIGKILL, if it has not ended before.
    func runAndKill(_ arguments: [String], after delay: Duration) throws {
        let tool = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dunlin")
        let environment = ["DUNLIN_STORE": fleet.store, "DUNLIN_BROKER_URL": fleet.brokerURL(of: "dunlin")]
        let child = try Command.spawn([tool.path] + arguments, environment: environment)
        var status: Int32?
        _ = eventually(within: delay) {
            status = Command.endedAlready(child)
            return status != nil
        }
        if status == nil {
            kill(child, SIGKILL)
            status = Command.wait(for: child)
        }
        print("dunlin \(arguments.joined(separator: " ")) ended with \(status ?? -1)")
    }
}
