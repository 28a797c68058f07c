import CCurl

/// What is known when libcurl has ended an attempt, and what follows from it.
struct MailOutcome {
    /// libcurl's code.
    var code: CURLcode
    var recipientCount: Int
    /// Replies before MAIL (greeting, EHLO, STARTTLS, AUTH) and, once it was sent, those from MAIL on.
    var replies: ReplyReader
    var transactionStarted: Bool
    /// The first byte of the body was given to libcurl.
    var bodyStarted: Bool
    /// Why we ended it ourselves.
    var ownReason: String?

    /// Replies of a transaction: one to MAIL, one to each RCPT, one to DATA, one to the final dot.
    private var finalReply: ServerReply? { replies.count >= recipientCount + 3 ? replies.last : nil }

    var result: MailResult {
        if bodyStarted { return resultAfterBody }
        if let ownReason { return .notSent(reason: ownReason, isConfiguration: false) }
        return transactionStarted ? resultInEnvelope : resultBeforeEnvelope
    }

    /// Whether the connection may just have grown old: nothing of the mail was answered on it but a 421.
    var isStaleConnection: Bool {
        guard transactionStarted, !bodyStarted, ownReason == nil, code != CURLE_OK else { return false }
        return replies.count == 0 || (replies.count == 1 && replies.last?.code == 421)
    }

    private var resultAfterBody: MailResult {
        guard let reply = finalReply else { return .unknown(reason: ownReason ?? CurlHandle.text(code)) }
        switch reply.code {
        case 250...259: return .accepted(response: reply.lastLine)
        case 400...599: return .refused(code: reply.code, text: reply.text, stage: .message)
        default: return .unknown(reason: "unexpected answer \(reply.code)")
        }
    }

    private var resultInEnvelope: MailResult {
        guard let reply = replies.last, (400...599).contains(reply.code) else {
            return .notSent(reason: CurlHandle.text(code), isConfiguration: false)
        }
        // Asking for a login or for TLS (RFC 4954 §6, RFC 3207 §4) says nothing about this mail.
        if [530, 534, 535, 538].contains(reply.code) {
            return .notSent(reason: "\(reply.code) \(reply.text)", isConfiguration: true)
        }
        let stage: MailStage =
            switch replies.count {
            case 1: .mail
            case 2...(recipientCount + 1): .recipient
            default: .data
            }
        return .refused(code: reply.code, text: reply.text, stage: stage)
    }

    private var resultBeforeEnvelope: MailResult {
        let refusal = replies.last.flatMap { (400...599).contains($0.code) ? $0 : nil }
        switch code {
        case CURLE_LOGIN_DENIED, CURLE_AUTH_ERROR, CURLE_USE_SSL_FAILED:
            let isTemporary = (400...499).contains(refusal?.code ?? 0)
            let said = refusal.map { ": \($0.code) \($0.text)" } ?? ""
            return .notSent(reason: CurlHandle.text(code) + said, isConfiguration: !isTemporary)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_NOT_BUILT_IN:
            return .notSent(reason: CurlHandle.text(code), isConfiguration: true)
        default:
            guard let refusal else { return .notSent(reason: CurlHandle.text(code), isConfiguration: false) }
            let stage: MailStage = replies.count == 1 ? .greeting : .hello
            return .refused(code: refusal.code, text: refusal.text, stage: stage)
        }
    }
}
