import CCurl
import Foundation

/// One mail's way through libcurl: what its callbacks are asked and what they learn. Confined to its lane's thread.
final class MailTransfer {
    static let givenBack = "given back before the body began"

    let lane: Int
    let desk: MailDesk
    let mail: OutgoingMail
    private let responseTimeout: Int64
    private let peerState: () -> PeerState
    private let usesTLS: Bool
    private var offset = 0
    private var lastProgress = ccurl_monotonic_now()
    private var uploaded: curl_off_t = 0
    private(set) var replies = ReplyReader()
    private(set) var transactionStarted = false
    private(set) var bodyStarted = false
    private(set) var ownReason: String?

    init(_ mail: OutgoingMail, lane: Int, desk: MailDesk, server: MailServer, peerState: @escaping () -> PeerState) {
        self.mail = mail
        self.lane = lane
        self.desk = desk
        self.peerState = peerState
        usesTLS = server.security != .none
        responseTimeout = server.responseTimeout.nanoseconds
    }

    func outcome(_ code: CURLcode) -> MailOutcome {
        MailOutcome(
            code: code, recipientCount: mail.recipients.count, replies: replies,
            transactionStarted: transactionStarted, bodyStarted: bodyStarted, ownReason: ownReason)
    }

    /// Connected, greeted and logged in; MAIL goes out next.
    func beginTransaction() {
        replies = ReplyReader()
        transactionStarted = true
        lastProgress = ccurl_monotonic_now()
    }

    func read(line: UnsafeRawBufferPointer) {
        if !isAnswered { replies.read(line: line) }
        lastProgress = ccurl_monotonic_now()
    }

    /// The next bytes of the body, 0 at its end. The first call waits for the owner's release: libcurl makes it when
    /// DATA was answered with 354, and sends nothing of the body before it returns.
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        if !bodyStarted {
            guard desk.awaitRelease(lane: lane) else { return abort(Self.givenBack) }
            lastProgress = ccurl_monotonic_now()
            guard isPeerQuiet else { return abort("the server left while the body waited") }
            bodyStarted = true
        }
        let count = min(buffer.count, mail.content.count - offset)
        let start = mail.content.startIndex + offset
        mail.content.copyBytes(to: buffer, from: start..<(start + count))
        offset += count
        return count
    }

    /// Whether to go on: false when no progress was made for the time-out, or the owner took the mail back.
    func progress(uploaded now: curl_off_t) -> Bool {
        if now != uploaded {
            uploaded = now
            lastProgress = ccurl_monotonic_now()
        }
        if !bodyStarted, desk.isGivenBack(lane: lane) {
            ownReason = Self.givenBack
        } else if ccurl_monotonic_now() - lastProgress > responseTimeout {
            ownReason = "no answer in time"
        }
        return ownReason == nil
    }

    /// A refusal ends the transaction, and so does the answer to the final dot; what follows is about something else.
    private var isAnswered: Bool {
        guard transactionStarted, let last = replies.last else { return false }
        return last.code >= 400 || replies.count >= mail.recipients.count + 3
    }

    private func abort(_ reason: String) -> Int {
        ownReason = reason
        return Int(CURL_READFUNC_ABORT)
    }

    /// A server that hung up or spoke out of turn gets no body. Under TLS, unread bytes may be session tickets.
    private var isPeerQuiet: Bool {
        switch peerState() {
        case .quiet, .unclear: true
        case .hasSpoken: usesTLS
        case .gone: false
        }
    }
}
