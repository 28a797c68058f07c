/// Marks a `DecodingError` whose words are ours, chosen without a value of the message.
struct StatedReason: Error {}

extension DecodingError {
    /// The value at `path` is of the right type and still not allowed.
    /// - Parameter reason: follows the path in a sentence, as in `$.id must not be empty`; holds no value.
    static func refused(_ reason: String, at path: [any CodingKey]) -> DecodingError {
        .dataCorrupted(.init(codingPath: path, debugDescription: reason, underlyingError: StatedReason()))
    }
}
