import Contracts
import Policy
import Testing

@Suite struct `A window on a wall clock that leaps` {
    private func opening(_ hours: String, _ zone: String, _ utc: String, days: [Weekday]? = nil) throws -> String {
        let times = hours.split(separator: "-").map { SendWindow.minuteOfDay(String($0)) }
        let window = SendWindow(
            days: Set(days ?? Weekday.allCases), fromMinute: try #require(times[0]),
            untilMinute: try #require(times[1]))
        let (zone, instant) = (try #require(Zone(zone)), try #require(Instant(utc)))
        let opening = window.opening(from: instant, in: zone)
        #expect(window.isOpen(at: opening, in: zone))
        #expect(window.isOpen(at: instant, in: zone) == (opening == instant))
        if opening > instant {
            #expect(!window.isOpen(at: Instant(milliseconds: opening.milliseconds - 1), in: zone))
        }
        return "\(opening)".replacing(".000Z", with: "Z")
    }

    // Berlin goes from 02:00 to 03:00 on 2027-03-28 at 01:00Z, and from 03:00 to 02:00 on 2027-10-31 at 01:00Z.
    @Test(arguments: [
        ("02:30-04:00", "2027-03-28T00:59:59.999Z", "2027-03-28T01:00:00Z"),
        ("02:00-02:30", "2027-03-28T00:59:59.999Z", "2027-03-29T00:00:00Z"),
        ("02:00-03:00", "2027-03-27T02:00:00Z", "2027-03-29T00:00:00Z"),
        ("01:00-03:00", "2027-03-28T00:59:59.999Z", "2027-03-28T00:59:59.999Z"),
        ("08:00-18:00", "2027-03-28T00:59:59.999Z", "2027-03-28T06:00:00Z"),
        ("02:15-02:45", "2027-10-31T00:15:00Z", "2027-10-31T00:15:00Z"),
        ("02:15-02:45", "2027-10-31T00:45:00Z", "2027-10-31T01:15:00Z"),
        ("02:15-02:45", "2027-10-31T01:44:59.999Z", "2027-10-31T01:44:59.999Z"),
        ("02:15-02:45", "2027-10-31T01:45:00Z", "2027-11-01T01:15:00Z"),
        ("02:30-04:00", "2027-10-31T01:00:00Z", "2027-10-31T01:30:00Z"),
    ])
    func `opens in Berlin`(hours: String, utc: String, next: String) throws {
        #expect(try opening(hours, "Europe/Berlin", utc) == next)
    }

    // Half an hour: from 02:00 to 01:30 on 2027-04-03 at 15:00Z, from 02:00 to 02:30 on 2027-10-02 at 15:30Z.
    @Test(arguments: [
        ("01:45-02:00", "2027-04-03T14:50:00Z", "2027-04-03T14:50:00Z"),
        ("01:45-02:00", "2027-04-03T15:00:00Z", "2027-04-03T15:15:00Z"),
        ("02:10-03:00", "2027-10-02T15:29:59.999Z", "2027-10-02T15:30:00Z"),
        ("02:00-02:30", "2027-10-02T15:29:59.999Z", "2027-10-03T15:00:00Z"),
    ])
    func `opens on Lord Howe Island`(hours: String, utc: String, next: String) throws {
        #expect(try opening(hours, "Australia/Lord_Howe", utc) == next)
    }

    // From 02:00 to 01:00 on 2027-11-07 at 06:00Z.
    @Test(arguments: [
        ("01:00-01:30", "2027-11-07T05:30:00Z", "2027-11-07T06:00:00Z"),
        ("01:00-01:30", "2027-11-07T06:30:00Z", "2027-11-08T06:00:00Z"),
        ("22:00-01:30", "2027-11-07T05:45:00Z", "2027-11-07T06:00:00Z"),
    ])
    func `opens in New York`(hours: String, utc: String, next: String) throws {
        #expect(try opening(hours, "America/New_York", utc) == next)
    }

    // Friday, 2011-12-30 never was: 2011-12-29 24:00 was 2011-12-31 00:00, at 10:00Z.
    @Test(arguments: [
        ("08:00-18:00", nil, "2011-12-30T04:00:00Z", "2011-12-30T18:00:00Z"),
        ("00:00-01:00", nil, "2011-12-30T09:59:59.999Z", "2011-12-30T10:00:00Z"),
        ("22:00-06:00", nil, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"),
        ("08:00-18:00", [Weekday.friday], "2011-12-30T04:00:00Z", "2012-01-05T18:00:00Z"),
    ])
    func `opens in Apia`(hours: String, days: [Weekday]?, utc: String, next: String) throws {
        #expect(try opening(hours, "Pacific/Apia", utc, days: days) == next)
    }

    @Test(arguments: [
        ("2027-06-01T03:59:59.999Z", "2027-06-01T03:59:59.999Z"), ("2027-06-01T04:00:00Z", "2027-06-01T20:00:00Z"),
        ("2027-06-01T19:59:59.999Z", "2027-06-01T20:00:00Z"), ("2027-06-01T22:30:00Z", "2027-06-01T22:30:00Z"),
    ])
    func `crosses midnight`(utc: String, next: String) throws {
        #expect(try opening("22:00-06:00", "Europe/Berlin", utc) == next)
    }

    @Test(arguments: [
        ("2027-06-04T23:00:00Z", "2027-06-04T23:00:00Z"), ("2027-06-05T06:00:00Z", "2027-06-07T22:00:00Z"),
        ("2027-06-07T03:00:00Z", "2027-06-07T22:00:00Z"), ("2027-06-05T05:59:00Z", "2027-06-05T05:59:00Z"),
    ])
    func `crosses midnight out of the day that it belongs to`(utc: String, next: String) throws {
        let days: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
        #expect(try opening("22:00-06:00", "UTC", utc, days: days) == next)
    }

    @Test(arguments: [
        ("Asia/Kathmandu", "2027-01-01T02:14:59.999Z", "2027-01-01T02:15:00Z"),
        ("Pacific/Chatham", "2027-06-01T12:00:00Z", "2027-06-01T19:15:00Z"),
        ("Pacific/Kiritimati", "2027-06-01T12:00:00Z", "2027-06-01T18:00:00Z"),
        ("Pacific/Pago_Pago", "2027-06-01T12:00:00Z", "2027-06-01T19:00:00Z"),
    ])
    func `opens to the minute`(zone: String, utc: String, next: String) throws {
        #expect(try opening("08:00-12:00", zone, utc) == next)
    }

    @Test func `knows the last moment before 1970`() throws {
        #expect(try opening("23:59-24:00", "UTC", "1969-12-31T23:59:59.500Z") == "1969-12-31T23:59:59.500Z")
        #expect(try opening("00:00-00:01", "UTC", "1969-12-31T23:59:59.500Z") == "1970-01-01T00:00:00Z")
    }

    @Test(arguments: ["", "8:00", "08:60", "24:01", "25:00", "08.00", "+8:00", "08:0x", "08:000", "０8:00"])
    func `has no such time`(text: String) {
        #expect(SendWindow.minuteOfDay(text) == nil)
    }
}

@Suite struct `A calendar of business days` {
    private let christmas = BusinessCalendar(
        weekend: [.saturday, .sunday], holidays: [CivilDate(2026, 12, 25): "Christmas Day"],
        range: CivilDate(2026, 1, 1)...CivilDate(2026, 12, 31))

    @Test func `goes by the weekend alone where no holidays count`() {
        let calendar = BusinessCalendar.weekdays
        #expect(calendar.isBusinessDay(CivilDate(2026, 12, 25)) == true)
        #expect(calendar.isBusinessDay(CivilDate(2026, 12, 26)) == false)
        #expect(calendar.adding(businessDays: 5, to: CivilDate(2026, 12, 25)) == CivilDate(2027, 1, 1))
        #expect(calendar.adding(businessDays: -5, to: CivilDate(2026, 12, 26)) == CivilDate(2026, 12, 21))
    }

    @Test func `leaves holidays out`() {
        #expect(christmas.roll(CivilDate(2026, 12, 25), .next) == CivilDate(2026, 12, 28))
        #expect(christmas.roll(CivilDate(2026, 12, 27), .previous) == CivilDate(2026, 12, 24))
        #expect(christmas.adding(businessDays: 2, to: CivilDate(2026, 12, 24)) == CivilDate(2026, 12, 29))
    }

    @Test func `does not say business where it knows nothing, and still finds a day`() {
        #expect(christmas.isBusinessDay(CivilDate(2027, 12, 24)) == nil)
        #expect(!christmas.covers(CivilDate(2027, 1, 1)))
        #expect(christmas.roll(CivilDate(2027, 1, 2), .next) == CivilDate(2027, 1, 4))
    }
}
