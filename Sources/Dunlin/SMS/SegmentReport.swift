import Contracts
import SMS

/// A text message in detail, for people and for programs.
struct SegmentReport: Encodable {
    let encoding: TextEncoding
    /// Septets or UTF-16 units.
    let units: Int
    let segments: [Segment]
    let cost: Cost?

    struct Segment: Encodable {
        let units: Int
        let text: String
    }

    struct Cost: Encodable {
        let amount: String
        let currency: Currency
    }

    init(_ message: TextMessage, price: UnitPrice?) {
        encoding = message.encoding
        units = message.units
        segments = message.segments.map { Segment(units: $0.units, text: $0.text) }
        cost = price.map {
            Cost(amount: UnitPrice.text(message.cost(perSegment: $0.millionths)), currency: $0.currency)
        }
    }

    var lines: [String] {
        let unit = encoding == .gsm7 ? "septets" : "UTF-16 units"
        let cost = cost.map { ", about \($0.amount) \($0.currency.code)" } ?? ""
        let head =
            "\(encoding.rawValue), \(units) \(unit), \(segments.count) segment\(segments.count == 1 ? "" : "s")\(cost)"
        var table = TextTable([("segment", .right), (unit, .right), ("text", .left)])
        for (index, segment) in segments.enumerated() {
            table.add(["\(index + 1)", "\(segment.units)", Self.oneLine(segment.text)])
        }
        return [head] + (segments.isEmpty ? [] : table.lines)
    }

    /// Control characters as escapes, so that each segment keeps to its line.
    private static func oneLine(_ text: String) -> String {
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? $0.escaped(asASCII: false) : String($0) }
            .joined()
    }
}
