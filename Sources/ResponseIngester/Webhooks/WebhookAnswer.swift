import Contracts
import Foundation
import HTTPTypes
import Hummingbird

/// What a provider's server reads: `{"status":"accepted"}`, or `{"error":{"code","message","path"}}`.
struct WebhookAnswer {
    let status: HTTPResponse.Status
    let body: JSONValue
    var retryAfter: Int?

    static func accepted(_ id: String) -> WebhookAnswer {
        WebhookAnswer(status: .accepted, body: ["id": .text(id), "status": "accepted"])
    }

    static func refused(
        _ status: HTTPResponse.Status, _ code: String, _ message: String, path: String? = nil, retryAfter: Int? = nil
    ) -> WebhookAnswer {
        var error: [String: JSONValue] = ["code": .text(code), "message": .text(message)]
        if let path { error["path"] = .text(path) }
        return WebhookAnswer(status: status, body: ["error": .object(error)], retryAfter: retryAfter)
    }

    var response: Response {
        var headers = PageHeaders.every
        headers[.contentType] = "application/json"
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body.document)))
    }
}
