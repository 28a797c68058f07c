/// What a reply says about the debt, the person or the contact.
///
/// The order is that of importance where several are said: machines first, then positions on the debt and the person,
/// then the contact itself, then wishes, then what says nothing.
package enum Intent: String, Sendable, CaseIterable, Codable {
    case outOfOffice = "out_of_office"
    case autoAck = "auto_ack"
    case insolvency
    case paidClaim = "paid_claim"
    case promise
    case wrongContact = "wrong_contact"
    case dispute
    case hardship
    case refusal
    case legal
    case optOut = "optout"
    case optIn = "optin"
    case planRequest = "plan_request"
    case copyRequest = "copy_request"
    case question
    case complaint
    case thanks
    case other
}
