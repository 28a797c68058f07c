import Foundation

extension ReplyReader {
    /// The reader with the phrases and weights that ship.
    /// - Throws: ``ReplyDataError`` if they are missing or damaged; a retry does not help.
    package static func embedded() throws(ReplyDataError) -> ReplyReader {
        ReplyReader(cues: try data(named: "cues.txt"), model: try embeddedModel())
    }

    package static func embeddedModel() throws(ReplyDataError) -> IntentModel {
        guard let model = IntentModel(try data(named: "weights.txt")) else { throw .damaged("weights.txt") }
        return model
    }

    private static func data(named name: String) throws(ReplyDataError) -> String {
        guard let file = Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Data") else {
            throw .missing(name)
        }
        do {
            return try String(contentsOf: file, encoding: .utf8)
        } catch {
            throw .missing(name)
        }
    }
}

/// Why the data that replies are read with could not be.
package enum ReplyDataError: Error, CustomStringConvertible {
    case missing(String)
    case damaged(String)

    package var description: String {
        switch self {
        case .missing(let name): "the file \(name) that replies are read with is missing: install Dunlin anew"
        case .damaged(let name): "the file \(name) that replies are read with is damaged: install Dunlin anew"
        }
    }
}
