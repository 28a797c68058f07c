import Foundation

/// Whether a text may be respelled so that its characters are all of the GSM alphabet.
///
/// A message is respelled only as much as makes it GSM-7 as a whole: with one character left that has no like, nothing
/// is gained and the text stays as it was written.
package enum Transliteration: String, Hashable, Sendable, CaseIterable {
    case none
    /// Quotes, dashes, spaces and other signs that look much alike: nobody notices.
    case signs
    /// Letters without their accents as well: `zł` becomes `zl`. Readable, though not as written.
    case letters

    /// The text as it is sent, the gentlest of what is allowed.
    package func apply(to text: String) -> String {
        // `é` in two code points is the `é` of the alphabet.
        let composed = text.precomposedStringWithCanonicalMapping
        switch self {
        case .none: return text
        case .signs: return Self.respelled(composed, Respelling.sign) ?? text
        case .letters:
            return Self.respelled(composed, Respelling.sign) ?? Self.respelled(composed, Respelling.letter) ?? text
        }
    }

    /// nil if a character has no like.
    private static func respelled(_ text: String, _ likeness: (Unicode.Scalar) -> String?) -> String? {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if GSMAlphabet.septets(of: scalar) != nil {
                output.append(scalar)
            } else if let likeness = likeness(scalar) {
                output.append(contentsOf: likeness.unicodeScalars)
            } else {
                return nil
            }
        }
        return String(output)
    }
}
