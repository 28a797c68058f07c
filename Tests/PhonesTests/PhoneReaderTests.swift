import Phones
import Policy
import Testing

@Suite struct `A telephone number` {
    private let reader: PhoneReader

    init() throws {
        reader = try PhoneReader()
    }

    /// Numbers that their countries keep for films and examples, and examples of libphonenumber's.
    @Test(arguments: [
        ("030 23125 000", "DE" as String?, "+493023125000", PhoneNumber.Kind.fixedLine, "DE", "Europe/Berlin"),
        ("(0171) 39200-01", "DE", "+491713920001", .mobile, "DE", "Europe/Berlin"),
        ("020 7946 0123", "GB", "+442079460123", .fixedLine, "GB", "Europe/London"),
        ("tel:+1-212-555-0100;ext=12", nil, "+12125550100", .fixedLineOrMobile, "US", "America/New_York"),
        ("212 555 0100", "us", "+12125550100", .fixedLineOrMobile, "US", "America/New_York"),
        ("+1 670 234 5678", "DE", "+16702345678", .fixedLineOrMobile, "MP", "Pacific/Saipan"),
        ("02 5550 1234", "AU", "+61255501234", .fixedLine, "AU", "Australia/Sydney"),
        ("１-800-FLOWERS", "US", "+18003569377", .tollFree, "US", "America/Adak"),
        ("0491 570 156", "AU", "+61491570156", .mobile, "AU", "Australia/Adelaide"),
        ("0909 8790123", "GB", "+449098790123", .premiumRate, "GB", "Europe/Guernsey"),
        ("03069 990123", "GB", "+443069990123", .company, "GB", "Europe/Guernsey"),
    ])
    func `has one spelling, a kind, a country and the zones of its place`(
        text: String, region: String?, e164: String, kind: PhoneNumber.Kind, country: String, zone: String
    ) throws {
        let number = try reader.number(text, region: region)
        #expect(number.e164 == e164 && number.kind == kind && number.region == country)
        #expect(number.isPossible && number.isValid && number.zones.first?.name == zone)
        // A number that belongs to no place has all zones of its calling code.
        #expect((number.zones.count == 1) == !["+1800", "+614", "+4490", "+4430"].contains { e164.hasPrefix($0) })
        #expect(try reader.number(e164) == number)
    }

    @Test func `of no country has no zones`() throws {
        let number = try reader.number("+800 1234 5678")
        #expect(number.isValid && number.region == PhoneNumber.worldwide && number.zones.isEmpty)
    }

    @Test func `that nobody can have is read, and invalid`() throws {
        let local = try reader.number("555 0123", region: "US")
        #expect(local.e164 == "+15550123" && local.isPossible && !local.isValid)
        #expect(local.kind == .unknown && local.region == nil && local.zones.isEmpty)
        #expect(try reader.number("911", region: "US").isPossible == false)
    }

    @Test(arguments: [
        ("", "DE" as String?, PhoneNumberError.notANumber), ("none", "DE", .notANumber),
        ("030 23125 000", nil, .noCountry),
        ("030 23125 000", "XX", .noCountry), ("+999 123456", nil, .noCountry), ("+49 0", "DE", .tooShort),
        ("+49 1", nil, .tooShort), ("+49 12345678901234567890", nil, .tooLong),
        (String(repeating: "1", count: 300), "DE", .tooLong), ("+49 30\u{0} 23125 000\u{0}", nil, .notANumber),
        ("🦆", "DE", .notANumber),
    ])
    func `is refused with the reason`(text: String, region: String?, error: PhoneNumberError) {
        #expect(throws: error) { try reader.number(text, region: region) }
        #expect(text.isEmpty || !"\(error)".contains(text))
    }

    @Test(arguments: [
        ("+491713920001", nil as PhoneNumber.SMSRefusal?), ("+12125550100", nil), ("+18003569377", nil),
        ("+493023125000", .landline), ("+449098790123", .premiumRate),
        ("+19005550123", .premiumRate),
        ("+15550123", .invalid), ("+447700900123", .invalid),
    ])
    func `gets no text message that nobody could read or that costs its bearer money`(
        e164: String, refusal: PhoneNumber.SMSRefusal?
    ) throws {
        let number = try reader.number(e164)
        #expect(number.smsRefusal == refusal && number.mayReceiveSMS == (refusal == nil))
    }

    @Test func `is read on many threads at once`() async throws {
        let reader = reader
        let numbers = await withTaskGroup(of: String?.self) { group in
            for last in 0..<200 {
                group.addTask { try? reader.number("030 23125 \(last % 10)00", region: "DE").e164 }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(numbers == Set((0..<10).map { "+493023125\($0)00" }))
    }
}
