import AMQP
import Contracts
import Foundation

/// Why an input was not taken, for programs.
struct InputError: Encodable, Equatable {
    /// A dead-letter class, or what the broker said.
    let code: String
    let message: String
    /// Where in the input, as a JSON path.
    var path: String?
}

/// An input that was not taken, with its id if that could be read.
struct InputRefusal: Error {
    var id: String?
    let error: InputError
}

/// Reads an event as the planner would, so that what passes here is not parked there.
enum EventCheck {
    static func event(in body: Data) throws(InputRefusal) -> WireEvent {
        let blanks: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
        guard body.contains(where: { !blanks.contains($0) }) else {
            throw InputRefusal(
                error: InputError(
                    code: DeadLetterClass.permanent.rawValue, message: "is empty: expected an event", path: "$"))
        }
        let message: Message
        do throws(MessageRefusal) {
            message = try Message(body: body)
        } catch {
            throw InputRefusal(
                id: error.remains.id,
                error: InputError(code: error.class.rawValue, message: error.reason, path: error.path))
        }
        guard message.type.direction == .upstream else {
            throw InputRefusal(
                id: message.id,
                error: InputError(
                    code: DeadLetterClass.permanent.rawValue,
                    message: "is spoken inside the fleet only: upstream does not publish it", path: "$.type"))
        }
        return WireEvent(message, body: body)
    }
}

extension InputError {
    init(_ failure: PublishFailure) {
        self.init(code: failure.code, message: failure.reason)
    }
}
