import Foundation

/// What may be told of an error that anything can have thrown.
package enum ErrorText {
    /// Our own errors hold no value in their descriptions. Those of decoders may quote what they could not read: of them
    /// only the place is told.
    package static func of(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            "JSON that cannot be read: \(path(context.codingPath + [key])) is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
            DecodingError.dataCorrupted(let context):
            "JSON that cannot be read at \(path(context.codingPath))"
        case EncodingError.invalidValue(_, let context):
            "JSON that cannot be written at \(path(context.codingPath))"
        default: String(describing: error)
        }
    }

    private static func path(_ path: [any CodingKey]) -> String {
        path.reduce(into: "$") { text, key in
            if let index = key.intValue { text += "[\(index)]" } else { text += "." + key.stringValue }
        }
    }
}
