import CPhoneNumber
import Calendars

/// Why a text is no telephone number. None of it mends itself with time; the text itself is never told.
package enum PhoneNumberError: Error, Hashable, Sendable {
    /// It has no calling code that there is, and no region gives it one.
    case noCountry
    case notANumber
    case tooShort
    case tooLong
    /// The library failed, for want of memory say.
    case fault
    /// The number can be read, but not its time zones.
    case zones(ZoneDataError)

    init(status: cphone_status) {
        self =
            switch status {
            case CPHONE_NO_COUNTRY: .noCountry
            case CPHONE_NOT_A_NUMBER: .notANumber
            case CPHONE_TOO_SHORT: .tooShort
            case CPHONE_TOO_LONG: .tooLong
            default: .fault
            }
    }
}

extension PhoneNumberError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noCountry: "has no calling code: write it with + and that code, or name the region where it is dialled"
        case .notANumber: "is no telephone number"
        case .tooShort: "is too short for a telephone number"
        case .tooLong: "is too long for a telephone number"
        case .fault: "cannot be read: libphonenumber failed"
        case .zones(let error): "\(error)"
        }
    }
}
