import Foundation

/// A message as the broker delivered it. Every text is as the sender wrote it: not checked, not trusted, except
/// ``userID``, which the broker compares with the sender's login.
package final class IncomingMessage: Sendable {
    /// The queue it was taken from.
    package let queue: String
    package let exchange: String
    package let routingKey: String
    package let messageID: String?
    package let type: String?
    package let correlationID: String?
    package let contentType: String?
    package let userID: String?
    package let appID: String?
    package let timestamp: Date?
    package let headers: [String: HeaderValue]
    package let redelivered: Bool
    package let body: Data

    package init(
        queue: String, exchange: String, routingKey: String, messageID: String? = nil, type: String? = nil,
        correlationID: String? = nil, contentType: String? = nil, userID: String? = nil, appID: String? = nil,
        timestamp: Date? = nil, headers: [String: HeaderValue] = [:], redelivered: Bool = false, body: Data
    ) {
        self.queue = queue
        self.exchange = exchange
        self.routingKey = routingKey
        self.messageID = messageID
        self.type = type
        self.correlationID = correlationID
        self.contentType = contentType
        self.userID = userID
        self.appID = appID
        self.timestamp = timestamp
        self.headers = headers
        self.redelivered = redelivered
        self.body = body
    }

    /// How often a quorum queue delivered this message before and got it back; 0 the first time.
    package var deliveryCount: Int {
        if let count = headers["x-delivery-count"]?.integer { Int(clamping: count) } else { 0 }
    }

    /// Its place in the stream that it was read from; nil: it is from a queue.
    package var streamOffset: Int64? { headers["x-stream-offset"]?.integer }
}
