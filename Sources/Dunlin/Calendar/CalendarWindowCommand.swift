import ArgumentParser
import Contracts
import Policy

/// `dunlin calendar window`: whether a daily window is open, and if not, when it opens.
struct CalendarWindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window",
        abstract: "Tells for each line of instant, zone and hours whether sending is allowed.",
        discussion: """
            In: {"utc": "2027-03-28T00:30:00Z", "zone": "Europe/Berlin", "open": "08:00", "close": "18:00"}. Out: \
            {"allowed", "next_allowed_utc"}, the latter the instant itself while the window is open; or {"error": \
            {"code", "message", "path"}}. An "id" in a line comes back with its answer. Exit code 1 if any line was \
            refused.

            The window opens every day at "open" and is closed from "close" on, by the wall clock of the zone; 22:00 \
            to 06:00 crosses midnight, 00:00 to 24:00 is the whole day.
            """)

    @OptionGroup var lines: LineOptions

    func run() throws {
        try lines.answer { (question) throws(InputRefusal) in
            guard let instant = Instant(try question.text("utc")) else {
                throw InputRefusal(
                    "utc", "is not a date-time of RFC 3339 such as 2027-03-28T00:30:00Z", path: "$.utc")
            }
            guard let zone = Zone(try question.text("zone")) else {
                throw InputRefusal("zone", "is not a zone of the IANA database such as Europe/Berlin", path: "$.zone")
            }
            return try WindowAnswer(try SendWindow(daily: question), at: instant, in: zone)
        }
    }
}

private struct WindowAnswer: Encodable {
    let allowed: Bool
    let next: Instant

    init(_ window: SendWindow, at instant: Instant, in zone: Zone) throws(InputRefusal) {
        next = window.opening(from: instant, in: zone)
        allowed = next == instant
        guard Instant("\(next)") == next else {
            throw InputRefusal("range", "the window opens after the year 9999 only", path: "$.utc")
        }
    }

    private enum CodingKeys: String, CodingKey {
        case allowed
        case next = "next_allowed_utc"
    }
}
