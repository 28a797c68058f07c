import Contracts

/// The words of a mail server, fit to be stored, told and logged.
enum ServerWords {
    /// Parts of a name that are shorter are words of any text.
    private static let shortest = 3

    /// Without what the recipient is called: servers speak of mailboxes by their local part, `user arctic.tern unknown`.
    static func hiding(_ recipient: Mailbox, in text: String) -> String {
        let local = recipient.address.prefix { $0 != "@" }
        let secrets = [recipient.address, String(local), recipient.name ?? ""]
            .filter { $0.count >= shortest }
            .map { $0.lowercased() }
        return secrets.reduce(text) { text, secret in hiding(secret, in: text) }
    }

    /// Only where it stands alone, so that no enhanced code or other word is torn.
    private static func hiding(_ secret: String, in text: String) -> String {
        var kept = ""
        var rest = Substring(text)
        while let range = rest.range(ofLowercased: secret) {
            let isAlone =
                !(rest[..<range.lowerBound].last ?? (kept.last ?? " ")).isPartOfWord
                && !(rest[range.upperBound...].first ?? " ").isPartOfWord
            kept += rest[..<range.lowerBound]
            kept += isAlone ? "<recipient>" : String(rest[range])
            rest = rest[range.upperBound...]
        }
        return kept + rest
    }
}

extension Substring {
    fileprivate func range(ofLowercased word: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if let end = index(start, offsetBy: word.count, limitedBy: endIndex),
                self[start..<end].lowercased() == word
            {
                return start..<end
            }
            start = index(after: start)
        }
        return nil
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber }
}
