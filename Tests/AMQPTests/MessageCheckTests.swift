import Foundation
import Testing

@testable import AMQP

@Suite struct `Message checks` {
    private func message(_ change: (inout OutgoingMessage) -> Void) -> OutgoingMessage {
        var message = OutgoingMessage(
            exchange: "x", routingKey: "k", messageID: "m", type: "t", body: Data(count: 10))
        change(&message)
        return message
    }

    @Test func `accept each part at its bound`() throws {
        try message {
            $0.messageID = String(repeating: "m", count: 255)
            $0.routingKey = String(repeating: "é", count: 127)
            $0.headers = [String(repeating: "h", count: 128): .string(String(repeating: "v", count: 16_000))]
            $0.body = Data(count: 16 << 20)
        }.check()
    }

    @Test(
        arguments: [
            ("message id of 256", { @Sendable in $0.messageID = String(repeating: "m", count: 256) }),
            ("message id is empty", { @Sendable in $0.messageID = "" }),
            ("routing key of 256", { @Sendable in $0.routingKey = String(repeating: "é", count: 128) }),
            ("exchange of 300", { @Sendable in $0.exchange = String(repeating: "x", count: 300) }),
            ("type holds a NUL", { @Sendable in $0.type = "a\0b" }),
            ("correlation id of 256", { @Sendable in $0.correlationID = String(repeating: "c", count: 256) }),
            ("content type of 256", { @Sendable in $0.contentType = String(repeating: "c", count: 256) }),
            ("name is not 1 to 128", { @Sendable in $0.headers = [String(repeating: "h", count: 129): .bool(true)] }),
            ("name is not 1 to 128", { @Sendable in $0.headers = ["": .bool(true)] }),
            (
                "headers of 17019 bytes",
                { @Sendable in $0.headers = ["big": .string(String(repeating: "v", count: 17_006))] }
            ),
            ("a kind that cannot be sent", { @Sendable in $0.headers = ["x": .other(kind: 70)] }),
            ("body of 16777217", { @Sendable in $0.body = Data(count: (16 << 20) + 1) }),
            ("timestamp", { @Sendable in $0.timestamp = Date(timeIntervalSince1970: -1) }),
        ] as [(String, @Sendable (inout OutgoingMessage) -> Void)])
    func `refuse and name the part`(why: String, change: @Sendable (inout OutgoingMessage) -> Void) {
        let error = #expect(throws: OversizeMessage.self) { try message(change).check() }
        #expect(error?.description.contains(why) == true, "\(String(describing: error))")
    }
}
