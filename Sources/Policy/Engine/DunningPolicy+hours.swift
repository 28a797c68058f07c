import Contracts

extension DunningPolicy {
    /// Whether a contact may be written to now.
    enum Hours {
        case open
        case closed(until: Instant, Decision.WaitReason)
        /// Window and law leave no common hour in the zones in which the debtor may be.
        case never
    }

    /// By the policy's window and, where the law says more, by its limits; both in every zone that the contact may be in.
    func hours(for contact: ContactFacts, of facts: CaseFacts, after history: ContactHistory, now: Instant) -> Hours {
        guard facts.limits != nil || contact.zone != nil else {
            let opening = window.opening(from: now, in: facts.accountZone)
            return opening > now ? .closed(until: opening, .window) : .open
        }
        let own = ContactRule.window(window)
        let limits = ContactLimits([own] + (facts.limits?.rules ?? []), calendar: facts.calendar)
        let opening = limits.nextAllowed(
            channel: .email, debt: facts.number, at: now,
            zone: contact.zone ?? DebtorZone(facts.accountZone, origin: .creditor),
            history: history.contacts.map { PastContact(at: $0, channel: .email, debt: facts.number) })
        guard let at = opening.at else { return .never }
        return at > now ? .closed(until: at, opening.rule == own.name ? .window : .law) : .open
    }
}
