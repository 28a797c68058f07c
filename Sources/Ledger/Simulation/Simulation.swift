import Contracts
import Policy

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

    private let ledger: Ledger
    private let rules: (Identifier) -> CaseRules?
    private let days: ClosedRange<CivilDate>

    /// - Parameters:
    ///   - days: in each creditor's calendar; what is decided on other days is not told.
    ///   - rules: nil for a creditor that has none: its cases rest.
    package init(days: ClosedRange<CivilDate>, rules: @escaping (Identifier) -> CaseRules?) throws {
        ledger = try Ledger.scratch(at: .distantPast)
        self.days = days
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
    ///   - progress: called now and then with the instant that is played and the decisions so far.
    package func run(
        _ events: [Event], until end: Instant, progress: @escaping (Instant, Int) -> Void = { _, _ in }
    ) throws -> Result {
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
        return Result(lines: play.lines, conflicts: play.conflicts, decisions: play.decisions)
    }
}
