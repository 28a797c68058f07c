import Contracts

/// An invented customer and what its invoices have in common.
struct DemoAccount {
    let account: Account
    let currency: Currency
    /// Days from issue to due.
    let terms: Int
}

extension SeededGenerator {
    /// The customer with this running number, from 0.
    mutating func account(number: Int, creditor: Identifier) -> DemoAccount {
        let market = pick(weighted: DemoMarket.all)
        let place = pick(weighted: market.places)
        let id = Identifier("K-\(10_001 + number)")!
        let name = "\(pick(market.words)) \(pick(market.trades)) \(pick(market.forms))"
        let digits = id.text.dropFirst(2)
        var contacts = [
            Contact(
                contact: "billing", role: "billing", name: person(of: market),
                email: "\(market.mailbox).\(digits)@example.com")
        ]
        if happens(perMille: 200) {
            contacts.append(
                Contact(
                    contact: "management", role: "management", name: person(of: market),
                    email: "office.\(digits)@example.com"))
        }
        let account = Account(
            creditor: creditor, account: id, name: name, language: "\(market.language)-\(place.country)",
            country: place.country, zone: place.zone, kind: .business, contacts: contacts)
        let terms = pick(weighted: [(25, 14), (50, 30), (15, 45), (10, 60)])
        return DemoAccount(account: account, currency: Currency(place.currency)!, terms: terms)
    }

    private mutating func person(of market: DemoMarket) -> String {
        "\(pick(market.firstNames)) \(pick(market.lastNames))"
    }
}
