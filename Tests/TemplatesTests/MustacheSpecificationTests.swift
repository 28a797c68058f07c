import Foundation
import Mustache
import Testing

/// The library under our templates against the required part of the Mustache specification's own tests.
///
/// They lie in `templates/mustache` of the folder that `DUNLIN_CORPORA` names.
@Suite struct `swift-mustache` {
    private static let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("templates/mustache")
    }

    private struct Suite: Decodable {
        let tests: [Case]
    }

    private struct Case: Decodable {
        let name: String
        let data: JSON
        let template: String
        let partials: [String: String]?
        let expected: String
    }

    @Test(.enabled(if: folder != nil, "DUNLIN_CORPORA is not set"))
    func `passes all 136 required tests of the specification`() throws {
        var passed = 0
        for name in ["comments", "delimiters", "interpolation", "inverted", "partials", "sections"] {
            let file = try #require(Self.folder).appendingPathComponent(name + ".json")
            for test in try JSONDecoder().decode(Suite.self, from: Data(contentsOf: file)).tests {
                let library = MustacheLibrary(
                    templates: try (test.partials ?? [:]).mapValues { try MustacheTemplate(string: $0) })
                let text = try MustacheTemplate(string: test.template).render(test.data.value, library: library)
                #expect(text == test.expected, "\(name): \(test.name)")
                if text == test.expected { passed += 1 }
            }
        }
        #expect(passed == 136)
    }

    /// JSON as the library likes it.
    private enum JSON: Decodable {
        case null, bool(Bool), int(Int), double(Double), string(String), array([JSON]), object([String: JSON])

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .null
            } else if let value = try? container.decode(Bool.self) {
                self = .bool(value)
            } else if let value = try? container.decode(Int.self) {
                self = .int(value)
            } else if let value = try? container.decode(Double.self) {
                self = .double(value)
            } else if let value = try? container.decode(String.self) {
                self = .string(value)
            } else if let value = try? container.decode([JSON].self) {
                self = .array(value)
            } else {
                self = .object(try container.decode([String: JSON].self))
            }
        }

        var value: Any {
            switch self {
            case .null: NSNull()
            case .bool(let value): value
            case .int(let value): value
            case .double(let value): value
            case .string(let value): value
            case .array(let values): values.map(\.value)
            case .object(let members): members.mapValues(\.value)
            }
        }
    }
}
