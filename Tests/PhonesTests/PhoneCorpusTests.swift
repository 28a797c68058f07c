import Foundation
import Phones
import Policy
import Testing

/// Numbers as libphonenumber 9.0.43 knows them, in `phone` of the folder that `DUNLIN_CORPORA` names. Debian's library is
/// four years older: ranges that were assigned since are no numbers there. Each row that differs is listed.
@Suite struct `Telephone numbers of the corpus` {
    private static let folder = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map {
        URL(fileURLWithPath: $0).appendingPathComponent("phone")
    }

    private struct Row: Decodable {
        let raw: String
        let region: String?
        let error: Bool?
        let e164: String?
        let possible: Bool?
        let valid: Bool?
        let type: String?
        let country: String?
        let timezones: [String]?
    }

    @Test(.enabled(if: folder != nil, "DUNLIN_CORPORA is not set"))
    func `are told exactly, but for ranges younger than the library`() throws {
        let file = try #require(Self.folder).appendingPathComponent("vectors.jsonl")
        let rows = try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try JSONDecoder().decode(Row.self, from: $0)
        }
        #expect(rows.count == 2494)
        let reader = try PhoneReader()
        var differences: [String: Int] = [:]
        var exact = 0
        for row in rows {
            let reasons = try reasons(row, reader)
            if reasons.isEmpty { exact += 1 }
            for reason in reasons { differences[reason, default: 0] += 1 }
        }
        print("phone numbers: \(exact) of \(rows.count) exact")
        for (reason, count) in differences.sorted(by: { $0.key < $1.key }) { print("  \(count) x \(reason)") }
        #expect(exact >= 2430)
    }

    private func reasons(_ row: Row, _ reader: PhoneReader) throws -> [String] {
        let number: PhoneNumber
        do throws(PhoneNumberError) {
            number = try reader.number(row.raw, region: row.region)
        } catch {
            return row.error == true ? [] : ["refused: \(error)"]
        }
        guard row.error != true else { return ["read, not refused"] }
        let place = row.country ?? "no country"
        if row.valid == true, !number.isValid { return ["\(place): \(row.type ?? "") range unknown to the library"] }
        var reasons: [String] = []
        if number.e164 != row.e164 { reasons.append("\(place): spelt otherwise") }
        if number.isPossible != row.possible || number.isValid != row.valid {
            reasons.append("\(place): other validity")
        }
        if number.kind.rawValue != row.type {
            reasons.append("\(place): \(number.kind.rawValue), not \(row.type ?? "none")")
        }
        if number.region != row.country { reasons.append("\(place): in \(number.region ?? "no country")") }
        let zones = number.zones.isEmpty ? ["Etc/Unknown"] : number.zones.map(\.name)
        if zones != row.timezones { reasons.append("\(place): other zones") }
        return reasons
    }
}
