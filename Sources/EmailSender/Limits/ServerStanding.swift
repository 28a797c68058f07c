import Transfer

/// Whether the mail server takes mails from us at all, told by what became of the last ones.
struct ServerStanding {
    /// Nobody mends a password within seconds; a server that restarts is back soon.
    static let pauseForConfiguration = Duration.seconds(30)
    static let pauseForOutage = Duration.seconds(2)

    /// For readiness; empty: it does.
    private(set) var trouble: [String] = []
    private(set) var pausedUntil: ContinuousClock.Instant?

    func mayClaim(at now: ContinuousClock.Instant) -> Bool {
        pausedUntil.map { now >= $0 } ?? true
    }

    mutating func note(_ result: MailResult, at now: ContinuousClock.Instant) {
        switch result {
        case .notSent(let reason, let isConfiguration):
            trouble = [isConfiguration ? "mail server, settings: \(reason)" : "mail server: \(reason)"]
            pausedUntil = now + (isConfiguration ? Self.pauseForConfiguration : Self.pauseForOutage)
        case .refused(let code, let text, let stage) where stage.isBeforeMail:
            trouble = ["mail server refuses us: \(code) \(text)"]
            pausedUntil = now + Self.pauseForOutage
        case .accepted, .refused:
            trouble = []
            pausedUntil = nil
        case .unknown: break
        }
    }
}

extension MailStage {
    /// What is refused there is the client, not a mail.
    var isBeforeMail: Bool {
        switch self {
        case .greeting, .hello, .startTLS, .authentication: true
        case .mail, .recipient, .data, .message: false
        }
    }
}
