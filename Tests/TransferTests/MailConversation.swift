import Foundation
import Testing

@testable import Transfer

/// Sends mails through a loop and gathers how they ended.
enum MailConversation {
    static let content = Data("Subject: Reminder\r\n\r\nHello\r\n.hidden dot\r\n".utf8)

    /// Only a test of a time-out makes it short: on a busy machine a second is nothing.
    static func server(port: Int, timeout: Duration = .seconds(30)) throws -> MailServer {
        try MailServer(
            url: "smtp://127.0.0.1:\(port)", security: "none", helloName: "client.example", connectTimeout: timeout,
            responseTimeout: timeout)
    }

    static func mail(_ id: UInt64, to recipients: [String] = ["b@example.com"], content: Data = content) throws
        -> OutgoingMail
    {
        try OutgoingMail(id: id, sender: "a@example.com", recipients: recipients, content: content)
    }

    /// Events until every one of the mails has ended, each released when it is ready. At most 60 s.
    static func finish(_ ids: Set<UInt64>, in loop: MailLoop, release: Bool = true) throws -> [UInt64: MailResult] {
        var results: [UInt64: MailResult] = [:]
        let deadline = ContinuousClock.now + .seconds(60)
        while results.count < ids.count, ContinuousClock.now < deadline {
            var ready: [UInt64] = []
            for event in loop.poll(for: .seconds(1)) {
                switch event {
                case .readyForBody(let id): ready.append(id)
                case .finished(let id, let result): results[id] = result
                }
            }
            if release { loop.release(ready) }
        }
        #expect(Set(results.keys) == ids)
        return results
    }

    /// Waits until the mail is ready for its body. At most 60 s.
    static func awaitReady(_ id: UInt64, in loop: MailLoop) {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if loop.poll(for: .seconds(1)).contains(.readyForBody(id: id)) { return }
        }
        Issue.record("not ready in time")
    }

    /// How one mail over a new loop ends.
    static func result(to server: MailServer, mail: OutgoingMail) throws -> MailResult? {
        let loop = try MailLoop(server: server, connections: 1)
        defer { _ = loop.close() }
        try loop.start(mail)
        return try finish([mail.id], in: loop)[mail.id]
    }
}

/// A ``MailResult`` without its words.
enum Ending: Equatable, Sendable {
    case accepted, unknown
    case refused(Int, MailStage, isPermanent: Bool)
    case notSent(isConfiguration: Bool)

    init(_ result: MailResult) {
        switch result {
        case .accepted: self = .accepted
        case .unknown: self = .unknown
        case .refused(let code, _, let stage): self = .refused(code, stage, isPermanent: result.isPermanent)
        case .notSent(_, let isConfiguration): self = .notSent(isConfiguration: isConfiguration)
        }
    }
}
