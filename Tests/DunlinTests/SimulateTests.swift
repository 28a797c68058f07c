import Contracts
import Foundation
import Rulebook
import Testing

@testable import Dunlin

/// The rules are those that ship: Berlin, Monday to Friday from 08:00 to 18:00; steps 7 days before the due date, on it,
/// and 5, 14, 28 and 42 days after it.
@Suite struct `The simulate command` {
    @Test func `tells every step of an invoice that nobody pays, and rolls a weekend on to Monday`() throws {
        let ending = try simulate([account("a1"), invoice("i1", due: "2026-11-07")], to: "2027-01-31")
        #expect(ending.status == 0)
        #expect(
            ending.lines == [
                // The due date is a Saturday, on which nothing goes out.
                line("2026-10-26T09:00:00.000Z", .lapsed("due-today"), -12),
                line("2026-11-02T07:00:00.000Z", .sent("upcoming", "friendly"), -5),
                line("2026-11-12T07:00:00.000Z", .sent("first-reminder", "neutral"), 5),
                line("2026-11-23T07:00:00.000Z", .sent("second-reminder", "neutral"), 16),
                line("2026-12-07T07:00:00.000Z", .sent("third-reminder", "firm"), 30),
                line("2026-12-21T07:00:00.000Z", .sent("final-notice", "final"), 44),
                line("2026-12-21T07:00:00.000Z", .rested("all steps taken"), 44),
            ])
    }

    @Test func `begins and ends with the days that were asked for, in the creditor's calendar`() throws {
        let events = [account("a1"), invoice("i1", due: "2026-11-12")]
        let day = try steps(simulate(events, from: "2026-11-12", to: "2026-11-12"))
        #expect(day == ["2026-11-12T07:00:00.000Z send due-today EUR 10000"])
        let before = try simulate(events, from: "2026-11-10", to: "2026-11-11")
        #expect(before.status == 0 && before.output.isEmpty)
    }

    @Test func `closes a case that is paid and sends nothing more`() throws {
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"), payment("p1", 10_000, at: "2026-11-18T10:00:00Z"),
        ]
        let told = try steps(simulate(events))
        #expect(
            told == [
                "2026-11-05T07:00:00.000Z send upcoming EUR 10000", "2026-11-12T07:00:00.000Z send due-today EUR 10000",
                "2026-11-17T07:00:00.000Z send first-reminder EUR 10000", "2026-11-18T10:00:00.000Z close paid",
            ])
    }

    @Test func `asks for what is left after a part was paid`() throws {
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"), payment("p1", 2_500, at: "2026-11-18T10:00:00Z"),
        ]
        let told = try steps(simulate(events))
        #expect(told.contains("2026-11-17T07:00:00.000Z send first-reminder EUR 10000"))
        #expect(told.contains("2026-11-26T07:00:00.000Z send second-reminder EUR 7500"))
    }

    @Test func `rests on a hold, goes on when it is lifted and tells what lapsed meanwhile`() throws {
        let hold = Hold(creditor: Self.creditor, hold: "h1", account: "a1", reason: "call agreed")
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"),
            event(.hold(hold, isPlaced: true), at: "2026-11-04T10:00:00Z"),
            event(.hold(hold, isPlaced: false), at: "2026-11-17T06:30:00Z"),
            event(.hold(Self.hold("h2"), isPlaced: true), at: "2026-11-27T06:30:00Z"),
        ]
        let told = try steps(simulate(events, to: "2026-12-31"))
        #expect(
            told == [
                "2026-11-04T10:00:00.000Z hold held EUR 10000",
                "2026-11-05T23:00:00.000Z skip upcoming lapsed EUR 10000",
                "2026-11-12T23:00:00.000Z skip due-today lapsed EUR 10000",
                "2026-11-17T07:00:00.000Z send first-reminder EUR 10000",
                "2026-11-26T07:00:00.000Z send second-reminder EUR 10000",
                "2026-11-27T06:30:00.000Z hold held EUR 10000",
            ])
    }

    @Test func `names the step that a dispute holds up, and tells it once`() throws {
        let dispute = Dispute(creditor: Self.creditor, account: "a1", dispute: "d1", invoice: "i1", reason: "quality")
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"),
            event(.dispute(dispute, isOpen: true), at: "2026-11-17T06:00:00Z"),
            payment("p1", 100, at: "2026-11-17T09:00:00Z"),
            event(.dispute(dispute, isOpen: false), at: "2026-11-20T09:00:00Z"),
        ]
        let told = try steps(simulate(events, from: "2026-11-13", to: "2026-11-25"))
        #expect(
            told == [
                "2026-11-17T06:00:00.000Z hold first-reminder disputed EUR 10000",
                "2026-11-20T09:00:00.000Z send first-reminder EUR 9900",
            ])
    }

    @Test func `keeps currencies apart`() throws {
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"), invoice("i2", due: "2026-11-12", currency: "USD"),
        ]
        let told = try steps(simulate(events, from: "2026-11-05", to: "2026-11-05"))
        #expect(
            told == [
                "2026-11-05T07:00:00.000Z send upcoming EUR 10000", "2026-11-05T07:00:00.000Z send upcoming USD 10000",
            ])
    }

    @Test func `names a line that is no event and plays the others`() throws {
        let lines = [account("a1"), "{\"specversion\":\"1.0\"}", "", invoice("i1", due: "2026-11-12")]
        let ending = try simulate(lines)
        #expect(ending.status == ExitReason.refused.rawValue)
        #expect(ending.remarks.contains("standard input:2: $.type"))
        #expect(ending.remarks.contains("simulated 2 events of 1 accounts over 61 days"))
        #expect(ending.lines.count == 7)
    }

    @Test func `leaves out creditors without rules and says how many events that were`() throws {
        let other = event(
            .account(Account(creditor: "terns", account: "b1", name: "Example", contacts: [])), at: Self.begin)
        let ending = try simulate([account("a1"), invoice("i1", due: "2026-11-12"), other, other])
        #expect(ending.status == 0 && ending.lines.count == 7)
        #expect(ending.remarks.contains("creditor 'terns' has no rules here: 2 events left out"))
        let nothing = try simulate([other])
        #expect(nothing.status == ExitReason.configuration.rawValue)
        #expect(nothing.remarks.contains("give --creditor FILE"))
    }

    @Test func `goes by files of one's own, whatever their names`() throws {
        let folder = Rulebook.defaultFolder
        let creditor = try String(
            contentsOf: folder.appending(path: "creditors/harbour-supplies.yaml"), encoding: .utf8)
        let creditorFile = try TemporaryFile(
            creditor.replacing("creditor: harbour-supplies", with: "creditor: terns")
                .replacing("zone: Europe/Berlin", with: "zone: UTC"))
        let policyFile = try TemporaryFile(
            """
            policy: strict
            steps: [{id: now, when: 1 day after due, template: any, channels: [email], tone: firm}]
            window: {days: [thursday, friday], from: "00:00", until: "24:00"}
            budget: {messages: 1, days: 1}
            """)
        let events = [account("a1"), invoice("i1", due: "2026-11-12")].map {
            $0.replacing("harbour-supplies", with: "terns")
        }
        let ending = try simulate(events, ["--creditor", creditorFile.path, "--policy", policyFile.path])
        #expect(
            ending.lines == [
                line("2026-11-13T00:00:00.000Z", .sent("now", "firm"), 1)
                    .replacing("harbour-supplies", with: "terns").replacing("default/now", with: "strict/now")
                    .replacing("\"template\":\"now", with: "\"template\":\"any"),
                line("2026-11-13T00:00:00.000Z", .rested("all steps taken"), 1)
                    .replacing("harbour-supplies", with: "terns"),
            ])
        let broken = try TemporaryFile("policy: strict\nsteps: []\n")
        let refused = try simulate(events, ["--policy", broken.path])
        #expect(refused.status == ExitReason.configuration.rawValue)
        #expect(refused.remarks.contains("\(broken.path):"))
    }

    @Test func `draws a calendar for people`() throws {
        let events = [
            account("a1"), invoice("i1", due: "2026-11-12"), invoice("i2", due: "2026-11-12", currency: "USD"),
        ]
        let ending = try Tool.run(
            ["simulate", "--events", "-", "--from", "2026-11-05", "--to", "2026-11-06"],
            input: events.joined(separator: "\n"))
        #expect(ending.status == 0)
        #expect(ending.lines.count == 3)
        #expect(
            ending.lines[1].split(separator: " ") == [
                "2026-11-05", "Thursday", "send", "upcoming", "email", "2", "100.00", "EUR,", "100.00", "USD",
            ])
        #expect(ending.lines[2].hasPrefix("in all"))
        let nothing = try Tool.run(
            ["simulate", "--events", "-", "--from", "2026-11-06", "--to", "2026-11-06"],
            input: events.joined(separator: "\n"))
        #expect(nothing.output == "nothing falls due in these days\n")
    }

    @Test(arguments: [
        ["--from", "2026-11-02", "--to", "2026-11-01"], ["--from", "today", "--to", "2026-11-01"],
        ["--from", "2026-11-02"],
    ])
    func `refuses days that cannot be`(days: [String]) throws {
        let ending = try Tool.run(["simulate", "--events", "-"] + days)
        #expect(ending.status == ExitReason.usage.rawValue)
    }
}

