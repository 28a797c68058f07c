import Contracts

extension ContactLimits {
    /// What is wrong with the rules themselves, apart from all history, in the year from an instant on; nil: nothing.
    ///
    /// To be asked when a configuration is checked, of each channel that a policy uses and each country that it serves:
    /// hours that are wide enough in one zone can be too narrow for a country of many.
    package func problem(with channel: Channel, in zone: DebtorZone, from start: Instant) -> ContactProblem? {
        var instant = start
        let end = start.adding(.seconds(366 * 86_400))
        while instant < end {
            let opening = nextAllowed(channel: channel, debt: 0, at: instant, zone: zone, history: [])
            guard let at = opening.at, at.since(instant) <= Self.longestWait else {
                return ContactProblem(channel: channel, zones: zone.zones, from: instant, rule: opening.rule)
            }
            instant = max(at, instant.adding(.seconds(7 * 86_400)))
        }
        return nil
    }

    /// A week without an opening may be one of public holidays; two in a row are a mistake.
    private static let longestWait = Duration.seconds(14 * 86_400)
}

/// A channel has no hour for weeks that is allowed in all zones in which a debtor may be.
package struct ContactProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let channel: Channel
    package let zones: [Zone]
    /// When the wait begins.
    package let from: Instant
    package let rule: String

    package var description: String {
        let names = zones.map(\.name).joined(separator: ", ")
        return
            "\(channel.rawValue) has no hour from \(from) on that '\(rule)' and the other rules leave open in \(names): "
            + "widen the hours, or tell the zones of these debtors"
    }
}
