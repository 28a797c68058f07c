/// Which texts of upstream are taken: at most ``longest`` bytes of UTF-8, without control characters.
///
/// A reason may have line breaks and tabs; anything else may end up in a header or a subject, where they would do harm.
enum TextRule {
    static let longest = 1000
    /// - Source: RFC 5321 §4.5.3.1.3, less the angle brackets.
    static let longestEmail = 254

    static func problem(with text: String?, longest: Int = longest, mayBreak: Bool = false) -> String? {
        guard let text else { return nil }
        if text.utf8.count > longest { return "has \(text.utf8.count) bytes, at most \(longest) are allowed" }
        let isHarmful = text.utf8.contains { byte in
            (byte < 0x20 || byte == 0x7F) && !(mayBreak && [0x09, 0x0A, 0x0D].contains(byte))
        }
        return isHarmful ? "holds a control character" : nil
    }

    /// The first problem among named texts.
    static func problem(in texts: [(name: String, text: String?)], at path: [String] = []) -> Problem? {
        for (name, text) in texts {
            let isReason = name == "reason"
            let longest = name == "email" ? longestEmail : longest
            if let problem = problem(with: text, longest: longest, mayBreak: isReason) {
                return (path + [name], problem)
            }
        }
        return nil
    }
}
