import Contracts
import Policy
import Testing

/// Compares the answer with a reference that asks of every minute, and of every contact, one by one.
@Suite struct `The next allowed contact` {
    @Test func `is the first minute that a search minute by minute finds`() {
        var chance = Chance(2_027)
        var (moved, never) = (0, 0)
        for number in 0..<150 {
            let question = ContactQuestion(&chance)
            let opening = question.limits.nextAllowed(
                channel: question.channel, debt: question.debt, at: question.at, zone: question.zone,
                history: question.history)
            let first = question.firstAllowedMinute
            if let at = opening.at {
                #expect(question.isAllowed(at), "case \(number)")
                // The search ends after nine days; beyond it only the answer's own end is looked at.
                #expect(first == at || first == nil && at > question.end, "case \(number): \(at), not \(first as Any)")
                #expect((opening.rule == "") == (at == question.at), "case \(number)")
                if at > question.at { moved += 1 }
                let before = at.adding(.milliseconds(-1))
                if at > question.at { #expect(!question.isAllowed(before), "case \(number)") }
            } else {
                never += 1
                #expect(first == nil && !opening.rule.isEmpty, "case \(number)")
            }
        }
        // A run that never has to wait, or that mostly cannot be answered, shows nothing.
        #expect(moved > 60 && never < 40, "\(moved) moved, \(never) never")
    }
}

private struct ContactQuestion {
    let limits: ContactLimits
    let channel: Channel
    let debt: Int64
    let at: Instant
    let zone: DebtorZone
    let history: [PastContact]
    let end: Instant

    private static let zones = [
        "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Honolulu", "Australia/Lord_Howe", "Asia/Beirut",
    ].map { Zone($0)! }
    private static let holidays = BusinessCalendar(
        weekend: [.saturday, .sunday],
        holidays: [CivilDate(2027, 3, 26): "a", CivilDate(2027, 3, 29): "b", CivilDate(2027, 10, 29): "c"],
        range: CivilDate(2027, 1, 1)...CivilDate(2027, 12, 31))

    init(_ chance: inout Chance) {
        // Around both changes of daylight saving.
        let start = chance.pick([Instant("2027-03-24T00:00:00Z")!, Instant("2027-10-27T00:00:00Z")!])
        let at = start.adding(.seconds(chance.between(0...10 * 1440) * 60))
        self.at = at
        end = at.adding(.seconds(9 * 86_400))
        zone = DebtorZone(
            Array(chance.shuffled(Self.zones).prefix(chance.isOne(in: 3) ? 2 : 1)), origin: .country)
        channel = chance.pick(Channel.allCases)
        debt = Int64(chance.between(1...2))
        history = (0..<chance.between(0...9)).map { _ in
            PastContact(
                at: at.adding(.seconds(-60 * chance.between(0...8 * 1440))), channel: chance.pick(Channel.allCases),
                debt: Int64(chance.between(1...2)), wasConversation: chance.isOne(in: 4))
        }
        var rules: [ContactRule] = []
        for index in 0..<chance.between(1...4) {
            rules.append(ContactRule("rule \(index)", channels: Self.channels(&chance), Self.limit(&chance)))
        }
        limits = ContactLimits(rules, calendar: Self.holidays)
    }

    private static func channels(_ chance: inout Chance) -> Set<Channel> {
        Set(chance.shuffled(Channel.allCases).prefix(chance.between(2...4)))
    }

    private static func limit(_ chance: inout Chance) -> ContactRule.Limit {
        switch chance.below(6) {
        case 0: .atMost(count: chance.between(1...3), days: chance.between(1...8), perDebt: chance.isOne(in: 2))
        case 1: .atMostADay(count: chance.between(1...2))
        case 2: .gap(.seconds(60 * chance.between(1...3000)))
        case 3: .afterConversation(days: chance.between(1...8))
        case 4: .hours(SendWindow(&chance))
        default:
            .quietDays(
                Set(chance.shuffled(Weekday.allCases).prefix(chance.between(1...4))), holidays: chance.isOne(in: 2))
        }
    }

    var firstAllowedMinute: Instant? {
        var instant = at
        while instant <= end {
            if isAllowed(instant) { return instant }
            instant = instant.adding(.seconds(60))
        }
        return nil
    }

    func isAllowed(_ instant: Instant) -> Bool {
        limits.rules.allSatisfy { rule in
            guard rule.channels.contains(channel) else { return true }
            let counted = history.filter { rule.channels.contains($0.channel) }
            let days = zone.zones.map { $0.date(at: instant) }
            switch rule.limit {
            case .atMost(let count, let length, let perDebt):
                return counted.count {
                    (!perDebt || $0.debt == debt) && instant.since($0.at) < .seconds(length * 86_400)
                } < count
            case .atMostADay(let count):
                return zip(zone.zones, days).allSatisfy { zone, day in
                    counted.count { zone.date(at: $0.at) == day } < count
                }
            case .gap(let gap): return counted.allSatisfy { instant.since($0.at) >= gap }
            case .afterConversation(let length):
                return !history.contains {
                    $0.wasConversation && $0.debt == debt && instant.since($0.at) < .seconds(length * 86_400)
                }
            case .hours(let window): return zone.zones.allSatisfy { window.isOpen(at: instant, in: $0) }
            case .quietDays(let weekdays, let holidays):
                return days.allSatisfy { day in
                    !weekdays.contains(day.weekday) && !(holidays && limits.calendar.holidays[day] != nil)
                }
            }
        }
    }
}
