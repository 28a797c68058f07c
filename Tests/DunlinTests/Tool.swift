import Foundation

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
        let remarks = try TemporaryFile("", name: "remarks")
        let process = process(arguments, environment: environment)
        let output = Pipe()
        process.standardInput = try FileHandle(forReadingFrom: URL(filePath: file.path))
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: URL(filePath: remarks.path))
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Ending(
            status: process.terminationStatus, output: String(decoding: data, as: UTF8.self),
            remarks: try String(contentsOf: URL(filePath: remarks.path), encoding: .utf8))
    }

    static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
        let process = Process()
        process.executableURL = path
        process.arguments = arguments
        var merged = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if environment["DUNLIN_BROKER_URL"] == nil { merged["DUNLIN_BROKER_URL"] = nil }
        process.environment = merged
        return process
    }
}
