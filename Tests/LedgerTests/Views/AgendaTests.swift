import Contracts
import Testing

@testable import Ledger

@Suite struct `An agenda` {
    @Test(arguments: [0, 1, 2, 3, 10, 257])
    func `gives back its entries by instant, then by number`(count: Int) {
        var agenda = Agenda()
        // Every remainder of a prime is met once, in no order.
        let entries = (0..<count).map {
            Agenda.Entry(at: Instant(milliseconds: Int64($0 * 97 % 257 / 3)), number: Int64($0))
        }
        for entry in entries { agenda.add(entry) }
        var taken: [Agenda.Entry] = []
        while let entry = agenda.removeFirst() { taken.append(entry) }
        #expect(taken == entries.sorted())
        #expect(taken.count == count)
    }
}
