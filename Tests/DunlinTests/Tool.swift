import Foundation
import TestSupport

/// The built `dunlin`, run as a user runs it.
struct Tool {
    struct Ending {
        let status: Int32
        let output: String
        let remarks: String

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// Beside the test bundle, where the package manager puts products.
    static let path = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "dunlin")

    static func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Ending {
        let file = try TemporaryFile(input)
        let ending = try Command.capture(
            [path.path] + arguments, environment: withoutBroker.merging(environment) { $1 }, input: .file(file.path))
        return Ending(status: ending.status, output: ending.output, remarks: ending.errors)
    }

    /// A broker is told by a test, never by who runs it.
    static let withoutBroker: [String: String?] = ["DUNLIN_BROKER_URL": nil]
}
