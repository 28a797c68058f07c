import Contracts
import Policy

extension Scenario {
    private static let zones = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC", "Pacific/Auckland",
    ].map { Zone($0)! }

    /// Days of 150 days, with a few months of invoices around the first and about one event in two weeks.
    init(_ chance: inout Chance) {
        let firstDay = CivilDate(2026, 1, 1).adding(days: chance.below(800))
        start = Instant(milliseconds: Int64(firstDay.daysSince1970) * 86_400_000 + Int64(chance.below(86_400_000)))
        end = start.adding(.seconds(150 * 86_400))
        policy = DunningPolicy(generatedBy: &chance)
        let begin = start
        let items = (1...chance.between(1...8)).map {
            Self.item($0, around: firstDay, start: begin, &chance)
        }
        facts = CaseFacts(
            number: 7, creditor: "creditor", account: "account", currency: euro, creditorZone: chance.pick(Self.zones),
            accountZone: chance.pick(Self.zones), items: items,
            unappliedMinor: chance.isOne(in: 3) ? Int64(chance.below(15_000)) : 0,
            stop: chance.isOne(in: 12) ? Self.stop(ofCase: true, after: start, &chance) : nil,
            contacts: Self.contacts(before: start, &chance))
        otherMessages = Self.messages(before: start, &chance)
        events = []
        for _ in 0..<chance.below(13) {
            let at = start.adding(.milliseconds(chance.below(150 * 86_400_000)))
            events.append(Event(at: at, change: Self.change(at: at, count: items.count + events.count, &chance)))
        }
        events.sort { $0.at < $1.at }
        addParticulars(&chance)
    }

    private static func item(_ index: Int, around day: CivilDate, start: Instant, _ chance: inout Chance) -> OpenItem {
        // Every other one on a day that others share.
        let due = day.adding(days: chance.isOne(in: 2) ? chance.between(-40...50) : chance.between(-4...5) * 10)
        let amount = Int64(chance.isOne(in: 5) ? chance.between(1...400) : chance.between(1...20_000))
        return OpenItem(
            invoice: Identifier("invoice\(index)")!, number: "\(index)", reference: nil,
            issuedOn: due.adding(days: -chance.pick([0, 7, 14, 30, 60])), dueOn: due, amountMinor: amount,
            openMinor: chance.isOne(in: 4) ? Int64(chance.between(1...Int(amount))) : amount,
            stop: chance.isOne(in: 7) ? stop(ofCase: false, after: start, &chance) : nil)
    }

    private static func stop(ofCase: Bool, after now: Instant, _ chance: inout Chance) -> Stop {
        if ofCase, chance.isOne(in: 4) { return Stop(chance.pick([.factsIncomplete, .balanceDiffers])) }
        let until = now.adding(.seconds(chance.between(1...60 * 86_400)))
        return Stop(chance.pick([.held, .held, .disputed]), until: chance.isOne(in: 3) ? nil : until)
    }

    private static func contacts(before start: Instant, _ chance: inout Chance) -> [ContactFacts] {
        var contacts: [ContactFacts] = []
        // Most debtors can be written to, or nothing would be learnt from the others' rules.
        if !chance.isOne(in: 8) {
            for role in ["billing", "management"] {
                contacts.append(contact(contacts.count, role: role, before: start, isReachable: true, &chance))
            }
        }
        for _ in 0..<chance.below(4) {
            let role = chance.pick(["billing", "management", "sales"])
            contacts.append(contact(contacts.count, role: role, before: start, isReachable: false, &chance))
        }
        return chance.shuffled(contacts)
    }

    private static func contact(
        _ index: Int, role: String, before start: Instant, isReachable: Bool, _ chance: inout Chance
    ) -> ContactFacts {
        ContactFacts(
            contact: Identifier("contact\(index)")!, role: role, name: nil,
            email: isReachable || !chance.isOne(in: 4) ? "contact\(index)@example.com" : nil, language: nil,
            hasOptedOut: !isReachable && chance.isOne(in: 3), isUndeliverable: !isReachable && chance.isOne(in: 4),
            messages: chance.isOne(in: 2) ? messages(before: start, &chance) : [])
    }

    private static func messages(before start: Instant, _ chance: inout Chance) -> [Instant] {
        (0..<chance.below(3)).map { _ in start.adding(.seconds(-chance.between(60...10 * 86_400))) }
    }

    private static func change(at now: Instant, count: Int, _ chance: inout Chance) -> Change {
        let day = CivilDate(daysSince1970: Int(now.milliseconds / 86_400_000))
        return switch chance.below(17) {
        case 0, 1: .issue(item(count + 1, around: day, start: now, &chance))
        case 2: .pay(invoice: chance.below(8), percent: 100)
        case 3: .pay(invoice: chance.below(8), percent: chance.between(1...99))
        case 4, 5: .reverse
        case 6: .credit(Int64(chance.between(1...15_000)))
        case 7: .allocate
        case 8: .stopCase(stop(ofCase: true, after: now, &chance))
        case 9: .stopCase(nil)
        case 10: .stopInvoice(chance.below(8), stop(ofCase: false, after: now, &chance))
        case 11: .stopInvoice(chance.below(8), nil)
        case 12: .optOut(contact: chance.below(4))
        case 13: .contact(contact(count + 10, role: "billing", before: now, isReachable: true, &chance))
        case 14: .messagesToAccount(chance.between(1...5))
        case 15: .messagesToAddress(chance.between(1...5), contact: chance.below(4))
        default: .outage(hours: chance.between(1...60 * 24))
        }
    }
}
