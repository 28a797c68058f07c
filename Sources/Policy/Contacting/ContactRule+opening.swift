import Contracts

/// A contact that is about to be made, and what a rule must know of it.
struct ProspectiveContact {
    let channel: Channel
    let debt: Int64
    let zone: DebtorZone
    let history: [PastContact]
    let calendar: BusinessCalendar
}

extension ContactRule {
    /// An instant not before `instant` such that the rule forbids everything between the two; `instant` itself if the
    /// rule allows it.
    ///
    /// A contact in the future, which a clock set back can leave, counts like one at this instant.
    func opening(from instant: Instant, for contact: ProspectiveContact) -> Instant {
        switch limit {
        case .atMost(let count, let days, let perDebt):
            return ContactBudget(messages: count, days: days)
                .nextAllowed(sent: counted(of: contact, perDebt: perDebt).map(\.at), now: instant) ?? instant
        case .atMostADay(let count):
            let contacts = counted(of: contact, perDebt: false)
            return latest(of: contact.zone) { zone in
                let days = contacts.map { zone.date(at: $0.at) }
                return zone.opening(from: instant) { day in days.count { $0 >= day } < count }
            }
        case .gap(let gap):
            let last = counted(of: contact, perDebt: false).map(\.at).max()
            return max(instant, last?.adding(gap) ?? instant)
        case .afterConversation(let days):
            let last = contact.history.filter { $0.wasConversation && $0.debt == contact.debt }.map(\.at).max()
            return max(instant, last?.adding(.seconds(days * 86_400)) ?? instant)
        case .hours(let window):
            return latest(of: contact.zone) { window.opening(from: instant, in: $0) }
        case .quietDays(let weekdays, let holidays):
            return latest(of: contact.zone) { zone in
                zone.opening(from: instant) { day in
                    !weekdays.contains(day.weekday) && !(holidays && contact.calendar.holidayName(on: day) != nil)
                }
            }
        }
    }

    private func counted(of contact: ProspectiveContact, perDebt: Bool) -> [PastContact] {
        contact.history.filter { channels.contains($0.channel) && (!perDebt || $0.debt == contact.debt) }
    }

    /// Before the last of the zones opens, not all of them are open.
    private func latest(of zone: DebtorZone, _ opening: (Zone) -> Instant) -> Instant {
        zone.zones.map(opening).max()!
    }
}

extension Zone {
    /// `instant` itself if its day is open, else the first instant of a day that is.
    ///
    /// Never ends if no day ever is.
    func opening(from instant: Instant, where isOpen: (CivilDate) -> Bool) -> Instant {
        var instant = instant
        while true {
            let wall = wallClock(at: instant)
            let day = Self.day(of: wall)
            if isOpen(day) { return instant }
            let midnight = Int64(day.adding(days: 1).daysSince1970) * 86_400_000
            let next = instant.adding(.milliseconds(midnight - wall))
            // Up to a change of the offset the wall clock runs with time; from there on it is asked again.
            instant = firstChange(after: instant, until: next) ?? next
        }
    }
}
