import Foundation
import Testing

@testable import Dunlin

@Suite struct `A column map` {
    private func map(_ yaml: String) throws -> ColumnMap {
        var map = ColumnMap()
        try map.apply(yaml: yaml, named: "map.yaml")
        return map
    }

    @Test func `is read from YAML`() throws {
        let map = try map(
            """
            source: erp
            separator: tab
            creditor: { constant: harbour-supplies }
            account: no
            currency: cur
            accounts:
              name: customer
              email: { template: "{no}@example.com" }
            invoices:
              invoice: doc
              amount: { column: gross, unit: minor }
              issued_on: { column: doc_date, date_format: dd.MM.yyyy }
              due_on: due
            decimal_mark: ","
            """)
        #expect(map.problems == [])
        #expect(map.source == "erp")
        #expect(map.separator == 9)
        #expect(map.rules[.creditor] == FieldRule(.constant("harbour-supplies")))
        #expect(map.rules[.contactEmail]?.columns == ["no"])
        #expect(map.rules[.invoiceAmount]?.amountFormat == AmountFormat(decimalMark: ",", unit: .minor))
        #expect(map.rules[.invoiceIssuedOn]?.dateFormat == DateFormat("dd.MM.yyyy"))
        #expect(map.columns == ["cur", "customer", "doc", "doc_date", "due", "gross", "no"])
    }

    @Test func `reports all problems of a file with their lines`() throws {
        let failure = try #require(throws: Failure.self) {
            try map(
                """
                creditors: x
                date_format: yy
                accounts:
                  nam: customer
                  email: { template: "{no@example.com" }
                invoices:
                  amount: { column: a, constant: b }
                """)
        }
        #expect(failure.status == .configuration)
        let lines = failure.what.split(separator: "\n").map { $0.prefix { $0 != " " } }
        #expect(Set(lines) == ["map.yaml:1:", "map.yaml:2:", "map.yaml:4:", "map.yaml:5:", "map.yaml:7:"])
    }

    @Test func `is built from the command line, where later options win`() throws {
        let map = try ColumnMap(
            arguments: [
                "account=no", "currency:=EUR", "accounts.name=wrong", "accounts.name=name",
                "accounts.email={no}@example.com",
            ], creditor: "harbour-supplies")
        #expect(map.rules[.accountName] == FieldRule(.column("name")))
        #expect(map.rules[.currency] == FieldRule(.constant("EUR")))
        #expect(map.rules[.contactEmail] == FieldRule(.template(ColumnTemplate("{no}@example.com")!)))
        #expect(map.rules[.creditor] == FieldRule(.constant("harbour-supplies")))
    }

    @Test func `says what it lacks`() throws {
        let failure = try #require(throws: Failure.self) {
            try ColumnMap(arguments: ["invoices.invoice=i"], creditor: nil)
        }
        for word in ["creditor", "account", "currency", "invoices.amount", "invoices.issued_on", "invoices.due_on"] {
            #expect(failure.what.contains("'\(word)'"))
        }
    }

    @Test(arguments: ["nothing=x", "account=", "accounts.email={no"])
    func `refuses an option that sets no field`(argument: String) {
        #expect(throws: Failure.self) { try ColumnMap(arguments: [argument], creditor: nil) }
    }

    @Test(arguments: [("{a}-{b}", "1-2"), ("x", "x"), ("{a}@example.com", "1@example.com"), ("{a}{empty}", "")])
    func `fills its templates, whole or not at all`(template: String, expected: String) throws {
        let values = ["a": "1", "b": "2"]
        #expect(try #require(ColumnTemplate(template)).text { values[$0] ?? "" } == expected)
    }
}
