import Foundation
import TestSupport
import Testing

/// Every setting of every worker that may hold a secret, as its help lists them.
@Suite struct `A secret setting` {
    static let workers = ["planner", "renderer", "email-sender", "response-ingester"]
    private static let canary = "whimbrel-9f2c"
    /// A key that holds the canary's bytes.
    private static var canaryKey: String {
        Data(canary.utf8.map { $0 } + Array(repeating: 7, count: 32 - canary.utf8.count)).base64EncodedString()
    }

    private struct Ending {
        var status: Int32
        var output: String

        /// Whether the canary, or what it is in Base64, is told.
        var tells: Bool { output.contains(canary) || output.contains(canaryKey.prefix(16)) }
    }

    private static func run(
        _ worker: String, _ arguments: [String], _ environment: [String: String]
    ) throws -> Ending {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: worker).path
        let ending = try Command.capture([program] + arguments, environment: environment)
        return Ending(status: ending.status, output: ending.output + ending.errors)
    }

    /// Names in the environment, read from `--help`.
    private static func secrets(of worker: String) throws -> [String] {
        try run(worker, ["--help"], [:]).output.split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .compactMap { $0.split(separator: " ").first }
            .filter { $0.hasPrefix("DUNLIN_") && $0.hasSuffix("[_FILE]") }
            .map { String($0.dropLast("[_FILE]".count)) }
    }

    /// A value that the worker takes.
    private static func value(of name: String) throws -> String {
        switch name {
        case "DUNLIN_BROKER_URL": "amqp://worker:\(canary)@127.0.0.1:1/"
        case "DUNLIN_STORE": "postgres://worker:\(canary)@127.0.0.1:1/ledger"
        case "DUNLIN_KEY", "DUNLIN_LINKS_KEY": canaryKey
        case "DUNLIN_EMAIL_PASSWORD": canary
        case "DUNLIN_WEBHOOKS_PAYMENTS_SECRET": "whsec_" + canaryKey
        default: throw CommandFailure(command: name, status: 1, output: "a secret that this test does not know")
        }
    }

    private static let others = [
        "DUNLIN_CONFIG": "/nowhere", "DUNLIN_LINKS_URL": "http://127.0.0.1:9", "DUNLIN_HEALTH_PORT": "0",
        "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:1", "DUNLIN_EMAIL_USER": "user", "DUNLIN_EMAIL_SECURITY": "none",
    ]

    @Test(arguments: workers) func `is shown by no check, help or error, from wherever it comes`(worker: String) throws
    {
        let secrets = try Self.secrets(of: worker)
        #expect(secrets.contains("DUNLIN_BROKER_URL"))
        if worker != "renderer" { #expect(secrets.contains("DUNLIN_STORE") && secrets.contains("DUNLIN_KEY")) }
        let folder = try TemporaryStore(.sqlite)
        var inEnvironment = Self.others
        var inFiles = Self.others
        var fields: [String: String] = [:]
        for name in secrets {
            let value = try Self.value(of: name)
            inEnvironment[name] = value
            let path = folder.folder + "/" + name
            try Data((value + "\n").utf8).write(to: URL(filePath: path))
            inFiles[name + "_FILE"] = path
            fields[name] = value
            // One that cannot be read is not repeated either.
            let wrong = name == "DUNLIN_STORE" ? "postgres://worker:\(Self.canary)@[" : "?" + Self.canary
            let broken = try Self.run(worker, ["--check"], inEnvironment.merging([name: wrong]) { $1 })
            #expect(!broken.tells, "\(name): \(broken.output)")
        }
        for environment in [inEnvironment, inFiles] {
            let check = try Self.run(worker, ["--check"], environment)
            #expect(check.status == 0 && !check.tells, "\(check.output)")
            #expect(check.output.contains("***"))
            #expect(!(try Self.run(worker, ["--help"], environment).tells))
            if worker == "renderer" { continue }
            // No ledger, no folder: what it says before it ends.
            let start = try Self.run(worker, [], environment)
            #expect(start.status != 0 && !start.output.isEmpty && !start.tells, "\(start.output)")
        }
    }

    @Test func `of the tool is not told when nothing answers`() throws {
        let folder = try TemporaryStore(.sqlite)
        func file(_ name: String) throws -> String {
            let path = folder.folder + "/" + name
            try Data(try Self.value(of: name).utf8).write(to: URL(filePath: path))
            return path
        }
        let environment = [
            "DUNLIN_STORE_FILE": try file("DUNLIN_STORE"), "DUNLIN_BROKER_URL_FILE": try file("DUNLIN_BROKER_URL"),
            "DUNLIN_KEY_FILE": try file("DUNLIN_KEY"),
            "DUNLIN_MANAGEMENT_URL": "http://admin:\(Self.canary)@127.0.0.1:1",
        ]
        for arguments in [
            ["status"], ["keys", "list"], ["dead", "list"], ["topology", "verify"],
            ["publish", "/dev/null", "--timeout", "1"],
        ] {
            let ending = try Self.run("dunlin", arguments, environment)
            #expect(!ending.tells, "\(arguments): \(ending.output)")
        }
        let refused = try Self.run("dunlin", ["keys", "list"], environment)
        #expect(refused.status == 69 && !refused.output.isEmpty)
    }
}
