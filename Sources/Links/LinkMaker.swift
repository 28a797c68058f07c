import Contracts

/// Makes the links of a reminder.
package struct LinkMaker: Sendable {
    /// Where the response ingester is reached from outside, without a slash at the end.
    let base: String
    let signer: LinkSigner

    package init(base: String, signer: LinkSigner) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.signer = signer
    }

    /// Where the page of a case is, behind the base: `/c/<token>`.
    package static let portalPath = "c"
    /// Where a channel is stopped: `/u/<token>`.
    package static let unsubscribePath = "u"

    package func links(case number: Int64, epoch: Int64, attempt: String, now: Instant = .now) -> ReminderLinks {
        let portal = signer.token(for: .portal(case: number, epoch: epoch), issued: now)
        let unsubscribe = signer.token(for: .unsubscribe(attempt: attempt), issued: now)
        return ReminderLinks(
            portal: "\(base)/\(Self.portalPath)/\(portal)",
            unsubscribe: "\(base)/\(Self.unsubscribePath)/\(unsubscribe)",
            replyToken: signer.token(for: .reply(case: number), issued: now))
    }
}