/// Events and what is told of them.
extension `The simulate command` {
    private static let creditor: Identifier = "harbour-supplies"
    /// A Monday, before everything.
    private static let begin = "2026-10-26T09:00:00Z"

    private static func hold(_ id: Identifier) -> Hold {
        Hold(creditor: creditor, hold: id, account: "a1", reason: "call agreed")
    }

    private func event(_ payload: Payload, at time: String) -> String {
        let body = Message(
            id: "\(payload.type.rawValue) \(time) \(payload.hashValue)", source: "/billing",
            time: Instant(time)!, payload: payload
        ).encoded()
        return String(decoding: body, as: UTF8.self)
    }

    private func account(_ id: Identifier) -> String {
        event(
            .account(
                Account(
                    creditor: Self.creditor, account: id, name: "Example Ltd",
                    contacts: [Contact(contact: "c1", email: "\(id)@example.com")])), at: Self.begin)
    }

    private func invoice(_ id: Identifier, due: String, currency: String = "EUR") -> String {
        let due = CivilDate(due)!
        return event(
            .invoice(
                Invoice(
                    creditor: Self.creditor, account: "a1", invoice: id,
                    amount: Money(minor: 10_000, currency: Currency(currency)!), issuedOn: due.adding(days: -30),
                    dueOn: due), .issued), at: Self.begin)
    }

