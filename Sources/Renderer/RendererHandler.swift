import AMQP
import Contracts
import Foundation
import Rulebook
import Worker

/// Turns render commands into send commands; keeps nothing and writes nothing.
struct RendererHandler: BatchHandler {
    private let outbound: Outbound
    private let retries: RetryPolicy
    private let source: String
    /// Unique to this process.
    private let process: String
    private var shelf: RulebookShelf
    private var writer = ReminderWriter()

    init(outbound: Outbound, retries: RetryPolicy, folder: URL) throws(RulebookProblems) {
        self.outbound = outbound
        self.retries = retries
        self.source = "dunlin/" + outbound.worker
        self.process = outbound.worker + "/" + MessageID.fresh()
        self.shelf = try RulebookShelf(folder: folder)
    }

    var notReady: [String] { shelf.problem.map { [$0] } ?? [] }

    mutating func handle(_ messages: [IncomingMessage]) throws -> BatchEffects {
        var effects = BatchEffects(done: messages.count)
        for (index, incoming) in messages.enumerated() {
            do throws(MessageRefusal) {
                let message = try Message(body: incoming.body, limit: Message.largestCommand)
                guard case .reminderRender(let command) = message.payload else {
                    throw MessageRefusal(class: .schema, path: "$.type", reason: "is no command for a renderer")
                }
                write(command, incoming, at: index, into: &effects)
            } catch {
                // Without an attempt that could be read there is nobody to tell but the dead-letter queue.
                effects.settlements[index] = .park(error.class, reason: error.reason, path: error.path)
            }
        }
        return effects
    }

    private mutating func write(
        _ command: ReminderRender, _ incoming: IncomingMessage, at index: Int, into effects: inout BatchEffects
    ) {
        do throws(RenderRefusal) {
            var mail = try writer.render(command, by: shelf.rulebook(for: command.config))
            mail.renderer = process
            mail.renderedAt = .now
            let send = outgoing(.emailSend(mail), of: command, causedBy: incoming)
            guard send.body.count <= Message.largestCommand else {
                throw RenderRefusal(
                    .permanent, template: mail.template, path: "$.data.items",
                    "the mail has \(send.body.count) bytes, at most \(Message.largestCommand) are allowed")
            }
            effects.send(send, causedBy: index)
        } catch {
            settle(command, incoming, error, at: index, into: &effects)
        }
    }

    /// Another configuration may come with the folder's next change, so such a command waits in the tiers first.
    private func settle(
        _ command: ReminderRender, _ incoming: IncomingMessage, _ refusal: RenderRefusal, at index: Int,
        into effects: inout BatchEffects
    ) {
        if refusal.class == .config, retries.tier(afterFailures: incoming.failures, chance: 0.5) != nil {
            effects.settlements[index] = .retry(reason: refusal.words)
            return
        }
        effects.settlements[index] = .park(refusal.class, reason: refusal.words, path: refusal.path)
        let parked = AttemptParked(
            attempt: command.attempt, case: command.case, class: refusal.class, reason: refusal.words,
            worker: outbound.worker)
        effects.send(outgoing(.attemptParked(parked), of: command, causedBy: incoming), causedBy: index)
    }

    private func outgoing(
        _ payload: Payload, of command: ReminderRender, causedBy incoming: IncomingMessage
    ) -> OutgoingMessage {
        let message = Message(
            id: MessageID.message(payload.type, of: command.attempt), source: source, time: .now,
            traceparent: incoming.headers[Header.traceparent]?.text, payload: payload)
        return outbound.message(message, causedBy: incoming)
    }
}
