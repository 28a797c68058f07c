/// How the characters of a text message are written, which decides how many fit.
package enum TextEncoding: String, Hashable, Sendable, Codable {
    /// Seven bits for a character of ``GSMAlphabet``, fourteen for one of its extension.
    case gsm7 = "GSM-7"
    /// UTF-16: what is not in the alphabet makes the whole message two octets a character, four beyond the basic plane.
    case ucs2 = "UCS-2"

    /// The octets of text in one message of the network.
    /// - Source: 3GPP TS 23.040 §9.2.3.16.
    package static let octets = 140

    /// The one that is needed for a text: seven bits if they suffice for all of it.
    package init(for text: String) {
        self = text.unicodeScalars.allSatisfy { GSMAlphabet.septets(of: $0) != nil } ? .gsm7 : .ucs2
    }

    /// Septets or UTF-16 units in so many octets: 160 and 70 in 140, 153 and 67 in 134.
    func units(inOctets octets: Int) -> Int {
        switch self {
        case .gsm7: octets * 8 / 7
        case .ucs2: octets / 2
        }
    }

    /// Septets or UTF-16 units of a character that this encoding has.
    func units(of scalar: Unicode.Scalar) -> Int {
        switch self {
        case .gsm7: GSMAlphabet.septets(of: scalar) ?? 1
        case .ucs2: scalar.value > 0xFFFF ? 2 : 1
        }
    }
}
