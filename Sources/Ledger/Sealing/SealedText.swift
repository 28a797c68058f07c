import Foundation

/// A sealed text as its column holds it: `sealed1:`, the data key's id, `:`, and nonce, ciphertext and tag in Base64.
struct SealedText {
    static let mark = "sealed1:"

    let key: String
    let content: Data

    init(key: String, content: [UInt8]) {
        self.key = key
        self.content = Data(content)
    }

    /// nil: the text was stored as it is, before the ledger sealed any.
    ///
    /// - Throws: ``SealError/unreadable`` for what only begins like one.
    init?(_ stored: String) throws(SealError) {
        guard stored.hasPrefix(Self.mark) else { return nil }
        let parts = stored.dropFirst(Self.mark.count).split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let content = Data(base64Encoded: String(parts[1])) else { throw .unreadable }
        key = String(parts[0])
        self.content = content
    }

    var text: String { Self.mark + key + ":" + content.base64EncodedString() }

    /// SQL: whether `column` holds a text that nobody sealed, and that says something.
    static func isUnsealed(_ column: String) -> String {
        "\(column) IS NOT NULL AND \(column) NOT IN ('', '[]') AND SUBSTR(\(column), 1, 8) <> '\(mark)'"
    }
}
