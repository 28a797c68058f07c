extension PhoneNumber {
    /// Why no text message may go to a number: it would be paid for and reach nobody, or cost its bearer money.
    package enum SMSRefusal: String, Hashable, Sendable, CaseIterable {
        case invalid
        case landline
        case premiumRate = "premium rate"
    }

    /// nil: a text message may go there.
    package var smsRefusal: SMSRefusal? {
        guard isValid else { return .invalid }
        return switch kind {
        case .unknown: .invalid
        case .fixedLine: .landline
        case .premiumRate: .premiumRate
        case .mobile, .fixedLineOrMobile, .tollFree, .sharedCost, .voip, .personal, .pager, .company, .voicemail: nil
        }
    }

    package var mayReceiveSMS: Bool { smsRefusal == nil }
}
