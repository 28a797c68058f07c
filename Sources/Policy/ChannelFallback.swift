import Contracts

/// Which channels stand in when one cannot reach a contact: for each, the next ones to try, the preferred first.
///
/// In a policy: `fallback: {email: [sms, letter], sms: [letter]}`. Never a circle: a message would go round for ever.
package struct ChannelFallback: Hashable, Sendable {
    package let next: [Channel: [Channel]]

    package init(_ next: [Channel: [Channel]] = [:]) {
        self.next = next
    }

    /// The channels themselves, then what stands in for them, level by level; each once.
    package func channels(from channels: [Channel]) -> [Channel] {
        var found: [Channel] = []
        for channel in channels where !found.contains(channel) { found.append(channel) }
        var index = 0
        while index < found.count {
            for channel in next[found[index]] ?? [] where !found.contains(channel) { found.append(channel) }
            index += 1
        }
        return found
    }

    /// The channels of a circle, its first also at the end: `email, sms, email`; nil if there is none.
    package var circle: [Channel]? {
        for start in Channel.allCases where next[start] != nil {
            if let way = way(from: start, backTo: start) { return way }
        }
        return nil
    }

    private func way(from channel: Channel, backTo start: Channel, passing passed: Set<Channel> = []) -> [Channel]? {
        for following in next[channel] ?? [] where !passed.contains(following) {
            if following == start { return [channel, start] }
            if let rest = way(from: following, backTo: start, passing: passed.union([following])) {
                return [channel] + rest
            }
        }
        return nil
    }
}

extension DunningPolicy {
    /// The channels of a step and what stands in for them, in the order in which they are tried.
    package func channels(of step: Step) -> [Channel] {
        fallback.next.isEmpty ? step.channels : fallback.channels(from: step.channels)
    }
}
