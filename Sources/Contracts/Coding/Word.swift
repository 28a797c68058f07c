/// One of a fixed list of words, for example a channel.
package protocol Word: RawRepresentable<String>, CaseIterable, TextValue {}

extension Word {
    /// Reads the word; the refusal names the words that are allowed, never the one that came.
    package init(reading text: String) throws(TextRefusal) {
        guard let word = Self(rawValue: text) else {
            throw TextRefusal("is none of \(Self.all.joined(separator: ", "))")
        }
        self = word
    }

    package var written: String { rawValue }

    package static var all: [String] { allCases.map(\.rawValue) }

    // Stated again, or an enumeration would get the compiler's own coding by case names.
    package init(from decoder: any Decoder) throws { try self.init(textFrom: decoder) }
    package func encode(to encoder: any Encoder) throws { try encode(textTo: encoder) }
}