    private func payment(_ id: Identifier, _ minor: Int64, at time: String) -> String {
        event(
            .payment(
                Payment(
                    creditor: Self.creditor, account: "a1", payment: id,
                    amount: Money(minor: minor, currency: Currency("EUR")!), receivedOn: CivilDate("2026-11-18")!,
                    allocations: [Allocation(invoice: "i1", minor: minor)])), at: time)
    }

    private func simulate(
        _ events: [String], _ options: [String] = [], from: String = "2026-10-26", to: String = "2026-12-25"
    ) throws -> Tool.Ending {
        try Tool.run(
            ["simulate", "--events", "-", "--from", from, "--to", to, "--json"] + options,
            input: events.joined(separator: "\n") + "\n")
    }

    private enum Told {
        case sent(String, String), lapsed(String), rested(String)
    }

    /// The whole line of a decision about the invoice i1 over 100.00 EUR.
    private func line(_ at: String, _ told: Told, _ daysPastDue: Int) -> String {
        let (action, step, tone, reason): (String, String?, String?, String?) =
            switch told {
            case .sent(let step, let tone): ("send", step, tone, nil)
            case .lapsed(let step): ("skip", step, nil, "lapsed")
            case .rested(let reason): ("skip", nil, nil, reason)
            }
        func text(_ value: String?) -> String { value.map { "\"\($0)\"" } ?? "null" }
        let isSent = action == "send"
        return #"{"account":"a1","action":"\#(action)","at":"\#(at)","channel":\#(text(isSent ? "email" : nil)),"#
            + #""contact":\#(text(isSent ? "c1" : nil)),"creditor":"harbour-supplies","currency":"EUR","#
            + #""days_past_due":\#(daysPastDue),"invoices":["i1"],"reason":\#(text(reason)),"#
            + #""rule":\#(text(step.map { "default/" + $0 })),"step":\#(text(step)),"#
            + #""template":\#(text(isSent ? step : nil)),"tone":\#(text(tone)),"#
            + #""total":{"currency":"EUR","minor":10000}}"#
    }

    /// What each line says, in short: instant, action, step, reason, total.
    private func steps(_ ending: Tool.Ending) throws -> [String] {
        #expect(ending.status == 0, "\(ending.remarks)")
        return try ending.lines.map { line in
            let told = try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            let total = told.total.map { "\($0.currency) \($0.minor)" }
            return [told.at, told.action, told.step, told.reason, total].compactMap { $0 }.joined(separator: " ")
        }
    }

    private struct Line: Decodable {
        struct Total: Decodable {
            let currency: String
            let minor: Int64
        }

        let at: String
        let action: String
        let step: String?
        let reason: String?
        let total: Total?
    }
}
