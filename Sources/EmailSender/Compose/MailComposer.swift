import Contracts
import Foundation
import Transfer

/// Makes the RFC 5322 message of a command.
///
/// The message id follows from the attempt alone, so that a mail that is tried again is known for the same one.
enum MailComposer {
    /// - Parameters:
    ///   - number: unique among the mails in progress.
    ///   - now: real time, for the `Date` field.
    static func mail(_ send: EmailSend, number: UInt64, now: Instant) throws(MailProblem) -> OutgoingMail {
        try AddressForm.check(send.from.address, "$.data.from.address")
        try AddressForm.check(send.to.address, "$.data.to.address")
        try AddressForm.check(send.replyTo.address, "$.data.replyTo.address")
        try check(send)
        let content = Data(content(send, now: now))
        do throws(OutgoingMail.Problem) {
            return try OutgoingMail(
                id: number, sender: send.from.address, recipients: [send.to.address], content: content)
        } catch {
            throw MailProblem(path: "$.data", reason: "makes no mail: \(error)")
        }
    }

    private static func check(_ send: EmailSend) throws(MailProblem) {
        guard HeaderText.singleLine(send.subject).isEmpty == false else {
            throw MailProblem(path: "$.data.subject", reason: "is empty")
        }
        guard !send.text.isEmpty else { throw MailProblem(path: "$.data.text", reason: "is empty") }
        guard (1...35).contains(send.language.utf8.count), send.language.utf8.allSatisfy(isTagByte) else {
            throw MailProblem(path: "$.data.language", reason: "is no language tag")
        }
        guard (1...36).contains(send.attempt.id.utf8.count), send.attempt.id.utf8.allSatisfy(isTagByte) else {
            throw MailProblem(path: "$.data.attempt.id", reason: "is no UUID")
        }
        let link = send.unsubscribe
        guard link.hasPrefix("https://") || link.hasPrefix("http://"), link.utf8.count <= 900,
            link.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3C && $0 != 0x3E })
        else { throw MailProblem(path: "$.data.unsubscribe", reason: "is no link") }
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func content(_ send: EmailSend, now: Instant) -> [UInt8] {
        var header = MailHeader()
        header.add("Date", MailHeader.date(now))
        header.add("From", send.from)
        header.add("To", send.to)
        header.add("Reply-To", send.replyTo)
        header.add("Subject", text: send.subject)
        header.add("Message-ID", "<\(send.attempt.id)@\(AddressForm.domain(of: send.from.address))>")
        header.add("List-Unsubscribe", "<\(send.unsubscribe)>")
        header.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
        header.add("Auto-Submitted", "auto-generated")
        header.add("X-Auto-Response-Suppress", "All")
        header.add("Content-Language", send.language)
        header.add("MIME-Version", "1.0")
        var bytes = header.bytes
        // Quoted-printable mostly adds a few per cent.
        bytes.reserveCapacity(1024 + (send.text.utf8.count + (send.html?.utf8.count ?? 0)) * 5 / 4)
        guard let html = send.html else {
            appendPart("plain", send.text, to: &bytes)
            return bytes
        }
        // RFC 2045 §6.7: no quoted-printable text ever holds `=_`, so no part can hold the boundary.
        let boundary = "=_" + MessageID.named("boundary", send.attempt.id)
        append("Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"\r\n", to: &bytes)
        for (kind, text) in [("plain", send.text), ("html", html)] {
            // The line break before a boundary belongs to it, not to the part.
            append("\r\n--\(boundary)\r\n", to: &bytes)
            appendPart(kind, text, to: &bytes)
        }
        append("\r\n--\(boundary)--\r\n", to: &bytes)
        return bytes
    }

    private static func appendPart(_ kind: String, _ text: String, to bytes: inout [UInt8]) {
        append(
            "Content-Type: text/\(kind); charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n",
            to: &bytes)
        QuotedPrintable.append(text, to: &bytes)
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: text.utf8)
    }
}
