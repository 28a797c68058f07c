import Foundation
import SMS
import Testing

/// Texts with the segments that networks count, in `sms` of the folder that `DUNLIN_CORPORA` names.
@Suite struct `Segments of the corpus` {
    private static let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("sms")
    }

    private struct Row: Decodable {
        let text: String
        let encoding: String
        let segments: Int
        let units: Int?
        let parts: [String]?
    }

    @Test(.enabled(if: folder != nil, "DUNLIN_CORPORA is not set"))
    func `are all told exactly`() throws {
        let file = try #require(Self.folder).appendingPathComponent("segments.json")
        let rows = try JSONDecoder().decode([Row].self, from: try Data(contentsOf: file))
        #expect(rows.count == 83)
        for (index, row) in rows.enumerated() {
            let message = TextMessage(row.text)
            #expect(message.encoding.rawValue == row.encoding && message.segments.count == row.segments, "row \(index)")
            if let units = row.units { #expect(message.units == units, "row \(index)") }
            if let parts = row.parts { #expect(message.segments.map(\.text) == parts, "row \(index)") }
        }
    }

    /// The table of another product. Ours leaves out what no reminder holds: small capitals, ornaments, parts of boxes.
    @Test(.enabled(if: folder != nil, "DUNLIN_CORPORA is not set"))
    func `of characters with a known like are mostly respelled, and nearly always the same`() throws {
        let file = try #require(Self.folder).appendingPathComponent("smart_encoding_map.json")
        let table = try JSONDecoder().decode([String: String].self, from: try Data(contentsOf: file))
        var known = 0
        var same = 0
        for (sign, theirs) in table {
            let ours = Transliteration.signs.apply(to: sign)
            guard TextMessage(ours).encoding == .gsm7 else { continue }
            known += 1
            let areBlanks = ours.allSatisfy(\.isWhitespace) && theirs.allSatisfy(\.isWhitespace)
            if areBlanks || ours == theirs.replacing("\\\\", with: "\\") { same += 1 }
        }
        print("respelled: \(known) of \(table.count), the same in \(same)")
        #expect(known >= 200 && same * 20 >= known * 19)
    }
}
