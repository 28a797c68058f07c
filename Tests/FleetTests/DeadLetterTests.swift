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
        #expect(
            try eventually(within: .seconds(60)) { try ledger.status().attemptsByState == ["parked": Int64(count)] })

        try fixture.fleet.start("email-sender", fixture.mailSettings)
        try fixture.fleet.dunlin("dead", "collect")
        let plan = try #require(
            try fixture.fleet.dunlin("dead", "plan", "--where", #"class = "parked""#).split(separator: " ").dropFirst()
                .first?.dropLast())
        for (arguments, enough) in [(["replay", "--confirm", "\(count)", "--rate", "100"], 80), (["resume"], 180)] {
            let status = try fixture.run(["dead"] + arguments + ["--plan", String(plan)]) {
                try ledger.replayProgress(of: String(plan)).replayed >= enough
            }
            #expect(status == 128 + SIGKILL)
        }
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

    /// Runs `dunlin` as the operators' user and ends it with SIGKILL as soon as `isEnough`.
    /// - Returns: its exit status.
    func run(_ arguments: [String], until isEnough: () throws -> Bool) throws -> Int32 {
        let tool = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dunlin")
        let environment = ["DUNLIN_STORE": fleet.store, "DUNLIN_BROKER_URL": fleet.brokerURL(of: "dunlin")]
        let child = try Command.spawn([tool.path] + arguments, environment: environment)
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
