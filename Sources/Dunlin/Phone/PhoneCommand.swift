import ArgumentParser
import Calendars
import Phones
import Policy

/// `dunlin phone`: what is known of telephone numbers.
struct PhoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phone",
        abstract: "Tells for each line of a telephone number what it is and where it belongs.",
        discussion: """
            In: {"raw": "030 123456", "region": "DE"}; the region, ISO 3166-1, is where a number without calling code is \
            dialled, and may be left out. Out: {"e164", "possible", "valid", "type", "country", "timezones"}; or {"error": \
            {"code", "message", "path"}}. An "id" in a line comes back with its answer. Exit code 1 if any line was \
            refused. Needs neither broker nor ledger.

            Types are those of libphonenumber, such as MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE, PREMIUM_RATE; UNKNOWN \
            for what is not valid. The country is 001 for numbers of none, such as +800, and null if it cannot be told. \
            Zones are where the numbering plan puts a number; those that send windows reckon with, which also know \
            that mobile numbers travel, are told by 'dunlin contact window'.

              echo '{"raw":"030 123456","region":"DE"}' | dunlin phone --ndjson
            """)

    @OptionGroup var lines: LineOptions

    func run() throws {
        let reader: PhoneReader
        do throws(ZoneDataError) {
            reader = try PhoneReader()
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
        try lines.answer { (question) throws(InputRefusal) in
            let raw = try question.text("raw")
            let region = try question.optionalText("region")
            do throws(PhoneNumberError) {
                return PhoneAnswer(try reader.number(raw, region: region))
            } catch {
                throw InputRefusal(error)
            }
        }
    }
}

private struct PhoneAnswer: Encodable {
    let e164: String
    let possible: Bool
    let valid: Bool
    let type: PhoneNumber.Kind
    let country: String?
    let timezones: [String]

    /// What tzdata calls the zone of a place that nobody knows.
    private static let nowhere = "Etc/Unknown"

    init(_ number: PhoneNumber) {
        e164 = number.e164
        possible = number.isPossible
        valid = number.isValid
        type = number.kind
        country = number.region
        timezones = number.zones.isEmpty ? [Self.nowhere] : number.zones.map(\.name)
    }

    private enum CodingKeys: String, CodingKey { case e164, possible, valid, type, country, timezones }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(e164, forKey: .e164)
        try container.encode(possible, forKey: .possible)
        try container.encode(valid, forKey: .valid)
        try container.encode(type, forKey: .type)
        // Null, not left out: there is an answer, and it is none.
        try container.encode(country, forKey: .country)
        try container.encode(timezones, forKey: .timezones)
    }
}

extension InputRefusal {
    fileprivate init(_ error: PhoneNumberError) {
        let code =
            switch error {
            case .noCountry: "country"
            case .notANumber, .tooShort, .tooLong: "number"
            case .fault: "fault"
            case .zones: "zones"
            }
        self.init(code, "\(error)", path: "$.raw")
    }
}
