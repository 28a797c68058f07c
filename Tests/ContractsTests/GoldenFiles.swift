import Contracts
import Foundation

/// The files beside the tests: bytes that were once written and must be read for ever.
enum GoldenFiles {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")
    static let topology = folder.appending(path: "../../../topology").standardizedFileURL

    static func body(of type: MessageType) throws -> Data {
        try Data(contentsOf: folder.appending(path: "\(type.rawValue).json"))
    }

    static func document(of type: MessageType) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: body(of: type))
    }

    /// The messages of earlier versions, by file name.
    static var old: [URL] {
        get throws {
            try FileManager.default.contentsOfDirectory(
                at: folder.appending(path: "old"), includingPropertiesForKeys: nil
            )
            .filter { $0.pathExtension == "json" }
        }
    }

    static func schema(of type: MessageType) -> URL {
        topology.appending(path: "schemas/\(type.rawValue).json")
    }
}
