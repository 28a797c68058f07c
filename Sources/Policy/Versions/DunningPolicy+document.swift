import Contracts

extension DunningPolicy {
    /// The policy with every key of its file and its value, defaults too. JSON is YAML: it can be read as a policy file.
    package var document: JSONValue {
        var keys: [String: JSONValue] = [
            "policy": .text(id), "steps": .list(steps.map(\.document)), "window": window.document,
            "minimum": Self.amounts(minimum), "minimum_percent": .integer(Int64(minimumPercent)),
            "budget": ["messages": .integer(Int64(budget.messages)), "days": .integer(Int64(budget.days))],
            "grace": .integer(Int64(grace)), "consolidate": .text(consolidation.rawValue),
            "speaker": .text(speaker.rawValue), "disputes": disputes.document, "promises": promises.document,
            "plans": ["grace": .integer(Int64(plans.graceDays))],
            "unapplied": ["hold_days": .integer(Int64(unapplied.holdDays))], "fallback": fallback.document,
        ]
        if scope != .byName { keys["for"] = scope.document }
        return .object(keys)
    }

    /// ``document`` without what is as it is when left out: what a policy's hash is made of.
    ///
    /// So a key that a later version of the product knows leaves the hashes of all policies without it as they are. That
    /// holds as long as the default of a new key is what was done before, and no default changes.
    package var canonical: JSONValue {
        let plain = DunningPolicy(id: id, steps: [], window: window, minimum: [:], budget: budget).document
        return document.pruned(of: plain, but: ["policy", "steps", "window", "budget"])
    }

    static func amounts(_ amounts: [Currency: Int64]) -> JSONValue {
        .object(Dictionary(uniqueKeysWithValues: amounts.map { ($0.key.code, .integer($0.value)) }))
    }
}

extension DunningPolicy.Step {
    /// Every key that has a value.
    package var document: JSONValue {
        var keys: [String: JSONValue] = [
            "id": .text(id), "when": .text(timing.text), "role": .text(role), "reach": .text(reach.rawValue),
        ]
        if isMessage {
            keys["template"] = .text(template)
            keys["channels"] = .list(channels.map { .text($0.rawValue) })
        }
        keys["tone"] = tone.map { .text($0.rawValue) }
        keys["task"] = task?.document
        keys["fee"] = fee?.document
        return .object(keys)
    }
}

extension ManualTask {
    fileprivate var document: JSONValue {
        var keys: [String: JSONValue] = [
            "kind": .text(kind.rawValue), "within": .integer(Int64(withinDays)), "otherwise": .text(otherwise.rawValue),
        ]
        keys["owner"] = owner.map { .text($0) }
        return .object(keys)
    }
}

extension FeeRule {
    fileprivate var document: JSONValue {
        switch self {
        case .fixed(let amounts): return ["fixed": DunningPolicy.amounts(amounts)]
        case .percent(let share, let least, let most):
            var keys: [String: JSONValue] = ["percent": .text("\(share)")]
            if !least.isEmpty { keys["least"] = DunningPolicy.amounts(least) }
            if !most.isEmpty { keys["most"] = DunningPolicy.amounts(most) }
            return .object(keys)
        }
    }
}

extension SendWindow {
    fileprivate var document: JSONValue {
        func text(_ minute: Int) -> JSONValue {
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            return .text("\(two(minute / 60)):\(two(minute % 60))")
        }
        return [
            "days": .list(Weekday.allCases.filter(days.contains).map { .text("\($0)") }), "from": text(fromMinute),
            "until": text(untilMinute),
        ]
    }
}

extension DisputeRules {
    fileprivate var document: JSONValue {
        var keys: [String: JSONValue] = ["rest_goes_on": .boolean(restGoesOn), "ages_anew": .boolean(agesAnew)]
        keys["service_days"] = serviceDays.map { .integer(Int64($0)) }
        keys["owner"] = owner.map { .text($0) }
        return .object(keys)
    }
}

extension PromiseRules {
    fileprivate var document: JSONValue {
        var keys: [String: JSONValue] = [
            "grace": .integer(Int64(graceDays)), "extensions": .integer(Int64(extensions)),
        ]
        keys["broken_template"] = brokenTemplate.map { .text($0) }
        return .object(keys)
    }
}

extension ChannelFallback {
    fileprivate var document: JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: next.map { ($0.key.rawValue, .list($0.value.map { .text($0.rawValue) })) }))
    }
}

extension PolicyScope {
    /// Sorted, so that the order in the file makes no difference: a set has none.
    fileprivate var document: JSONValue {
        let lists = [
            "creditors": creditors.map(\.text), "tags": Array(tags), "segments": Array(segments),
            "kinds": kinds.map(\.rawValue), "countries": countries.map(\.code),
        ]
        return .object(lists.filter { !$0.value.isEmpty }.mapValues { .list($0.sorted().map { .text($0) }) })
    }
}

extension JSONValue {
    /// Without the members that are as in another value, at any depth.
    fileprivate func pruned(of other: JSONValue, but kept: Set<String> = []) -> JSONValue {
        guard case .object(let members) = self, case .object(let others) = other else { return self }
        var pruned: [String: JSONValue] = [:]
        for (key, value) in members where kept.contains(key) || others[key] != value {
            pruned[key] = kept.contains(key) ? value : others[key].map { value.pruned(of: $0) } ?? value
        }
        return .object(pruned)
    }
}
