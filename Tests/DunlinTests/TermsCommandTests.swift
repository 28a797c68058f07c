import Testing

@testable import Dunlin

@Suite struct `The terms command` {
    @Test func `tells the due date`() throws {
        let ending = try Tool.run(["terms", "end of month + 30", "--issued", "2027-01-15"])
        #expect(ending.status == 0)
        #expect(ending.lines == ["end of month + 30: due 2027-03-02"])
    }

    @Test func `tells discount and instalments`() throws {
        let discount = try Tool.run([
            "terms", "2/10 NET 30", "--issued", "2027-01-31", "--amount", "1.25", "--currency", "EUR",
        ])
        #expect(
            discount.lines.prefix(2) == ["2/10 net 30: due 2027-03-02", "discount of 2 %, 0.03 EUR until 2027-02-10"])
        let parts = try Tool.run([
            "terms", "50% on issue, 50% net 30", "--issued", "2027-01-31", "--amount", "100.01", "--currency", "EUR",
        ])
        #expect(
            parts.lines.map { $0.split(separator: " ").joined(separator: " ") } == [
                "50 % on issue, 50 % net 30: due 2027-03-02", "due share amount", "2027-01-31 50 % 50.00 EUR",
                "2027-03-02 50 % 50.01 EUR",
            ])
    }

    @Test func `tells the same to programs`() throws {
        let ending = try Tool.run([
            "terms", "2/10 net 30", "--issued", "2027-01-31", "--amount", "100", "--currency", "JPY", "--json",
        ])
        #expect(
            ending.lines == [
                #"{"discount":{"amount":{"currency":"JPY","minor":2},"percent":"2","until":"2027-02-10"},"#
                    + #""due":"2027-03-02","instalments":[{"amount":{"currency":"JPY","minor":100},"#
                    + #""due":"2027-03-02","percent":"100"}],"issued":"2027-01-31","terms":"2/10 net 30"}"#
            ])
        let plain = try Tool.run(["terms", "15th of next month", "--issued", "2027-12-20", "--json"])
        #expect(
            plain.lines == [
                #"{"discount":null,"due":"2028-01-15","instalments":[{"due":"2028-01-15","percent":"100"}],"#
                    + #""issued":"2027-12-20","terms":"15th of next month"}"#
            ])
    }

    @Test(arguments: [
        (["net thirty", "--issued", "2027-01-31"], "must have a whole number from 0 to 3650 days"),
        (["net 30", "--issued", "2027-02-29"], "2027-02-29"), (["net 30"], "--issued"),
        (["net 30", "--issued", "2027-01-31", "--amount", "5"], "go together"),
        (["net 30", "--issued", "9999-12-31"], "end after the year 9999"),
    ])
    func `says what it cannot read`(arguments: [String], remark: String) throws {
        let ending = try Tool.run(["terms"] + arguments)
        #expect(ending.status == ExitReason.usage.rawValue)
        #expect(ending.output.isEmpty && ending.remarks.contains(remark), "\(ending.remarks)")
    }
}
