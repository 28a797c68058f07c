import CCurl
import Foundation

/// One connection to the mail server and the thread that drives it, one mail after the other.
///
/// Why a thread for each: libcurl ends an SMTP upload with a loop that blocks until the final dot is answered, also on
/// a multi handle. Eight transfers on one multi handle to a server that takes 200 ms for that answer took 1.6 s, one
/// after the other. Here a slow or hung server holds up only its own lane.
///
/// `@unchecked Sendable`: everything but `desk`, which is Sendable itself, is used by `init` and then by the one thread
/// that `start` makes, never by both at a time.
final class MailLane: @unchecked Sendable {
    private let number: Int
    private let desk: MailDesk
    private let server: MailServer
    private let curl: CurlHandle

    init(number: Int, desk: MailDesk, server: MailServer) throws(TransferError) {
        self.number = number
        self.desk = desk
        self.server = server
        curl = try CurlHandle()
        try prepare()
    }

    /// Starts the thread. It holds the lane until the desk closes.
    static func start(_ lane: MailLane) {
        let desk = lane.desk
        // The handle ends in here, and with it the connection; only then does the lane count as ended.
        nonisolated(unsafe) var held: MailLane? = lane
        let thread = Thread {
            held?.run()
            held = nil
            desk.laneEnded()
        }
        thread.name = "mail-\(lane.number)"
        thread.stackSize = 512 << 10
        thread.start()
    }

    private func run() {
        while let mail = desk.nextMail(lane: number) {
            desk.finish(lane: number, id: mail.id, deliver(mail))
        }
    }

    private func deliver(_ mail: OutgoingMail) -> MailResult {
        do throws(TransferError) {
            let recipients = try StringList(mail.recipients)
            try curl.set(CURLOPT_MAIL_FROM, mail.sender)
            try curl.set(CURLOPT_MAIL_RCPT, recipients)
            try curl.setSize(CURLOPT_INFILESIZE_LARGE, mail.content.count)
            let first = try attempt(mail, onNewConnection: false)
            // A kept connection may have been closed on the server's side; libcurl does not try uploads again.
            guard first.isStaleConnection, curl.number(CURLINFO_NUM_CONNECTS) == 0 else { return first.result }
            return try attempt(mail, onNewConnection: true).result
        } catch {
            return .notSent(reason: "\(error)", isConfiguration: true)
        }
    }

    private func attempt(_ mail: OutgoingMail, onNewConnection: Bool) throws(TransferError) -> MailOutcome {
        let transfer = MailTransfer(mail, lane: number, desk: desk, server: server) { [unowned self] in
            self.curl.peerState
        }
        let context = Unmanaged.passUnretained(transfer).toOpaque()
        for option in [CURLOPT_READDATA, CURLOPT_HEADERDATA, CURLOPT_XFERINFODATA, CURLOPT_PREREQDATA] {
            try curl.setContext(option, context)
        }
        try curl.set(CURLOPT_FRESH_CONNECT, onNewConnection ? 1 : 0)
        let code = withExtendedLifetime(transfer) { curl_easy_perform(curl.raw) }
        return transfer.outcome(code)
    }

    private func prepare() throws(TransferError) {
        try curl.setDefaults()
        try curl.set(CURLOPT_URL, server.curlURL)
        try curl.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps")
        try curl.set(CURLOPT_UPLOAD, 1)
        try curl.set(CURLOPT_MAIL_RCPT_ALLLOWFAILS, 0)
        try curl.set(CURLOPT_USE_SSL, useSSL)
        try curl.set(CURLOPT_CAINFO, optional: server.caFile)
        try curl.set(CURLOPT_USERNAME, optional: server.user)
        try curl.set(CURLOPT_PASSWORD, optional: server.password)
        try curl.set(CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout.milliseconds)
        try curl.set(CURLOPT_SERVER_RESPONSE_TIMEOUT, (server.responseTimeout.milliseconds + 999) / 1000)
        try curl.set(CURLOPT_MAXCONNECTS, 1)
        try curl.set(CURLOPT_TCP_NODELAY, 1)
        try curl.set(CURLOPT_NOPROGRESS, 0)
        try curl.setCallback(CURLOPT_READFUNCTION) { buffer, size, count, context in
            transfer(context).read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
        }
        try curl.setCallback(CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            transfer(context).read(line: UnsafeRawBufferPointer(start: buffer, count: size * count))
            return size * count
        }
        try curl.check(
            ccurl_set_progress_callback(curl.raw) { context, _, _, _, uploaded in
                transfer(context).progress(uploaded: uploaded) ? 0 : 1
            })
        try curl.check(
            ccurl_set_request_callback(curl.raw) { context, _, _, _, _ in
                transfer(context).beginTransaction()
                return CURL_PREREQFUNC_OK
            })
        // A body that has begun never begins again.
        try curl.check(ccurl_set_seek_callback(curl.raw) { _, _, _ in CURL_SEEKFUNC_FAIL })
    }

    private var useSSL: Int {
        let level =
            switch server.security {
            case .none: CURLUSESSL_NONE
            case .startTLSIfOffered: CURLUSESSL_TRY
            case .startTLSRequired, .implicitTLS: CURLUSESSL_ALL
            }
        return Int(level.rawValue)
    }
}

/// The transfer behind a callback's context. `MailLane.attempt` holds it as long as libcurl can call.
private func transfer(_ context: UnsafeMutableRawPointer?) -> MailTransfer {
    Unmanaged.fromOpaque(context!).takeUnretainedValue()
}

extension CurlHandle {
    /// Sets the string if there is one, and leaves libcurl's default if not.
    func set(_ option: CURLoption, optional value: String?) throws(TransferError) {
        if let value { try set(option, value) }
    }
}
