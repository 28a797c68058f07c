import Contracts
import Policy

/// Tells the decisions about cases as lines: what is sent, what rests and why, what was left out, what is closed.
///
/// It remembers of each case what it told last, since a case that rests is decided again with each new fact. Records
/// must come in the order of the decisions.
package struct DecisionJournal {
    private struct Memory {
        var decidedAt: Instant
        var open: [OpenDate]
        /// What was told of a case that rests; nil after anything else.
        var told: Obstacle?
    }

    private struct OpenDate: Hashable {
        var invoice: Identifier
        var agesOn: CivilDate
    }

    private struct Obstacle: Equatable {
        var step: String?
        var reason: String
    }

    private var cases: [Int64: Memory] = [:]

    package init() {}

    /// - Parameter settledReason: why invoices are not open any more: paid, voided or written off.
    package mutating func lines(
        of record: DecisionRecord, settledReason: ([Identifier]) throws -> String
    ) rethrows -> [DecisionLine] {
        let number = record.facts.number
        let before = cases[number]
        let ageing = Standing(of: record.facts, under: record.policy, at: record.decidedAt).items
        var lines = record.lapsed.map { step in
            let items = ageing.filter {
                $0.agesOn.daysSince1970 == step.occurrence || $0.occurrenceAlone == step.occurrence
            }
            return record.line(
                .skip, at: lapse(of: step, items, record, since: before), step: step.step, reason: "lapsed",
                naming: items)
        }
        lines += record.promises.map(record.line(telling:))
        var told: Obstacle?
        switch record.action.summary {
        case .send(let reminder):
            if record.isNew {
                lines.append(record.line(sending: reminder))
                if let fee = record.line(chargingFor: reminder) { lines.append(fee) }
            } else {
                told = before?.told
            }
        case .task(let due): lines.append(record.line(opening: due))
        case .nothingOpen:
            if let open = before?.open, !open.isEmpty {
                let invoices = Set(open.map(\.invoice))
                var line = record.line(
                    .close, at: record.at, step: nil, reason: try settledReason(invoices.sorted()), naming: [])
                line.invoices = invoices.sorted()
                lines.append(line)
            }
        case .silent: break
        case .obstacle(let action, let reason):
            let due = record.reminderBehindObstacle
            let obstacle = Obstacle(step: due?.step.id, reason: reason)
            told = obstacle
            if obstacle != before?.told {
                lines.append(
                    record.line(
                        action, at: record.at, step: obstacle.step, reason: reason,
                        naming: due?.items ?? record.facts.items))
            }
        }
        let open = ageing.map { OpenDate(invoice: $0.invoice, agesOn: $0.agesOn) }
        cases[number] = Memory(decidedAt: record.decidedAt, open: open, told: told)
        return lines
    }

    /// The start of the day after the step's, in the creditor's zone; if what lapsed was not known then, the decision's
    /// own instant.
    private func lapse(
        of lapsed: LapsedStep, _ items: [OpenItem], _ record: DecisionRecord, since before: Memory?
    ) -> Instant {
        let dates = items.map { OpenDate(invoice: $0.invoice, agesOn: $0.agesOn) }
        guard let before, before.open.contains(where: dates.contains),
            let step = record.policy.step(lapsed.step),
            let issuedOn = items.map(\.issuedOn).max(), let dueOn = items.first?.agesOn
        else { return record.at }
        let own = step.timing.date(
            dueOn: dueOn, issuedOn: issuedOn, deliveredOn: items.compactMap(\.deliveredOn).max(), previous: nil,
            calendar: record.facts.calendar)
        let day = min(record.policy.window.sendingDay(from: own), dueOn)
        let start = record.facts.creditorZone.instant(day.adding(days: 1), minute: 0)
        return start > before.decidedAt && start <= record.decidedAt ? start : record.at
    }
}
