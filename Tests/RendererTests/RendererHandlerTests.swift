import AMQP
import Contracts
import Foundation
import Rulebook
import Testing
import Worker

@testable import Renderer

@Suite struct `The renderer` {
    private let commission: Commission
    private var handler: RendererHandler

    init() throws {
        commission = try Commission()
        handler = try RendererHandler(
            outbound: Outbound(worker: "renderer"), retries: .standard, folder: Rulebook.defaultFolder)
    }

    private func incoming(_ payload: Payload, failures: Int = 0) -> IncomingMessage {
        let message = Message(id: "m1", source: "dunlin/planner", time: .now, payload: payload)
        return incoming(message.encoded(), failures: failures)
    }

    private func incoming(_ body: Data, failures: Int = 0) -> IncomingMessage {
        IncomingMessage(
            queue: Topology.rendererQueue, exchange: Topology.commandsExchange, routingKey: "reminder.render.v1",
            messageID: "m1",
            headers: [
                Header.attempt: .int(Int64(failures)),
                Header.traceparent: .string("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
            ], body: body)
    }

    @Test mutating func `turns a render command into a send command with a stable id and the same trace`() throws {
        let effects = try handler.handle([incoming(.reminderRender(commission.command))])
        #expect(effects.settlements == [.done])
        let send = try #require(effects.publish.first)
        #expect(send.exchange == Topology.commandsExchange)
        #expect(send.routingKey == "email.send.v1")
        #expect(send.messageID == MessageID.message(.emailSend, of: commission.command.attempt))
        #expect(send.headers[Header.traceparent]?.text?.contains("4bf92f3577b34da6a3ce929d0e0e4736") == true)
        guard case .emailSend(let mail) = try Message(body: send.body).payload else {
            Issue.record("is no send command")
            return
        }
        #expect(mail.template == "second-reminder/de")
    }

    @Test mutating func `parks only the culprit of a batch, and tells the planner`() throws {
        var broken = commission.command
        broken.template = "zeroth-reminder"
        let good = incoming(.reminderRender(commission.command))
        let effects = try handler.handle([good, incoming(.reminderRender(broken)), good, incoming(Data("{".utf8))])
        #expect(effects.settlements[0] == .done && effects.settlements[2] == .done)
        #expect(
            effects.settlements[1]
                == .park(
                    .permanent, reason: "template 'zeroth-reminder': the configuration has no such template",
                    path: "$.data.template"))
        guard case .park(.permanent, _, _) = effects.settlements[3] else {
            Issue.record("a broken body was not parked")
            return
        }
        #expect(
            effects.publish.map(\.type)
                == [
                    MessageType.emailSend, .attemptParked, .emailSend,
                ].map(\.rawValue))
        guard case .attemptParked(let parked) = try Message(body: effects.publish[1].body).payload else {
            Issue.record("the planner was not told")
            return
        }
        #expect(parked.class == .permanent && parked.attempt == broken.attempt)
    }

    @Test mutating func `retries a command of another configuration, then parks it as config`() throws {
        var command = commission.command
        command.config = String(repeating: "cd", count: 32)
        guard case .retry(let reason) = try handler.handle([incoming(.reminderRender(command))]).settlements[0] else {
            Issue.record("was not retried")
            return
        }
        #expect(reason.contains("cdcdcdcdcdcd"))
        let last = try handler.handle([
            incoming(.reminderRender(command), failures: RetryPolicy.standard.tiers.count)
        ])
        guard case .park(.config, _, _) = last.settlements[0] else {
            Issue.record("was not parked")
            return
        }
        #expect(last.publish.map(\.type) == [MessageType.attemptParked.rawValue])
    }

    @Test mutating func `parks a message that is no command for it`() throws {
        let other = Payload.heartbeat(SourceHeartbeat(creditor: "c", asOf: .now))
        let effects = try handler.handle([incoming(other)])
        #expect(
            effects.settlements == [.park(.schema, reason: "is no command for a renderer", path: "$.type")])
    }
}
