import CPhoneNumber
import Calendars

/// Reads telephone numbers as people write them.
///
/// libphonenumber needs some milliseconds for its tables when the first number is read. Any thread may call.
package struct PhoneReader: Sendable {
    private let zones: ZoneFinder

    /// - Throws: ``ZoneDataError`` if the shipped file of time zones cannot be read.
    package init() throws(ZoneDataError) {
        zones = try ZoneFinder()
    }

    /// - Parameters:
    ///   - text: `030 123456`, `+49 (30) 123-456`, `tel:+49-30-123456`, `1-800-FLOWERS`; an extension is left out. At most
    ///     250 characters: what is longer is none.
    ///   - region: ISO 3166-1, where a number without its calling code is dialled; nil: such a number is refused.
    package func number(_ text: String, region: String? = nil) throws(PhoneNumberError) -> PhoneNumber {
        var found = cphone_number()
        var text = text
        let status = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { bytes in
                withOptionalCString(region?.uppercased()) { cphone_read(bytes.baseAddress, bytes.count, $0, &found) }
            }
        }
        guard status == CPHONE_READ else { throw PhoneNumberError(status: status) }
        let e164 = withUnsafeBytes(of: found.e164) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let home = withUnsafeBytes(of: found.region) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let kind = PhoneNumber.Kind(found.kind)
        do throws(ZoneDataError) {
            // A number without a kind lies in no range, and one without a place has all zones of its calling code.
            let zones =
                try kind == .unknown
                ? [] : self.zones.zones(byPlan: found.geographical ? String(e164.dropFirst()) : "\(found.calling_code)")
            return PhoneNumber(
                e164: e164, isPossible: found.possible, isValid: found.valid, kind: kind,
                region: home.isEmpty ? nil : home, zones: zones)
        } catch {
            throw .zones(error)
        }
    }
}

private func withOptionalCString<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
    text.map { $0.withCString(body) } ?? body(nil)
}

extension PhoneNumber.Kind {
    fileprivate init(_ kind: cphone_kind) {
        self =
            switch kind {
            case CPHONE_FIXED_LINE: .fixedLine
            case CPHONE_MOBILE: .mobile
            case CPHONE_FIXED_LINE_OR_MOBILE: .fixedLineOrMobile
            case CPHONE_TOLL_FREE: .tollFree
            case CPHONE_PREMIUM_RATE: .premiumRate
            case CPHONE_SHARED_COST: .sharedCost
            case CPHONE_VOIP: .voip
            case CPHONE_PERSONAL_NUMBER: .personal
            case CPHONE_PAGER: .pager
            case CPHONE_UAN: .company
            case CPHONE_VOICEMAIL: .voicemail
            default: .unknown
            }
    }
}
