import Crypto
import Foundation

/// A secret of Standard Webhooks: signs and checks what a payment provider posts.
///
/// - Source: Standard Webhooks specification, "Verifying webhook authenticity" (symmetric, `v1`).
struct WebhookSecret: Sendable {
    private let key: SymmetricKey

    /// - Parameter text: base64 of 16 to 64 bytes, padded or not, with or without `whsec_` in front.
    init?(_ text: String) {
        let encoded = text.trimmingCharacters(in: .whitespaces).trimmingPrefix("whsec_")
        let padding = String(repeating: "=", count: (4 - encoded.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: encoded + padding), (16...64).contains(bytes.count) else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Whether one of the signatures is that of this message. Takes the same time wherever they differ.
    /// - Parameter signatures: separated by spaces, each `v1,` and base64; others are ignored.
    func signed(id: String, timestamp: String, body: Data, signatures: String) -> Bool {
        let content = Data("\(id).\(timestamp).".utf8) + body
        return signatures.split(separator: " ").contains { signature in
            guard signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3))) else {
                return false
            }
            return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: content, using: key)
        }
    }

    /// `v1,` and base64, as a sender writes it.
    func signature(id: String, timestamp: String, body: Data) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(id).\(timestamp).".utf8) + body, using: key)
        return "v1," + Data(code).base64EncodedString()
    }
}
