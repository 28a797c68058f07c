import Calendars
import Contracts
import Policy

/// Answers when a debtor may be contacted, from what a line of input tells.
struct ContactDesk {
    private let legal: LegalProfiles
    private let finder: ZoneFinder
    /// By place, as they are asked for.
    private var calendars: [Jurisdiction: BusinessCalendar] = [:]

    init(legal: LegalProfiles, finder: ZoneFinder) {
        self.legal = legal
        self.finder = finder
    }

    mutating func answer(_ question: Question) throws(InputRefusal) -> ContactAnswer {
        guard let instant = Instant(try question.text("utc")) else {
            throw InputRefusal("utc", "is not a date-time of RFC 3339 such as 2027-03-28T00:30:00Z", path: "$.utc")
        }
        let place = try jurisdiction(question)
        let channel = try word("channel", of: Channel.self, in: try question.text("channel"))
        let window = try SendWindow(daily: question)
        let zone = try zone(question, in: place)
        let profile = legal.profile(
            for: place, kind: try word("kind", of: DebtKind.self, ifIn: question),
            role: try word("role", of: CreditorRole.self, ifIn: question), on: zone.zones[0].date(at: instant))
        let limits = profile.limits(with: [.window(window)], calendar: try calendar(of: place))
        let opening = limits.nextAllowed(channel: channel, debt: 0, at: instant, zone: zone, history: [])
        return try ContactAnswer(opening, asked: instant, zone: zone)
    }

    private func jurisdiction(_ question: Question) throws(InputRefusal) -> Jurisdiction {
        let country = try question.text("country")
        guard let known = Jurisdiction(country), known.subdivision == nil else {
            throw InputRefusal("country", "is not a country code of ISO 3166-1 such as DE", path: "$.country")
        }
        guard let subdivision = try question.optionalText("subdivision") else { return known }
        let code = subdivision.hasPrefix(country + "-") ? subdivision : "\(country)-\(subdivision)"
        guard let place = Jurisdiction(code) else {
            throw InputRefusal(
                "subdivision", "is not a subdivision of ISO 3166-2 such as US-MA or MA", path: "$.subdivision")
        }
        return place
    }

    private func zone(_ question: Question, in place: Jurisdiction) throws(InputRefusal) -> DebtorZone {
        var whereabouts = Whereabouts(phone: try question.optionalText("phone"), country: place.country)
        let postalCode = try question.optionalText("postal_code")
        if place.subdivision != nil || postalCode != nil {
            whereabouts.address = ZoneAddress(
                country: place.country, subdivision: place.subdivision, postalCode: postalCode)
        }
        if let name = try question.optionalText("zone") {
            guard let zone = Zone(name) else {
                throw InputRefusal("zone", "is not a zone of the IANA database such as Europe/Berlin", path: "$.zone")
            }
            whereabouts.contact = zone
        }
        do throws(ZoneDataError) {
            if let zone = try finder.zone(of: whereabouts) { return zone }
        } catch {
            throw InputRefusal("zone", "\(error)")
        }
        throw InputRefusal("zone", "cannot be told from this country: give \"zone\"", path: "$.country")
    }

    /// Monday to Friday where no holidays are known.
    private mutating func calendar(of place: Jurisdiction) throws(InputRefusal) -> BusinessCalendar {
        if let calendar = calendars[place] { return calendar }
        do throws(CalendarError) {
            let calendar = try HolidayCalendar.named(place.code, orCountry: true)?.days ?? .weekdays
            calendars[place] = calendar
            return calendar
        } catch {
            throw InputRefusal("calendar", "\(error)")
        }
    }

    private func word<Value: Word>(
        _ name: String, of type: Value.Type, in text: String
    ) throws(InputRefusal) -> Value {
        do throws(TextRefusal) {
            // As people write such words in JSON: first_party, first-party.
            return try Value(reading: String(text.map { "_-".contains($0) ? " " : $0 }))
        } catch {
            throw InputRefusal(name, error.reason, path: "$.\(name)")
        }
    }

    /// nil if the line does not have it.
    private func word<Value: Word>(
        _ name: String, of type: Value.Type, ifIn question: Question
    ) throws(InputRefusal) -> Value? {
        guard let text = try question.optionalText(name) else { return nil }
        return try word(name, of: type, in: text)
    }
}
