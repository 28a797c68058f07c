import Foundation

/// Keys of 32 bytes as people keep them: in Base64, one a line, or with spaces or commas between them.
package enum KeyText {
    package static let form = "32 bytes in Base64, as 'openssl rand -base64 32' writes them, one or several"

    /// - Returns: the keys in their order; nil if there is none, one twice, or anything that is no key.
    package static func keys(in text: String) -> [Data]? {
        var keys: [Data] = []
        for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
            guard let key = Data(base64Encoded: String(word)), key.count == 32, !keys.contains(key) else { return nil }
            keys.append(key)
        }
        return keys.isEmpty ? nil : keys
    }
}
