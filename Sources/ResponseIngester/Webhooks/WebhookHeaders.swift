import Contracts
import Foundation
import HTTPTypes

/// What a signed webhook says of itself, checked.
struct WebhookHeaders: Sendable {
    /// Stays the same when the provider posts the webhook again.
    let id: String
    let sentAt: Instant

    /// How far a webhook's time may be from ours, either way.
    static let tolerance: Duration = .seconds(300)

    /// Why a webhook is not believed. Says nothing that helps to forge one.
    struct Refusal: Error, Equatable {
        let reason: String
    }

    /// - Parameter secrets: one of them must have signed.
    init(_ headers: HTTPFields, body: Data, secrets: [WebhookSecret], now: Instant) throws(Refusal) {
        guard let id = headers[.webhookID], let timestamp = headers[.webhookTimestamp],
            let signatures = headers[.webhookSignature]
        else { throw Refusal(reason: "webhook-id, webhook-timestamp and webhook-signature are required") }
        // Fewer than 12 digits: in milliseconds it stays far within 64 bits.
        guard timestamp.utf8.count < 12, let seconds = Int64(timestamp), seconds > 0 else {
            throw Refusal(reason: "webhook-timestamp is not in seconds since 1970")
        }
        let isSigned = secrets.reduce(false) { isSigned, secret in
            secret.signed(id: id, timestamp: timestamp, body: body, signatures: signatures) || isSigned
        }
        guard isSigned else { throw Refusal(reason: "webhook-signature does not match") }
        let sentAt = Instant(milliseconds: seconds * 1000)
        let limit = Self.tolerance.components.seconds * 1000
        guard (now.milliseconds - sentAt.milliseconds).magnitude <= limit else {
            throw Refusal(reason: "webhook-timestamp is more than 5 minutes away")
        }
        self.id = id
        self.sentAt = sentAt
    }
}

extension HTTPField.Name {
    static let webhookID = HTTPField.Name("webhook-id")!
    static let webhookTimestamp = HTTPField.Name("webhook-timestamp")!
    static let webhookSignature = HTTPField.Name("webhook-signature")!
}
