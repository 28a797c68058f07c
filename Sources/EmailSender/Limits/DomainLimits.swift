/// How many mails a recipient domain gets at once, and how many a minute.
///
/// The rate is a token bucket on real time: a domain that was left alone may get ``burst`` mails at once.
struct DomainLimits {
    /// At once; 0: no limit.
    let connections: Int
    /// A minute; 0: no limit.
    let rate: Int
    /// Ten seconds' worth.
    var burst: Double { max(1, Double(rate) / 6) }

    private struct Standing {
        var inProgress = 0
        var tokens: Double
        var countedAt: ContinuousClock.Instant
    }

    private var standings: [String: Standing] = [:]
    /// Domains that say nothing any more are forgotten beyond this.
    private let remembered = 4096

    /// Domains that are known by now.
    var remembers: Int { standings.count }

    init(connections: Int, rate: Int) {
        self.connections = connections
        self.rate = rate
    }

    /// Takes a place for one mail, if there is one.
    mutating func admit(_ domain: String, at now: ContinuousClock.Instant) -> Bool {
        var standing = refreshed(standings[domain], at: now)
        guard connections == 0 || standing.inProgress < connections, rate == 0 || standing.tokens >= 1 else {
            standings[domain] = standing
            return false
        }
        standing.inProgress += 1
        standing.tokens -= 1
        if standings.count >= remembered { forgetIdle(at: now) }
        standings[domain] = standing
        return true
    }

    /// The mail is done with. `wasSent`: false gives its part of the rate back.
    mutating func leave(_ domain: String, wasSent: Bool) {
        guard var standing = standings[domain] else { return }
        standing.inProgress -= 1
        if !wasSent { standing.tokens += 1 }
        standings[domain] = standing.inProgress == 0 && rate == 0 ? nil : standing
    }

    private func refreshed(_ known: Standing?, at now: ContinuousClock.Instant) -> Standing {
        guard var standing = known else { return Standing(tokens: burst, countedAt: now) }
        let passed = standing.countedAt.duration(to: now) / .seconds(1)
        standing.tokens = min(burst, standing.tokens + max(0, passed) * Double(rate) / 60)
        standing.countedAt = now
        return standing
    }

    private mutating func forgetIdle(at now: ContinuousClock.Instant) {
        standings = standings.filter { refreshed($0.value, at: now).tokens < burst || $0.value.inProgress > 0 }
    }
}
