import Foundation
import Testing

@testable import Worker

@Suite struct `Settings of a worker` {
    static let broker = Setting.url("broker.url", "Where the broker is", schemes: ["amqp", "amqps"], secret: true)
    static let size = Setting.int("batch.size", "Messages of a batch", unit: "messages", default: 256, range: 1...1000)
    static let wait = Setting.duration("batch.wait", "How long it waits", default: "5ms", range: .zero ... .seconds(10))
    static let room = Setting.bytes("body.limit", "Largest body", default: "256KiB", range: 1...1 << 24)
    static let strict = Setting.bool("strict", "Whether it is strict", default: true)
    static let user = Setting.string("smtp.user", "Who logs in").optional()
    let table = SettingsTable(worker: "planner", [broker, size, wait, room, strict, user])

    @Test func `come from the environment, then the file, then the default`() throws {
        let file = Data(#"{"broker": {"url": "amqp://file"}, "batch.size": 12, "strict": false}"#.utf8)
        let settings = try table.read(environment: ["DUNLIN_BROKER_URL": "amqp://environment"], file: file)
        #expect(settings[Self.broker].host() == "environment")
        #expect(settings[Self.size] == 12)
        #expect(settings[Self.strict] == false)
        #expect(settings[Self.wait] == .milliseconds(5))
        #expect(settings[Self.room] == 262_144)
        #expect(settings[Self.user] == nil)
    }

    @Test func `are refused with every problem at once`() {
        let file = Data(#"{"batch": {"siez": 3}, "smtp": {"user": [1]}, "body.limit": "1GiB"}"#.utf8)
        let environment = ["DUNLIN_BATCH_WAIT": "5 s", "DUNLIN_STRIKT": "yes", "DUNLIN_STRICT": "yes", "HOME": "/"]
        let error = #expect(throws: SettingsError.self) { try table.read(environment: environment, file: file) }
        #expect(
            error?.problems.sorted() == [
                "DUNLIN_BATCH_WAIT: must be a duration from 0ms to 10s, as in 250ms, 30s, 5m or 2h",
                "DUNLIN_BROKER_URL: is required", "DUNLIN_STRICT: must be true or false",
                "settings file: batch.siez: is not a setting of planner; did you mean batch.size?",
                "settings file: body.limit: must be 1 to 16777216 bytes, as in 64KiB or 16MiB",
                "settings file: smtp.user: must be a text, a number or a truth value",
            ])
    }

    @Test func `name the known one when a name of the environment looks like a slip`() {
        let environment = ["DUNLIN_BROKR_URL": "amqp://one", "DUNLIN_LEDGER": "/data"]
        let error = #expect(throws: SettingsError.self) { try table.read(environment: environment) }
        #expect(
            error?.problems == [
                "DUNLIN_BROKER_URL: is required", "DUNLIN_BROKR_URL: is not known; did you mean DUNLIN_BROKER_URL?",
            ])
    }

    @Test func `of one worker stand in its section of a file for the fleet`() throws {
        let file = Data(
            #"{"broker.url": "amqp://all", "planner": {"batch": {"size": 7}}, "renderer": {"cache": 1}}"#.utf8)
        #expect(try table.read(environment: [:], file: file)[Self.size] == 7)
    }

    @Test func `that are secret may be in a file of their own, named by the environment`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "dunlin-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("amqp://worker:whimbrel@file\n".utf8).write(to: URL(filePath: path))
        let settings = try table.read(
            environment: ["DUNLIN_BROKER_URL_FILE": path], file: Data(#"{"broker.url": "amqp://other"}"#.utf8))
        #expect(settings[Self.broker].host() == "file" && !settings.listing.contains("whimbrel"))
        for (environment, problem) in [
            (
                ["DUNLIN_BROKER_URL_FILE": path + "-"],
                "DUNLIN_BROKER_URL_FILE: names a file that cannot be read: \(path)-"
            ),
            (
                ["DUNLIN_BROKER_URL_FILE": path, "DUNLIN_BROKER_URL": "amqp://whimbrel"],
                "DUNLIN_BROKER_URL: is given twice, the other time in the file that DUNLIN_BROKER_URL_FILE names"
            ),
            (
                ["DUNLIN_BROKR_URL_FILE": path],
                "DUNLIN_BROKR_URL_FILE: is not known; did you mean DUNLIN_BROKER_URL_FILE?"
            ),
        ] {
            let error = #expect(throws: SettingsError.self) { try table.read(environment: environment) }
            #expect(error?.problems.contains(problem) == true && error?.description.contains("whimbrel") == false)
        }
        try Data("whimbrel, no URL".utf8).write(to: URL(filePath: path))
        let error = #expect(throws: SettingsError.self) {
            try table.read(environment: ["DUNLIN_BROKER_URL_FILE": path])
        }
        #expect(error?.problems.first?.hasPrefix("DUNLIN_BROKER_URL_FILE: must be a URL") == true)
        #expect(error?.description.contains("whimbrel") == false)
    }

    @Test(arguments: ["[]", "{", "\u{FF}", ""])
    func `are refused when the file is no object of JSON`(text: String) {
        #expect(throws: SettingsError.self) {
            try table.read(environment: ["DUNLIN_BROKER_URL": "amqp://one"], file: Data(text.utf8))
        }
    }

    @Test func `are listed without secrets`() throws {
        let environment = ["DUNLIN_BROKER_URL": "amqp://user:secret@one", "DUNLIN_BATCH_SIZE": "9"]
        let listing = try table.read(environment: environment).listing
        #expect(!listing.contains("secret"))
        #expect(listing.contains("broker.url  ***"))
        #expect(listing.contains("batch.size  9\n"))
        #expect(listing.contains("body.limit  256KiB (default)"))
    }

    @Test(arguments: [
        ("/var/lib/dunlin/ledger.sqlite", "/var/lib/dunlin/ledger.sqlite"),
        ("postgres://app@db.example.com/books", "postgres://app@db.example.com/books"),
        ("postgres://app:se/cr@et@db.example.com/books", "postgres://app:***@db.example.com/books"),
        ("postgresql:///books?password=secret&user=app", "postgresql:///books?password=***&user=app"),
    ])
    func `are listed without the password of a URL`(store: String, shown: String) throws {
        let table = SettingsTable(worker: "planner", [SharedSettings.store])
        #expect(try table.read(environment: ["DUNLIN_STORE": store]).listing == "store  \(shown)")
    }

    @Test func `are told by the help text with name, unit, default and meaning`() {
        #expect(table.help.contains("DUNLIN_BROKER_URL[_FILE]  url (amqp, amqps), required\n    Where the broker is."))
        #expect(table.help.contains("DUNLIN_BATCH_SIZE  messages, default 256\n    Messages of a batch."))
        #expect(table.help.contains("DUNLIN_SMTP_USER  text, optional"))
    }

    @Test(arguments: [
        ("0ms", Duration.zero), ("250ms", .milliseconds(250)), ("30s", .seconds(30)), ("90s", .seconds(90)),
        ("5m", .seconds(300)), ("2h", .seconds(7200)),
    ])
    func `tell durations as they are written`(text: String, duration: Duration) {
        #expect(Duration(setting: text) == duration)
        #expect(duration.settingText == text)
    }

    @Test(arguments: ["", "5", "s", "-5s", "1.5s", "5 s", "5d", "99999999999999999999s", "9223372036854775807h"])
    func `refuse what is no duration`(text: String) {
        #expect(Duration(setting: text) == nil)
    }
}
