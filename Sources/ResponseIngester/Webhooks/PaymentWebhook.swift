import Contracts
import Foundation

/// The body of a payment webhook.
///
/// ```json
/// {"type": "payment.received", "timestamp": "2026-11-23T09:00:00Z",
///  "data": {"account": "4711", "payment": "p-1", "amount": {"minor": 125000, "currency": "EUR"},
///           "receivedOn": "2026-11-23", "reference": "INV-1", "allocations": [{"invoice": "i1", "minor": 125000}]}}
/// ```
/// `data` is that of `dunlin.payment.received.v1`; its `creditor` may be left out and, if not, must be that of the
/// address. `timestamp` may be left out: the webhook's own time takes its place. Other keys are refused: a misspelt
/// `allocations` must not book money elsewhere in silence.
enum PaymentWebhook {
    static let type = "payment.received"
    /// In bytes.
    static let largestBody = 64 << 10

    /// The event. Its id is the webhook's, so a repeated webhook is the same event.
    /// - Throws: what is wrong, with its JSON path in the webhook's body.
    static func message(
        _ body: Data, headers: WebhookHeaders, creditor: Identifier
    ) throws(MessageRefusal) -> Message {
        guard let id = Identifier(headers.id) else {
            throw refusal("$", "webhook-id is not 1 to \(Identifier.longest) bytes without control characters")
        }
        guard let document = try? JSONSerialization.jsonObject(with: body) as? [String: Any] else {
            throw refusal("$", "is not a JSON object in UTF-8")
        }
        guard document["type"] as? String == type else { throw refusal("$.type", "is not \(type)") }
        guard var data = document["data"] as? [String: Any] else { throw refusal("$.data", "is not an object") }
        try refuseOthers(than: ["type", "timestamp", "data"], in: document, at: "$")
        try refuseOthers(than: fields, in: data, at: "$.data")
        if let given = data["creditor"], given as? String != creditor.text {
            throw refusal("$.data.creditor", "is not the creditor of the address")
        }
        data["creditor"] = creditor.text
        let message = try Message(body: event(id, source(creditor), try time(in: document, headers), data))
        return message
    }

    private static let fields = [
        "creditor", "account", "payment", "amount", "receivedOn", "reference", "allocations",
    ]

    private static func time(in document: [String: Any], _ headers: WebhookHeaders) throws(MessageRefusal) -> Instant {
        guard let given = document["timestamp"] else { return headers.sentAt }
        guard let time = (given as? String).flatMap({ Instant($0) }) else {
            throw refusal("$.timestamp", "is not a date-time of RFC 3339")
        }
        return time
    }

    /// Ids of two creditors' providers may be equal, so each creditor is a source of its own.
    private static func source(_ creditor: Identifier) -> String {
        let source = "webhooks/payments/" + creditor.text
        return source.utf8.count <= Identifier.longest
            ? source : "webhooks/payments/" + MessageID.named(creditor.text)
    }

    private static func event(
        _ id: Identifier, _ source: String, _ time: Instant, _ data: [String: Any]
    ) throws(MessageRefusal) -> Data {
        let envelope: [String: Any] = [
            "specversion": "1.0", "id": id.text, "source": source, "type": MessageType.paymentReceived.rawValue,
            "time": time.description, "data": data,
        ]
        guard JSONSerialization.isValidJSONObject(envelope),
            let event = try? JSONSerialization.data(withJSONObject: envelope)
        else { throw refusal("$.data", "holds a number that cannot be read") }
        return event
    }

    private static func refuseOthers(
        than known: [String], in object: [String: Any], at path: String
    ) throws(MessageRefusal) {
        guard object.keys.allSatisfy(known.contains) else {
            throw refusal(path, "holds a key that is none of \(known.joined(separator: ", "))")
        }
    }

    private static func refusal(_ path: String, _ reason: String) -> MessageRefusal {
        MessageRefusal(class: .permanent, path: path, reason: reason)
    }
}
