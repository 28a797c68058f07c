import Foundation

/// Where the files are that these tests look at.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    static let topology = root.appending(path: "topology")
    static let tests = root.appending(path: "Tests/OperationsTests")
    /// The built executables.
    static let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    /// With what `scripts/setup --packages-only` installs for these tests.
    static let python = root.appending(path: ".build/python/bin/python").path

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
