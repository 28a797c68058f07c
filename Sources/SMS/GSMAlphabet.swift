/// The characters that a text message can carry in seven bits each.
///
/// - Source: 3GPP TS 23.038 §6.2.1: the default alphabet and its extension table. National tables are left out: hardly
///   a network offers them.
package enum GSMAlphabet {
    /// How many septets a character takes: 1, or 2 for one of the extension table, which an escape introduces; nil: the
    /// alphabet does not have it. The escape itself is no character.
    package static func septets(of scalar: Unicode.Scalar) -> Int? {
        switch scalar {
        // The letters and digits of ASCII, and of its signs all but those named below and the backquote.
        case "a"..."z", "A"..."Z", "%"..."?": 1
        case "[", "\\", "]", "^", "{", "|", "}", "~", "€", "\u{0C}": 2
        case " ", "!", "\"", "#", "$", "@", "_", "\n", "\r": 1
        default: others.contains(scalar) ? 1 : nil
        }
    }

    /// What the default alphabet has beside ASCII.
    private static let others = Set("£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà".unicodeScalars)
}
