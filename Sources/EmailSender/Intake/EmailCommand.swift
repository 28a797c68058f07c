import AMQP
import Contracts
import Foundation

/// A send command in our hands: delivered, read, and not settled with the broker.
final class EmailCommand {
    let incoming: IncomingMessage
    let send: EmailSend
    /// Of the recipient, for ``DomainLimits``.
    let domain: String
    private let held: HeldDelivery

    init(_ held: HeldDelivery, _ send: EmailSend) {
        incoming = held.message
        self.send = send
        self.held = held
        domain = AddressForm.domain(of: send.to.address)
    }

    var delivery: HeldDelivery { held }
    var subject: AttemptSubject { AttemptSubject(attempt: send.attempt, case: send.case) }
}

/// A place for a delivery, which can't be copied, among things that can.
final class HeldDelivery {
    let message: IncomingMessage
    private var delivery: Delivery?

    init(_ delivery: consuming Delivery) {
        message = delivery.message
        self.delivery = consume delivery
    }

    func acknowledge() { delivery.take()?.acknowledge() }

    func release() { delivery.take()?.release() }
}

/// Whose attempt a command is about.
struct AttemptSubject: Equatable {
    let attempt: AttemptReference
    let `case`: CaseReference
}

/// What a delivery turned out to be.
enum CommandReading {
    case command(EmailSend)
    case broken(class: DeadLetterClass, path: String, reason: String, subject: AttemptSubject?)

    init(_ body: Data) {
        do throws(MessageRefusal) {
            let message = try Message(body: body, limit: Message.largestCommand)
            guard case .emailSend(let send) = message.payload else {
                self = .broken(
                    class: .permanent, path: "$.type", reason: "\(message.type.rawValue) is not for the email sender",
                    subject: nil)
                return
            }
            self = .command(send)
        } catch {
            self = .broken(
                class: error.class, path: error.path, reason: error.reason, subject: Self.subject(of: body))
        }
    }

    /// The attempt of a command that cannot be read as a whole; nil if not even that can be.
    private static func subject(of body: Data) -> AttemptSubject? {
        guard body.count <= Message.largestCommand else { return nil }
        struct Outline: Decodable {
            struct Inner: Decodable {
                let attempt: AttemptReference
                let `case`: CaseReference
            }
            let data: Inner
        }
        // What cannot be read is parked all the same; only the planner hears of it later.
        guard let outline = try? JSONDecoder().decode(Outline.self, from: body) else { return nil }
        return AttemptSubject(attempt: outline.data.attempt, case: outline.data.case)
    }
}
