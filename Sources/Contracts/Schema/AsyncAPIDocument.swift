/// The AsyncAPI 3 document for upstream teams: what Dunlin takes on its events exchange and tells on its feed.
///
/// - Source: AsyncAPI 3.0.0; AMQP bindings 0.3.0.
package enum AsyncAPIDocument {
    package static var document: JSONValue {
        [
            "asyncapi": "3.0.0", "info": info, "defaultContentType": .text(Message.contentType),
            "servers": ["broker": server],
            "channels": .object(Dictionary(uniqueKeysWithValues: types.map { (name(of: $0), channel(of: $0)) })),
            "operations": .object(
                Dictionary(uniqueKeysWithValues: types.map { (operationName(of: $0), operation($0)) })),
            "components": [
                "messages": .object(Dictionary(uniqueKeysWithValues: types.map { (name(of: $0), message(of: $0)) })),
                "securitySchemes": [
                    "brokerUser": [
                        "type": "userPassword",
                        "description":
                            "Made by `dunlin topology user add NAME --publishes TYPE…`; one for each service.",
                    ]
                ],
            ],
        ]
    }

    private static let types = MessageType.allCases.filter { $0.direction == .upstream || $0.direction == .feed }

    private static let info: JSONValue = [
        "title": "Dunlin", "version": "1.0.0", "license": ["name": "Apache-2.0"],
        "description": """
        Dunlin reminds debtors of invoices. Upstream services publish the facts on the topic exchange dunlin.events \
        and may listen on dunlin.feed.

        Every event carries the full state of its entity, never a delta. Events may come twice, late and in any order. \
        (source, id) names an event for ever. The highest (revision, time, id) of an entity wins; payments, reversals \
        and credit notes never change. Unknown fields are ignored.

        Publish persistent and mandatory, wait for the confirm, set user_id to your user, message_id to the event's id \
        and type to its type. A body has at most 262,144 bytes. An event that cannot be taken is answered on the feed \
        by dunlin.event.refused.v1 with its class and where it is broken.
        """,
    ]

    private static let server: JSONValue = [
        "host": "broker.example.com:5671", "protocol": "amqps", "protocolVersion": "0-9-1",
        "description": "RabbitMQ over TLS. The host is an example: your operator names yours.",
        "security": [["$ref": "#/components/securitySchemes/brokerUser"]],
    ]

    private static func channel(of type: MessageType) -> JSONValue {
        [
            "address": .text(type.routingKey), "description": .text(MessageSchema.summary(of: type)),
            "messages": [name(of: type): ["$ref": .text("#/components/messages/" + name(of: type))]],
            "bindings": [
                "amqp": [
                    "is": "routingKey", "bindingVersion": "0.3.0",
                    "exchange": [
                        "name": .text(type.exchange), "type": "topic", "durable": true, "autoDelete": false,
                        "vhost": "/",
                    ],
                ]
            ],
        ]
    }

    /// Said of Dunlin, as AsyncAPI 3 does: what upstream publishes, Dunlin receives.
    private static func operation(_ type: MessageType) -> JSONValue {
        let isReceived = type.direction == .upstream
        let channel = "#/channels/" + name(of: type)
        return [
            "action": .text(isReceived ? "receive" : "send"), "channel": ["$ref": .text(channel)],
            "messages": [["$ref": .text(channel + "/messages/" + name(of: type))]],
            "summary": .text(MessageSchema.summary(of: type)),
            "bindings": [
                "amqp": ["deliveryMode": 2, "mandatory": true, "timestamp": true, "bindingVersion": "0.3.0"]
            ],
        ]
    }

    private static func message(of type: MessageType) -> JSONValue {
        [
            "name": .text(type.rawValue), "title": .text(MessageSchema.summary(of: type)),
            "contentType": .text(Message.contentType),
            "payload": [
                "schemaFormat": "application/schema+json;version=draft-2020-12",
                "schema": ["$ref": .text("schemas/\(type.rawValue).json")],
            ],
            "bindings": ["amqp": ["messageType": .text(type.rawValue), "bindingVersion": "0.3.0"]],
            "examples": [["name": "example", "payload": MessageSchema.example(of: type)]],
        ]
    }

    private static func operationName(of type: MessageType) -> String {
        (type.direction == .upstream ? "receive" : "send") + name(of: type)
    }

    /// `dunlin.credit_note.issued.v1` as `CreditNoteIssuedV1`.
    private static func name(of type: MessageType) -> String {
        type.routingKey.split { $0 == "." || $0 == "_" }.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}
