import Contracts
import Foundation
import TestSupport

/// A validator that knows nothing of our code: python3-jsonschema.
enum SchemaValidator {
    struct Missing: Error, CustomStringConvertible {
        let remarks: String
        var description: String { "python3-jsonschema did not do its work; run scripts/setup. It said: \(remarks)" }
    }

    /// The JSON path of the first problem of each body, or nil for a valid one.
    static func problems(_ cases: [(type: MessageType, body: Data)]) throws -> [String?] {
        let lines = cases.map { type, body in
            JSONValue.object([
                "schema": .text(GoldenFiles.schema(of: type).path),
                "document": .text(String(decoding: body, as: UTF8.self)),
            ])
        }
        let encoder = JSONEncoder()
        let input = FileManager.default.temporaryDirectory.appending(path: "schemas-\(UUID().uuidString)")
        defer { unlink(input.path) }
        try Data(lines.map { try encoder.encode($0) + Data("\n".utf8) }.joined()).write(to: input)
        let python = try Command.capture(
            ["/usr/bin/python3", GoldenFiles.folder.appending(path: "validate.py").path], input: .file(input.path))
        guard python.status == 0 else { throw Missing(remarks: python.errors) }
        return python.output.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix(cases.count).map { $0.isEmpty ? nil : String($0) }
    }
}
