import Foundation
import Policy

/// All properties over all cases, led through the world once.
///
/// By the environment: `DUNLIN_PROPERTY_SEED` is a seed, or `seed:case` for one case alone, as a failure prints it;
/// `DUNLIN_LONG=1` makes a million cases of ten thousand; `DUNLIN_BREAK` names a ``SeededBug``.
struct PropertyRun: Sendable {
    var seed: UInt64 = 2_026
    var cases = 0..<10_000
    var engine = Engine.real
    var properties = Property.all

    /// The run of this process: whoever asks first starts it, everybody waits for the same.
    static let ofThisProcess = Task.detached(priority: .high) { () throws(UnknownSetting) -> Outcome in
        await (try PropertyRun(environment: ProcessInfo.processInfo.environment)).outcome()
    }

    struct UnknownSetting: Error {
        var text: String
    }

    /// Cases are shared out among as many tasks as there are processors.
    func outcome() async -> Outcome {
        let count = ProcessInfo.processInfo.activeProcessorCount
        return await withTaskGroup(of: Outcome.self) { group in
            for first in 0..<count {
                group.addTask {
                    var outcome = Outcome()
                    for number in cases.dropFirst(first) where (number - cases.lowerBound - first) % count == 0 {
                        check(number, into: &outcome)
                    }
                    return outcome
                }
            }
            return await group.reduce(into: Outcome()) { $0.add($1) }
        }
    }

    func life(of number: Int) -> (life: CaseLife, chance: Chance) {
        var chance = Chance(seed: seed, case: number)
        let scenario = Scenario(&chance)
        return (World.run(scenario, by: engine, &chance), chance)
    }

    private func check(_ number: Int, into outcome: inout Outcome) {
        let (life, rest) = life(of: number)
        outcome.note(life)
        for property in properties {
            // Each property draws from its own copy: what one asks does not change the others.
            var chance = rest
            guard let violation = property.violation(life, engine, &chance) else { continue }
            outcome.note(
                Outcome.Failure(
                    seed: seed, number: number, violation: violation, size: life.size, report: CaseReport.text(life)),
                of: property)
        }
    }
}

extension PropertyRun {
    init(environment: [String: String]) throws(UnknownSetting) {
        if environment["DUNLIN_LONG"] == "1" { cases = 0..<1_000_000 }
        if let text = environment["DUNLIN_PROPERTY_SEED"] {
            let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
            guard let first = UInt64(numbers[0]), numbers.count <= 2 else {
                throw UnknownSetting(text: "DUNLIN_PROPERTY_SEED is 'seed' or 'seed:case', not '\(text)'")
            }
            seed = first
            if numbers.count == 2 {
                guard let number = Int(numbers[1]), number >= 0 else {
                    throw UnknownSetting(text: "DUNLIN_PROPERTY_SEED is 'seed' or 'seed:case', not '\(text)'")
                }
                cases = number..<number + 1
            }
        }
        if let name = environment["DUNLIN_BREAK"] {
            guard let bug = SeededBug(rawValue: name) else {
                let names = SeededBug.allCases.map(\.rawValue).joined(separator: ", ")
                throw UnknownSetting(text: "DUNLIN_BREAK is one of \(names), not '\(name)'")
            }
            engine = bug.engine
        }
    }
}

extension CaseLife {
    /// So that of all failing cases the one that is easiest to read is shown.
    var size: Int { turns.count + scenario.events.count + scenario.facts.items.count + policy.steps.count }
}
