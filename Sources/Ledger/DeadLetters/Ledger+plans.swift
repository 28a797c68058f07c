import Contracts
import Foundation
import Store

extension Ledger {
    /// Writes down which waiting letters are to be replayed. Letters that come later are not among them.
    package func planReplay(_ filter: DeadLetterFilter, author: String) throws -> ReplayPlan {
        let id = "r-" + String(UInt64.random(in: 1 << 40...UInt64.max), radix: 36)
        var numbers: [Int64] = []
        try forEach(DeadLetterSelection([.waiting], filter)) { numbers.append($0.number) }
        try database.write { transaction in
            try transaction.execute(
                """
                INSERT INTO replay_plan (id, condition, author, at, letters, state, is_canary_passed)
                VALUES ($1, $2, $3, $4, $5, 'draft', 0)
                """,
                .text(id), .text(filter.text), .text(author), .int(realNow.milliseconds), .int(numbers.count))
        }
        for start in stride(from: 0, to: numbers.count, by: 256) {
            try database.write { transaction in
                for number in numbers[start..<min(start + 256, numbers.count)] {
                    try transaction.execute(
                        "INSERT INTO replay_plan_letter (plan, letter) VALUES ($1, $2)", .text(id), .int(number))
                }
            }
        }
        return try database.write { transaction in
            try transaction.execute("UPDATE replay_plan SET state = 'ready' WHERE id = $1", .text(id))
            try transaction.audit([
                AuditAct(
                    actor: author, action: "dead.plan", subject: id, detail: ["letters": .integer(Int64(numbers.count))]
                )
            ])
            return try transaction.replayPlan(id)
        }
    }

    /// - Throws: ``ReplayProblem/noPlan(_:)``
    package func replayPlan(_ id: String) throws -> ReplayPlan {
        try database.read { try $0.replayPlan(id) }
    }

    package func replayPlans() throws -> [ReplayPlan] {
        try database.read { transaction in
            try transaction.all("SELECT \(ReplayPlan.columns) FROM replay_plan ORDER BY at, id") {
                try ReplayPlan($0)
            }
        }
    }

    package func replayProgress(of plan: String) throws -> ReplayProgress {
        try database.read { transaction in
            var progress = ReplayProgress()
            try transaction.query(
                """
                SELECT p.outcome, d.state, d.plan, COUNT(*) FROM replay_plan_letter p
                JOIN dead_letter d ON d.number = p.letter WHERE p.plan = $1 GROUP BY p.outcome, d.state, d.plan
                """,
                .text(plan)
            ) { row in
                let isOurs = row.optionalText(2) == plan
                switch row.optionalText(0).flatMap(ReplayOutcome.Kind.init) {
                case .replayed?: progress.replayed += row.int(3)
                case .refused?: progress.refused += row.int(3)
                case .passedOver?: progress.passedOver += row.int(3)
                case nil where isOurs && row.text(1) == DeadLetter.State.publishing.rawValue:
                    progress.inDoubt += row.int(3)
                case nil: progress.open += row.int(3)
                }
            }
            progress.returned = try transaction.returned(ofPlan: plan)
            return progress
        }
    }

    /// How many letters that a plan replayed came back as dead letters.
    ///
    /// - Parameter since: only those that were confirmed from then on.
    package func returnedLetters(ofPlan plan: String, since: Instant = .distantPast) throws -> Int64 {
        try database.read { try $0.returned(ofPlan: plan, since: since) }
    }
}

extension Transaction {
    func replayPlan(_ id: String) throws -> ReplayPlan {
        let plan = try first("SELECT \(ReplayPlan.columns) FROM replay_plan WHERE id = $1", .text(id)) {
            try ReplayPlan($0)
        }
        guard let plan else { throw ReplayProblem.noPlan(id) }
        return plan
    }

    func returned(ofPlan plan: String, since: Instant = .distantPast) throws -> Int64 {
        // An edited copy has an origin too, but its origin was never replayed.
        try first(
            """
            SELECT COUNT(*) FROM dead_letter d JOIN dead_letter o ON o.number = d.origin
            WHERE d.origin IS NOT NULL AND o.plan = $1 AND o.state = 'replayed' AND o.settled_at >= $2
            """,
            .text(plan), .int(since.milliseconds)
        ) { $0.int(0) } ?? 0
    }
}
