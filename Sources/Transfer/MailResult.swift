/// Where in the conversation with the server something happened.
package enum MailStage: String, Sendable, Equatable {
    case greeting, hello, startTLS, authentication, mail, recipient, data
    /// The answer to the final dot.
    case message
}

/// How a mail ended. Texts are printable ASCII of at most 200 characters, with addresses masked.
package enum MailResult: Sendable, Equatable {
    /// The server took the mail over. `response` is the last line of its answer, often with its queue id.
    case accepted(response: String)
    /// The server said no, and has not got the mail.
    case refused(code: Int, text: String, stage: MailStage)
    /// Provably nothing of the mail left. `isConfiguration`: our settings or its keeper's must change first
    /// (credentials, certificates, TLS); otherwise it may pass by itself.
    case notSent(reason: String, isConfiguration: Bool)
    /// The body had begun and no final answer came: the server may have the mail or not.
    case unknown(reason: String)

    /// A refusal of this very mail that would be the same next time: 5xx from MAIL on. A 5xx before that is about us.
    package var isPermanent: Bool {
        guard case .refused(let code, _, let stage) = self, code >= 500 else { return false }
        switch stage {
        case .mail, .recipient, .data, .message: return true
        case .greeting, .hello, .startTLS, .authentication: return false
        }
    }
}

/// What ``MailLoop/poll(for:)`` reports of a mail.
package enum MailEvent: Sendable, Equatable {
    /// The server waits for the body (354). None of it goes out before ``MailLoop/release(_:)``.
    case readyForBody(id: UInt64)
    /// The mail is done with, and its id free again.
    case finished(id: UInt64, MailResult)
}
