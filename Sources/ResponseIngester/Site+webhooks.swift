import Contracts
import Foundation
import HTTPTypes
import Hummingbird

/// What payment providers post.
extension Site {
    /// Publishes a signed payment. 202 means that the broker has it.
    func paymentWebhook(_ request: Request, _ visit: Visit) async throws -> Response {
        try await answer(request, creditor: try visit.parameters.require("creditor")).response
    }

    private func answer(_ request: Request, creditor name: String) async throws -> WebhookAnswer {
        guard let body = try await body(of: request, upTo: PaymentWebhook.largestBody) else {
            return .refused(.contentTooLarge, "too_large", "at most \(PaymentWebhook.largestBody) bytes are read")
        }
        let headers: WebhookHeaders
        do throws(WebhookHeaders.Refusal) {
            headers = try WebhookHeaders(request.headers, body: body, secrets: webhookSecrets, now: .now)
        } catch {
            return .refused(.unauthorized, "not_signed", error.reason)
        }
        guard let creditor = Identifier(name), desk.creditor(creditor) != nil else {
            return .refused(.notFound, "unknown_creditor", "the address names no creditor of this fleet")
        }
        let message: Message
        do throws(MessageRefusal) {
            message = try PaymentWebhook.message(body, headers: headers, creditor: creditor)
        } catch {
            return .refused(.badRequest, "invalid", error.reason, path: error.path)
        }
        switch await events.publish(message) {
        case .confirmed: return .accepted(message.id)
        case .unconfirmed, .refused:
            return .refused(
                .serviceUnavailable, "not_confirmed", "the event could not be stored now: post it again", retryAfter: 30
            )
        }
    }
}
