import Contracts
import Policy
import Store

/// One instant of a simulation: the events that come, and whatever is due then.
struct SimulatedInstant {
    var at: Instant
    var events: ArraySlice<Simulation.Event>
}

/// What is told of a simulation while it is played.
protocol SimulationListener {
    /// The next instant; nil: later, or never.
    /// - Parameter due: when the next case is due; nil: none is without new facts.
    mutating func next(due: Instant?) -> SimulatedInstant?
    /// - Parameter settledReason: why invoices of the case's creditor are not open any more.
    mutating func note(_ record: DecisionRecord, settledReason: ([Identifier]) throws -> String) throws
    /// The event contradicts what is known; its account rests, as it would in the fleet.
    mutating func note(_ event: Simulation.Event, conflict reason: String)
}

extension Ledger {
    /// Plays instants in one transaction of a ledger made by ``scratch(at:)``: applies events, plans what is due, and
    /// takes everything that goes out as accepted on the spot.
    ///
    /// Facts and decisions are made by what the fleet uses. A claim would decide the same as the planning did, since
    /// nothing comes between them.
    /// - Parameter due: when the next case is due, before and after.
    func simulate(
        _ listener: inout some SimulationListener, due: inout Instant?, rules: (Identifier) -> CaseRules?
    ) throws {
        guard simulation != nil else { throw StoreError.misuse("only a scratch ledger can simulate") }
        try database.write { transaction in
            while let instant = listener.next(due: due) {
                simulation?.now = instant.at
                try apply(instant.events, &listener, in: transaction)
                try planDue(at: instant.at, &listener, rules: rules, in: transaction)
                due = try nextDue(in: transaction)
                if let due, due <= instant.at { throw StoreError.misuse("a case waits for an instant that has passed") }
            }
            try transaction.set(.clockInstant, String(realNow.milliseconds))
        }
    }

    private func apply(
        _ events: ArraySlice<Simulation.Event>, _ listener: inout some SimulationListener,
        in transaction: borrowing Transaction
    ) throws {
        let applier = Applier(ledger: self, realNow: realNow, settle: .zero)
        for event in events {
            guard simulation?.noteArrival(of: event) == true else { continue }
            simulation?.noteFact(event.message.payload)
            let result = try applier.applyPayload(of: event.message, in: transaction)
            guard case .conflict(let reason) = result else { continue }
            let refusal = MessageRefusal(of: event.message, class: .conflict, reason: reason)
            try applier.note(refusal, in: transaction)
            simulation?.noteRefusal(of: event.message.payload)
            listener.note(event, conflict: reason)
        }
    }

    private func planDue(
        at now: Instant, _ listener: inout some SimulationListener, rules: (Identifier) -> CaseRules?,
        in transaction: borrowing Transaction
    ) throws {
        let planner = CasePlanner(ledger: self, now: now, realNow: now, commands: nil)
        let limit = 256
        while true {
            let due = try dueCases(at: now, limit: limit, in: transaction)
            for dueCase in due { try play(dueCase, &listener, with: planner, rules: rules, in: transaction) }
            if due.count < limit { return }
        }
    }

    /// Decides a case, and again after each message that goes out for it, until it waits.
    private func play(
        _ due: DueCase, _ listener: inout some SimulationListener, with planner: CasePlanner,
        rules: (Identifier) -> CaseRules?, in transaction: borrowing Transaction
    ) throws {
        guard let known = try simulatedCase(due, with: planner, rules: rules, in: transaction) else { return }
        var since = due.since
        var result = PlanningResult()
        while let record = try planner.plan(known.loaded, known.rules, due: since, into: &result, in: transaction) {
            try listener.note(record) { invoices in
                try settledReason(of: invoices, creditor: record.facts.creditor, in: transaction)
            }
            known.loaded.untold.subtract(record.promises.map(\.promise.id))
            guard case .send(let reminder) = record.action else { break }
            simulation?.note(reminder, of: known)
            since = planner.now
        }
    }

    private func simulatedCase(
        _ due: DueCase, with planner: CasePlanner, rules: (Identifier) -> CaseRules?,
        in transaction: borrowing Transaction
    ) throws -> SimulatedCase? {
        guard let known = simulation?.known(due.number) else {
            return try planner.load(due, rules, in: transaction).flatMap { simulation?.remember($0.0, $0.1) }
        }
        if due.isTouched {
            let amounts = try amounts(
                of: known.loaded.members, known.loaded.facts.currency, now: planner.now, in: transaction)
            known.loaded.facts.items = amounts.items
            known.loaded.facts.unappliedMinor = amounts.credit
            known.loaded.facts.unappliedSince = amounts.creditSince
            simulation?.addAttempts(to: known)
        }
        return known
    }

    /// After everything that was due before has been planned. Nothing is ever put off by real time here.
    private func nextDue(in transaction: borrowing Transaction) throws -> Instant? {
        let next = try transaction.first(
            "SELECT MIN(next_action_at) FROM dunning_case WHERE next_action_at IS NOT NULL"
        ) { $0.optionalInt(0) }
        return (next ?? nil).map { Instant(milliseconds: $0) }
    }
}
