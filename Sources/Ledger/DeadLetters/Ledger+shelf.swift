import Contracts
import Foundation
import Store

/// Why a letter was not changed.
package enum DeadLetterProblem: Error, Equatable, CustomStringConvertible {
    case unknown(Int64)
    /// Somebody has it in hand, or it is done with.
    case wrongState(Int64, DeadLetter.State, plan: String?)
    case sameContent(Int64)

    package var description: String {
        switch self {
        case .unknown(let number): "there is no dead letter \(number)"
        case .wrongState(let number, let state, let plan):
            "dead letter \(number) is \(state.rawValue)\(plan.map { " by plan \($0)" } ?? "")"
        case .sameContent(let number): "dead letter \(number) is this very message already"
        }
    }
}

extension Ledger {
    /// Puts waiting letters away, or archived ones back. Nothing is ever deleted.
    ///
    /// - Returns: how many. A letter that somebody took meanwhile stays where it is, and one without a content any more
    ///   stays archived.
    package func moveDeadLetters(
        _ selection: DeadLetterSelection, to state: DeadLetter.State, action: String, author: String
    ) throws -> Int {
        guard let from = selection.states.first else { return 0 }
        var numbers: [Int64] = []
        try forEach(selection) { numbers.append($0.number) }
        var moved = 0
        for start in stride(from: 0, to: numbers.count, by: 256) {
            let chunk = numbers[start..<min(start + 256, numbers.count)]
            moved += try database.write { transaction in
                var count = 0
                for number in chunk {
                    count += try transaction.execute(
                        """
                        UPDATE dead_letter SET state = $2, settled_at = $3
                        WHERE number = $1 AND state = $4 AND sealing_key <> ''
                        """,
                        .int(number), .text(state.rawValue), .int(realNow.milliseconds), .text(from.rawValue))
                }
                try transaction.audit([
                    AuditAct(
                        actor: author, action: action, subject: selection.plan ?? "dead letters",
                        detail: [
                            "letters": .integer(Int64(count)), "first": .integer(chunk.first ?? 0),
                            "last": .integer(chunk.last ?? 0),
                        ])
                ])
                return count
            }
        }
        return moved
    }

    /// Puts an edited copy in the place of a waiting letter; both stay, linked.
    ///
    /// - Returns: the copy's number.
    package func replaceDeadLetter(
        _ number: Int64, by message: DeadMessage, author: String
    ) throws -> Int64 {
        let now = realNow
        let identity = try message.identity()
        let content = try message.packed()
        let facts = DeadLetterFacts(message, collectedAt: now)
        return try database.write { transaction in
            let isTaken =
                try transaction.execute(
                    "UPDATE dead_letter SET state = 'replaced', settled_at = $2 WHERE number = $1 AND state = 'waiting'",
                    .int(number), .int(now.milliseconds)) == 1
            guard isTaken else {
                let letter = try transaction.first(
                    "SELECT \(DeadLetter.columns) FROM dead_letter WHERE number = $1", .int(number)
                ) { try DeadLetter($0) }
                guard let letter else { throw DeadLetterProblem.unknown(number) }
                throw DeadLetterProblem.wrongState(number, letter.state, plan: letter.plan)
            }
            let next = try transaction.nextDeadLetter()
            guard
                try insert(
                    facts, of: message, number: next, identity: identity, origin: number, content: content, at: now,
                    in: transaction)
            else { throw DeadLetterProblem.sameContent(number) }
            try transaction.audit([
                AuditAct(
                    actor: author, action: "dead.edit", subject: String(number),
                    detail: ["copy": .integer(next), "identity": .text(identity)])
            ])
            return next
        }
    }
}
