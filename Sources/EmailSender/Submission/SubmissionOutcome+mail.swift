import Contracts
import Ledger
import Transfer

extension SubmissionOutcome {
    /// What the ledger, the planner and the log are told about a mail that ended so.
    ///
    /// - Parameter recipient: of whom the server's words must not speak; addresses are masked in them already.
    init(_ result: MailResult, hiding recipient: Mailbox) {
        self = SubmissionOutcome(result).replacingReason { ServerWords.hiding(recipient, in: $0) }
    }

    init(_ result: MailResult) {
        switch result {
        case .accepted(let response):
            self = .accepted(code: 250, reason: response)
        case .refused(let code, let text, let stage) where result.isPermanent:
            let isUndeliverable = stage == .recipient && Self.isAboutAddress(code: code, text: text)
            self = .rejected(code: code, reason: text, isUndeliverable: isUndeliverable)
        case .refused(let code, let text, _):
            self = .deferred(code: code, reason: text)
        case .notSent(let reason, _):
            self = .deferred(code: nil, reason: reason)
        case .unknown(let reason):
            self = .unknown(reason: reason)
        }
    }

    private func replacingReason(_ change: (String) -> String) -> SubmissionOutcome {
        switch self {
        case .accepted(let code, let reason): .accepted(code: code, reason: change(reason))
        case .rejected(let code, let reason, let isUndeliverable):
            .rejected(code: code, reason: change(reason), isUndeliverable: isUndeliverable)
        case .deferred(let code, let reason): .deferred(code: code, reason: change(reason))
        case .unknown(let reason): .unknown(reason: change(reason))
        case .givenBack(let reason): .givenBack(reason: change(reason))
        }
    }

    /// Whether a refusal of the recipient says that there is no such mailbox, and never will be.
    ///
    /// An enhanced code is the more exact word: 554 5.7.1 is about a policy, 554 5.1.1 about the address.
    /// - Source: RFC 5321 §4.2.3; RFC 3463 §3.2 for `X.1.X`.
    private static func isAboutAddress(code: Int, text: String) -> Bool {
        if let enhanced = text.prefixMatch(of: /5\.(\d{1,3})\.\d{1,3}\b/) { return enhanced.1 == "1" }
        return [550, 551, 553, 554].contains(code)
    }
}
