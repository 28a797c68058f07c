import Policy

extension PropertyRun {
    /// What a run found: for each property the smallest case that breaks it.
    struct Outcome: Sendable {
        private(set) var failures: [String: Failure] = [:]
        /// What the engine came up with, to see that the cases reach all of it.
        private(set) var answers: [String: Int] = [:]
        private(set) var cases = 0

        struct Failure: Sendable {
            var seed: UInt64
            var number: Int
            var violation: String
            var size: Int
            var report: String
            /// How many cases break the property; this one is the smallest of them.
            var count = 1

            var text: String {
                """
                \(violation)
                DUNLIN_PROPERTY_SEED=\(seed):\(number) runs this case again, the smallest of \(count) that fail:
                \(report)
                """
            }
        }

        mutating func note(_ life: CaseLife) {
            cases += 1
            for turn in life.turns {
                let answer =
                    switch turn.decision.action {
                    case .send(let reminder): reminder.step.isEarly ? "send early" : "send late"
                    case .task(let due): "task: " + due.task.kind.rawValue
                    case .wait(_, let reason): "wait: " + reason.rawValue
                    case .rest(let reason): "rest: " + reason.rawValue
                    }
                answers[answer, default: 0] += 1
            }
        }

        mutating func note(_ failure: Failure, of property: Property) {
            merge(failure, of: property.sentence)
        }

        mutating func add(_ other: Outcome) {
            cases += other.cases
            answers.merge(other.answers, uniquingKeysWith: +)
            for (sentence, failure) in other.failures { merge(failure, of: sentence) }
        }

        private mutating func merge(_ failure: Failure, of sentence: String) {
            guard let known = failures[sentence] else {
                failures[sentence] = failure
                return
            }
            var smaller = (failure.size, failure.number) < (known.size, known.number) ? failure : known
            smaller.count = known.count + failure.count
            failures[sentence] = smaller
        }
    }
}
