import Contracts
import Foundation

/// The header of a mail, field by field.
struct MailHeader {
    private(set) var bytes: [UInt8] = []

    /// A field whose value is ASCII and needs no folding.
    mutating func add(_ name: String, _ value: String) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: ": ".utf8)
        bytes.append(contentsOf: value.utf8)
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    mutating func add(_ name: String, text: String) {
        add(name, HeaderText.unstructured(text, column: name.utf8.count + 2))
    }

    mutating func add(_ name: String, _ mailbox: Mailbox) {
        let shown = mailbox.name.map(HeaderText.singleLine) ?? ""
        guard !shown.isEmpty else { return add(name, "<\(mailbox.address)>") }
        let display = HeaderText.displayName(shown, column: name.utf8.count + 2)
        let lastLine = display.utf8.reversed().prefix { $0 != 0x0A }.count
        let column = lastLine == display.utf8.count ? lastLine + name.utf8.count + 2 : lastLine
        let isShort = column + mailbox.address.utf8.count + 3 <= HeaderText.longestLine
        add(name, display + (isShort ? " " : "\r\n ") + "<\(mailbox.address)>")
    }

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Mon, 23 Nov 2026 16:05:09 +0000`
    /// - Source: RFC 5322 §3.3.
    static func date(_ instant: Instant) -> String {
        var time = tm()
        var seconds = time_t(instant.milliseconds / 1000)
        gmtime_r(&seconds, &time)
        let day = days[Int(((instant.milliseconds / 86_400_000) % 7 + 7) % 7)]
        let clock = [time.tm_hour, time.tm_min, time.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day), \(time.tm_mday) \(months[Int(time.tm_mon)]) \(time.tm_year + 1900) "
            + clock.joined(separator: ":") + " +0000"
    }
}
