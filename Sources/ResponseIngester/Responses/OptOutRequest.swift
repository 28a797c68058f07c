import Contracts
import Foundation

/// A debtor's wish that a channel stop, as it came by HTTP.
enum OptOutRequest: String {
    /// A mail provider's button: RFC 8058 §3.1.
    case oneClick = "one-click"
    /// The form of our own page.
    case page

    /// nil: the form says neither, so nothing was asked.
    init?(_ form: FormFields) {
        if form["List-Unsubscribe"] == "One-Click" {
            self = .oneClick
        } else if form["confirm"] == "page" {
            self = .page
        } else {
            return nil
        }
    }

    /// The event; one for each link, however often it is posted.
    func message(_ subscription: CaseDesk.Subscription) -> Message {
        Message(
            // Not of the token's text: base64 can be spelled in more than one way.
            id: MessageID.named("opted_out", subscription.attempt, String(subscription.linkedOn.daysSince1970)),
            source: "response-ingester", time: .now,
            payload: .optOut(
                OptOut(
                    attempt: subscription.attempt, channel: subscription.channel, evidence: rawValue,
                    at: subscription.now)))
    }
}
