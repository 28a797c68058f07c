import Contracts
import Policy

extension DecisionLine {
    /// One line of JSON without its end: every key, sorted, null where nothing applies.
    ///
    /// Written by hand, since a year of a large book has a million of them and the general encoder takes 20 µs each.
    package func append(jsonTo bytes: inout [UInt8]) {
        bytes.append(name: "{\"account\":", account.text)
        bytes.append(name: ",\"action\":", action.rawValue)
        bytes.append(name: ",\"at\":", at.description)
        bytes.append(name: ",\"channel\":", channel?.rawValue)
        bytes.append(name: ",\"contact\":", contact?.text)
        bytes.append(name: ",\"creditor\":", creditor.text)
        bytes.append(name: ",\"currency\":", currency.code)
        bytes.append(name: ",\"days_past_due\":", number: daysPastDue.map(Int64.init))
        bytes += ",\"invoices\":[".utf8
        for (index, invoice) in invoices.enumerated() {
            bytes.append(name: index == 0 ? "" : ",", invoice.text)
        }
        bytes.append(name: "],\"reason\":", reason)
        bytes.append(name: ",\"rule\":", rule)
        bytes.append(name: ",\"step\":", step)
        bytes.append(name: ",\"template\":", template)
        bytes.append(name: ",\"tone\":", tone)
        if let totalMinor {
            bytes.append(name: ",\"total\":{\"currency\":", currency.code)
            bytes.append(name: ",\"minor\":", number: totalMinor)
            bytes += "}}".utf8
        } else {
            bytes += ",\"total\":null}".utf8
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(name: String, _ text: String?) {
        self += name.utf8
        guard let text else { return self += "null".utf8 }
        append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): self += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: self += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: append(byte)
            }
        }
        append(UInt8(ascii: "\""))
    }

    fileprivate mutating func append(name: String, number: Int64?) {
        self += name.utf8
        self += (number.map { String($0) } ?? "null").utf8
    }
}
