import Contracts

extension SeededGenerator {
    /// Invoices of these customers, numbered in the order of their issue.
    ///
    /// Every customer has one, as far as the number goes; the rest falls to few customers more than to others.
    mutating func invoices(_ count: Int, of accounts: [DemoAccount], today: CivilDate) -> [Invoice] {
        let owners = owners(count, of: accounts.count)
        var drafts: [(issuedOn: CivilDate, invoice: Invoice)] = []
        for (index, owner) in owners.enumerated() {
            let customer = accounts[owner]
            let daysPastDue = index < accounts.count ? daysPastDueOfFirst() : daysPastDue()
            // Issued yesterday at the latest, so a long not-yet-due time needs terms as long.
            let dueOn = today.adding(days: min(-daysPastDue, customer.terms - 1))
            let issuedOn = dueOn.adding(days: -customer.terms)
            let invoice = Invoice(
                creditor: customer.account.creditor, account: customer.account.account, invoice: "draft",
                amount: Money(minor: amount(), currency: customer.currency), issuedOn: issuedOn, dueOn: dueOn,
                reference: happens(perMille: 400) ? "PO-\(number(in: 20_000...89_999))" : nil)
            drafts.append((issuedOn, invoice))
        }
        let order = drafts.indices.sorted { (drafts[$0].issuedOn, $0) < (drafts[$1].issuedOn, $1) }
        return order.enumerated().map { place, index in
            var invoice = drafts[index].invoice
            let year = invoice.issuedOn.components.year
            invoice.invoice = Identifier("HS-\(year)-\(100_001 + place)")!
            invoice.number = invoice.invoice.text
            return invoice
        }
    }

    /// The customer of each invoice: first each customer once, then by weights that fall with the rank.
    private mutating func owners(_ count: Int, of accounts: Int) -> [Int] {
        var ends: [Int] = []
        var sum = 0
        for rank in 0..<accounts {
            sum += 1_000_000 / (rank + 6)
            ends.append(sum)
        }
        let ranks = shuffled(Array(0..<accounts))
        return (0..<count).map { index in
            if index < accounts { return index }
            let place = number(in: 0...(sum - 1))
            var (low, high) = (0, accounts - 1)
            while low < high {
                let middle = (low + high) / 2
                if ends[middle] > place { high = middle } else { low = middle + 1 }
            }
            return ranks[low]
        }
    }

    /// Most customers have something that a reminder is due for.
    private mutating func daysPastDueOfFirst() -> Int {
        happens(perMille: 960) ? number(in: 5...60) : -number(in: 0...40)
    }

    private mutating func daysPastDue() -> Int {
        let range = pick(weighted: [(22, -45...0), (45, 1...30), (22, 31...60), (11, 61...90)])
        return number(in: range)
    }

    /// Minor units, spread like a log-normal: a product of chances, mostly hundreds to a few thousand major units.
    private mutating func amount() -> Int64 {
        var minor = 45_000
        for _ in 0..<5 { minor = minor * pick([45, 60, 80, 100, 125, 165, 220]) / 100 }
        return Int64(minor / 100 * 100 + pick([0, 0, 50, 90, 95, number(in: 1...99)]) + 500)
    }
}
