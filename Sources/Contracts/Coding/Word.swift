/// One of a fixed list of words, for example a channel.
package protocol Word: RawRepresentable<String>, CaseIterable, Codable, Sendable {}

extension Word {
    /// Reads the word; the refusal names the words that are allowed, never the one that came.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let word = Self(rawValue: try container.decode(String.self)) else {
            throw DecodingError.refused("is none of \(Self.all.joined(separator: ", "))", at: container.codingPath)
        }
        self = word
    }

    package static var all: [String] { allCases.map(\.rawValue) }
}
