import Foundation
import Rulebook
import TestSupport
import Testing

@Suite struct `A worker that needs the ledger` {
    /// Whoever starts it again must be able to tell a database that is away from settings that are wrong.
    @Test(arguments: ["planner", "email-sender"])
    func `ends with 69 when its database is away, and with 78 when there is no ledger`(worker: String) throws {
        let away = try Self.status(of: worker, store: "postgres://dunlin@127.0.0.1:\(try LoopbackPort.free())/ledger")
        #expect(away == 69)
        let folder = try PeerFolder()
        #expect(try Self.status(of: worker, store: folder.path("nothing.sqlite")) == 78)
    }

    private static func status(of worker: String, store: String) throws -> Int32 {
        let program = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: worker)
        let process = try Command.spawn(
            [program.path],
            environment: [
                "DUNLIN_BROKER_URL": "amqp://nobody:nothing@127.0.0.1:\(try LoopbackPort.free())",
                "DUNLIN_STORE": store, "DUNLIN_CONFIG": Rulebook.defaultFolder.path,
                "DUNLIN_LINKS_URL": "http://127.0.0.1:9", "DUNLIN_HEALTH_PORT": "0",
                "DUNLIN_LINKS_KEY": Data(0..<32).base64EncodedString(),
                "DUNLIN_EMAIL_SERVER": "smtp://127.0.0.1:\(try LoopbackPort.free())", "DUNLIN_LOG_LEVEL": "critical",
            ])
        return Command.wait(for: process)
    }
}
