import Contracts
import Foundation
import Ledger
import Rulebook
import TestSupport
import Testing

/// Open items of a real receivables ledger; the folder of corpora is named by `DUNLIN_CORPORA`.
@Suite(.serialized) struct `A real ledger of open items` {
    static let file = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(filePath: $0).appending(path: "ar_highradius_open/open_invoices.csv").path
    }

    @Test(.enabled(if: file != nil, "DUNLIN_CORPORA does not name the folder of corpora"))
    func `brings one message to each customer, creditor and currency, to the cent, and none the second time`() throws {
        let file = try #require(Self.file)
        let expected = try Self.plainCount(file)
        let folder = try PeerFolder()
        let config = try Self.configuration(in: folder.url, creditors: Set(expected.keys.map(\.creditor)))
        // Imported on a Sunday: until the window opens, every account is whole, however slow the machine is.
        let fixture = try FleetFixture(config: config, now: "2020-08-02T14:00:00Z")
        try fixture.fleet.start("planner")
        try fixture.fleet.start("renderer")
        try fixture.fleet.start("email-sender", fixture.mailSettings)
        let map = URL(filePath: #filePath).appending(path: "../../DunlinTests/Fixtures/highradius-map.yaml")
        let arguments = ["import", file, "--map", map.standardizedFileURL.path, "--as-of", "2020-08-02"]
        try fixture.fleet.dunlin(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5])

        let ledger = try fixture.ledger()
        #expect(
            try eventually(within: .seconds(300)) {
                let status = try ledger.status()
                return status.invoices == 9_700 && status.dueCases == 0
            })
        #expect(try fixture.sink.mails().isEmpty)
        try fixture.fleet.dunlin("clock", "set", "2020-08-03T14:00:00Z")
        let isDone = try eventually(within: .seconds(300)) {
            try ledger.status().attemptsByState == ["accepted": Int64(expected.count)]
        }
        let states = try ledger.status().attemptsByState
        #expect(isDone, "\(states), expected \(expected.count)")
        #expect(try Self.totals(in: fixture.sink.mails()) == expected.mapValues { Self.grouped($0) }.sorted())

        try fixture.fleet.dunlin(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5])
        #expect(
            try eventually(within: .seconds(120)) {
                let status = try ledger.status()
                return try fixture.depth(of: Topology.plannerQueue) == 0 && status.dueCases == 0
            })
        fixture.fleet.drain("planner")
        #expect(try fixture.sink.mails().count == expected.count)
        print("\(expected.count) messages for \(expected.count) customers, creditors and currencies")
    }

    struct Key: Hashable, Comparable {
        var creditor: String
        var customer: String
        var currency: String

        static func < (left: Key, right: Key) -> Bool {
            (left.creditor, left.customer, left.currency) < (right.creditor, right.customer, right.currency)
        }
    }

    /// What is overdue on 2020-08-03, in cents, counted by Python's own CSV reader.
    private static func plainCount(_ file: String) throws -> [Key: Int64] {
        let program = """
            import collections, csv, decimal, sys
            totals = collections.Counter()
            for row in csv.DictReader(open(sys.argv[1], newline='')):
                cents = int(decimal.Decimal(row['total_open_amount']) * 100)
                if row['due_in_date'] < '2020-08-03' and cents > 0:
                    totals[row['business_code'], row['cust_number'], row['invoice_currency']] += cents
            for key, cents in totals.items(): print(*key, cents, sep='\\t')
            """
        var totals: [Key: Int64] = [:]
        for line in try Command.run(["/usr/bin/python3", "-c", program, file]).split(separator: "\n") {
            let parts = line.split(separator: "\t").map(String.init)
            totals[Key(creditor: parts[0], customer: parts[1], currency: parts[2])] = Int64(parts[3])
        }
        return totals
    }

    /// Each creditor of the file in its own name, and one step for whatever is overdue.
    private static func configuration(in folder: URL, creditors: Set<String>) throws -> URL {
        let config = folder.appending(path: "config")
        try FileManager.default.copyItem(at: Rulebook.defaultFolder, to: config)
        let shipped = config.appending(path: "creditors/harbour-supplies.yaml")
        let text = try String(contentsOf: shipped, encoding: .utf8)
            .replacingOccurrences(of: "Europe/Berlin", with: "America/New_York")
        for creditor in creditors {
            try text.replacingOccurrences(of: "creditor: harbour-supplies", with: "creditor: \(creditor)")
                .write(to: config.appending(path: "creditors/\(creditor).yaml"), atomically: true, encoding: .utf8)
        }
        try FileManager.default.removeItem(at: shipped)
        try """
        policy: default
        steps:
          - {id: reminder, due: 1, template: first-reminder, channels: [email], role: billing}
        window: {days: [monday, tuesday, wednesday, thursday, friday], from: "08:00", until: "18:00"}
        budget: {messages: 2, days: 7}
        """.write(to: config.appending(path: "policies/default.yaml"), atomically: true, encoding: .utf8)
        return config
    }

    /// The customer of each mail and the total it names, as "customer amount", sorted.
    private static func totals(in mails: [String]) -> [String] {
        mails.map { mail in
            let text = mail.replacingOccurrences(of: "\r\n", with: "\n").replacingOccurrences(of: "=\n", with: "")
            let to = text.split(separator: "\n").first { $0.hasPrefix("To:") } ?? ""
            let customer =
                to.split(whereSeparator: { $0 == "<" || $0 == " " || $0 == "@" })
                .first { $0.allSatisfy { $0.isNumber || $0.isLetter } && $0.contains { $0.isNumber } } ?? ""
            let total = text.split(separator: "\n").first { $0.hasPrefix("Amount to pay:") } ?? ""
            return "\(customer) \(total.filter { $0.isNumber || $0 == "," || $0 == "." })"
        }.sorted()
    }

    private static func grouped(_ cents: Int64) -> String {
        var whole = String(cents / 100)
        var groups: [String] = []
        while whole.count > 3 {
            groups.insert(String(whole.suffix(3)), at: 0)
            whole.removeLast(3)
        }
        let fraction = String(cents % 100)
        return ([whole] + groups).joined(separator: ",") + "." + (fraction.count < 2 ? "0" : "") + fraction
    }
}

extension Dictionary where Key == `A real ledger of open items`.Key, Value == String {
    fileprivate func sorted() -> [String] {
        map { "\($0.key.customer) \($0.value)" }.sorted()
    }
}
