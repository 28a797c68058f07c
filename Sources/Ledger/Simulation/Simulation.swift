import Contracts
import Dispatch
import Foundation
import Policy
import Synchronization

/// Events and time, played against the fleet's own books and rules in a ledger that nobody else sees.
///
/// What a fleet would decide is told as lines. Every message is accepted at the instant at which it falls due.
package final class Simulation {
    /// An event of upstream with its line in the input.
    package struct Event: Sendable {
        package var line: Int
        package var message: Message
        /// Tells apart two events of the same id.
        package var content: [UInt8]

        package init(line: Int, message: Message, content: [UInt8]) {
            self.line = line
            self.message = message
            self.content = content
        }
    }

    /// An event that contradicts an earlier one.
    package struct Conflict: Hashable, Sendable {
        package var line: Int
        package var event: String
        package var reason: String
    }

    private let rules: @Sendable (Identifier) -> CaseRules?
    private let days: ClosedRange<CivilDate>
    private let threads: Int

    /// - Parameters:
    ///   - days: in each creditor's calendar; what is decided on other days is not told.
    ///   - threads: how many shares of the events are played at once, at least 1; the result is the same for any.
    ///   - rules: nil for a creditor that has none: its cases rest.
    package init(
        days: ClosedRange<CivilDate>, threads: Int = ProcessInfo.processInfo.activeProcessorCount,
        rules: @escaping @Sendable (Identifier) -> CaseRules?
    ) {
        self.days = days
        self.threads = max(1, threads)
        self.rules = rules
    }

    /// What a simulation came to.
    package struct Result: Sendable {
        /// In their order.
        package var lines: [DecisionLine]
        package var conflicts: [Conflict]
        /// How many decisions were taken, most of them to wait.
        package var decisions: Int
    }

    /// Plays events in the order of their times, those of one instant in the order given, and then the days that are
    /// left.
    ///
    /// - Parameters:
    ///   - end: events and decisions from here on are not played.
    ///   - progress: called now and then, by one thread at a time, with the instant that is played and the decisions so
    ///     far.
    package func run(
        _ events: [Event], until end: Instant, progress: @escaping @Sendable (Instant, Int) -> Void = { _, _ in }
    ) throws -> Result {
        let shares = SimulationShares(of: events, most: threads).shares
        let tally = Mutex(shares.map { _ in (instant: Instant.distantPast, decisions: 0) })
        let results = Mutex<[Swift.Result<Result, any Error>]>([])
        let (rules, days) = (rules, days)
        // Not the shared pool: this computes for long.
        DispatchQueue.concurrentPerform(iterations: shares.count) { share in
            let result = Swift.Result {
                try Self.play(shares[share], until: end, telling: days, rules: rules) { instant, decisions in
                    tally.withLock { tally in
                        tally[share] = (instant, decisions)
                        progress(tally.map(\.instant).min() ?? instant, tally.reduce(0) { $0 + $1.decisions })
                    }
                }
            }
            results.withLock { $0.append(result) }
        }
        let plays = try results.withLock { $0 }.map { try $0.get() }
        // What is for every share is refused by every share.
        let conflicts = Dictionary(plays.flatMap(\.conflicts).map { ($0.line, $0) }) { first, _ in first }
        return Result(
            lines: SimulationPlay.merged(plays.map(\.lines)),
            conflicts: conflicts.values.sorted { $0.line < $1.line },
            decisions: plays.reduce(0) { $0 + $1.decisions })
    }

    private static func play(
        _ events: [Event], until end: Instant, telling days: ClosedRange<CivilDate>,
        rules: (Identifier) -> CaseRules?, _ progress: @escaping (Instant, Int) -> Void
    ) throws -> Result {
        let ledger = try Ledger.scratch(at: .distantPast)
        let order = events.indices.sorted { (events[$0].message.time, $0) < (events[$1].message.time, $1) }
        var play = SimulationPlay(order.map { events[$0] }[...], until: end, telling: days, progress)
        var due: Instant?
        repeat {
            play.beginStretch()
            try ledger.simulate(&play, due: &due, rules: rules)
        } while play.isInterrupted
        // What lapsed and was not looked at since; all else that comes of this is of a day that is not told.
        try ledger.reviewAllCases()
        play.playLast(end)
        try ledger.simulate(&play, due: &due, rules: rules)
        return Result(lines: SimulationPlay.sorted(play.told), conflicts: play.conflicts, decisions: play.decisions)
    }
}
