import Foundation

/// What an import came to.
struct ImportReport: Encodable {
    var rows = 0
    var events = 0
    var counts = RowEvents.Counts()
    var refusedBy: [RowRefusal.Reason: Int] = [:]

    var refused: Int { refusedBy.values.reduce(0, +) }

    var text: String {
        var text =
            "rows \(rows), accounts \(counts.accounts), invoices \(counts.invoices), payments \(counts.payments), "
            + "repeated \(counts.repeated), refused \(refused), events \(events)"
        if refused > 0 {
            let parts = refusedBy.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            text += "\nrefused: " + parts.map { "\($0.key.rawValue) \($0.value)" }.joined(separator: ", ")
        }
        if counts.otherAccounts > 0 {
            text +=
                "\nremark: \(counts.otherAccounts) rows describe their account otherwise than its first row"
        }
        return text
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    private enum CodingKeys: String, CodingKey {
        case rows, accounts, invoices, payments, repeated, otherAccounts, refused, refusedBy, events
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rows, forKey: .rows)
        try container.encode(counts.accounts, forKey: .accounts)
        try container.encode(counts.invoices, forKey: .invoices)
        try container.encode(counts.payments, forKey: .payments)
        try container.encode(counts.repeated, forKey: .repeated)
        try container.encode(counts.otherAccounts, forKey: .otherAccounts)
        try container.encode(refused, forKey: .refused)
        let byName = Dictionary(uniqueKeysWithValues: refusedBy.map { ($0.key.rawValue, $0.value) })
        try container.encode(byName, forKey: .refusedBy)
        try container.encode(events, forKey: .events)
    }
}
