import Contracts
import Foundation
import Testing

@testable import Dunlin

private let corpora = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"]

@Suite struct `Real receivables` {
    @Test(.enabled(if: corpora != nil, "DUNLIN_CORPORA names no folder of corpora"))
    func `are all imported, to the cent`() throws {
        let path = try #require(corpora) + "/ar_highradius_open/open_invoices.csv"
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        let map = try ColumnMap(arguments: [fixtures.appending(path: "highradius-map.yaml").path], creditor: nil)
        var rows = try RowSource(InputFile(path), format: .csv, map: map)
        var events = RowEvents(map: map, source: "highradius", asOf: try #require(Instant("2020-08-02T00:00:00Z")))
        var totals: [Currency: Int64] = [:]
        var count = 0
        while let item = try rows.next() {
            count += 1
            guard case .row(let row) = item else {
                Issue.record("a row was refused")
                continue
            }
            for event in try events.events(of: row) {
                if case .invoice(let invoice, _) = event.message.payload {
                    totals[invoice.amount.currency, default: 0] += invoice.amount.minor
                }
            }
        }
        #expect(count == 9700)
        #expect(events.counts.invoices == 9700)
        #expect(events.counts.accounts == 664)
        #expect(totals[Currency("USD")!] == 27_511_371_683)
        #expect(totals[Currency("CAD")!] == 4_447_100_908)
    }
}
