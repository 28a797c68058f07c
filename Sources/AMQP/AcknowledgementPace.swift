/// When acknowledgements go out: they wait a moment for company.
///
/// Each frame is an entry in the queue's replicated log and a wait for the disk. A sender settles out of order, and single
/// frames for each of its mails took as much of the broker's time as the mails themselves. What is lost with the connection
/// meanwhile is delivered again, as it would be had the frame been on its way.
struct AcknowledgementPace {
    /// For one frame that tells of many.
    static let patience = Duration.milliseconds(5)
    /// For the gap to close in front of those that would go singly: at least this long, at most twice.
    static let stragglerPatience = Duration.milliseconds(200)

    private var oldestSince: ContinuousClock.Instant?
    /// When the stragglers were looked at, and how many deliveries had been settled then.
    private var look: (at: ContinuousClock.Instant, settles: Int)?

    /// Before which number, by the window's ``AcknowledgementWindow/settles``, also those behind a gap are to be told now;
    /// 0: none of them, only those without a gap; nil: nothing yet.
    mutating func due(
        _ window: AcknowledgementWindow, at now: ContinuousClock.Instant, isEnough: Bool, all: Bool
    ) -> Int? {
        guard window.untold > 0, !all else {
            self = AcknowledgementPace()
            return window.untold > 0 ? .max : nil
        }
        if let look, look.at.duration(to: now) >= Self.stragglerPatience {
            self.look = (now, window.settles)
            oldestSince = nil
            return look.settles
        }
        look = look ?? (now, window.settles)
        guard window.isOldestSettled else { return nil }
        let since = oldestSince ?? now
        guard isEnough || since.duration(to: now) >= Self.patience else {
            oldestSince = since
            return nil
        }
        oldestSince = nil
        return 0
    }

    /// How long nothing is due unless more is settled; nil: for ever.
    func timeLeft(_ window: AcknowledgementWindow, at now: ContinuousClock.Instant) -> Duration? {
        guard window.untold > 0 else { return nil }
        let next = (look?.at ?? now) + Self.stragglerPatience
        let first = window.isOldestSettled ? (oldestSince ?? now) + Self.patience : next
        return max(.zero, now.duration(to: min(next, first)))
    }
}
