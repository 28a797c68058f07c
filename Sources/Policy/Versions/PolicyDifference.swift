import Contracts

/// What is otherwise in one version of a policy than in another.
package struct PolicyDifference: Hashable, Sendable {
    /// Steps are numbered from 1, by their place in the ladder.
    package struct PlacedStep: Hashable, Sendable, Encodable {
        package let id: String
        package let place: Int
        package let step: JSONValue
    }

    /// A step that stands elsewhere among those that both versions have.
    package struct MovedStep: Hashable, Sendable, Encodable {
        package let id: String
        package let from: Int
        package let to: Int
    }

    /// A key with another value; nil: the version does not have the key.
    package struct Change: Hashable, Sendable {
        package let key: String
        package let old: JSONValue?
        package let new: JSONValue?
    }

    package struct ChangedStep: Hashable, Sendable, Encodable {
        package let id: String
        package let changes: [Change]
    }

    package let added: [PlacedStep]
    package let removed: [PlacedStep]
    package let moved: [MovedStep]
    package let changed: [ChangedStep]
    /// Of the policy beside its ladder, by key: `promises.grace`.
    package let keys: [Change]

    package init(from old: DunningPolicy, to new: DunningPolicy) {
        let (oldIDs, newIDs) = (old.steps.map(\.id), new.steps.map(\.id))
        func placed(_ policy: DunningPolicy, without others: [String]) -> [PlacedStep] {
            policy.steps.enumerated().filter { !others.contains($0.element.id) }
                .map { PlacedStep(id: $0.element.id, place: $0.offset + 1, step: $0.element.document) }
        }
        added = placed(new, without: oldIDs)
        removed = placed(old, without: newIDs)
        let common = newIDs.filter(oldIDs.contains)
        let resting = Self.longestCommonOrder(of: oldIDs.filter(newIDs.contains), and: common)
        moved = common.filter { !resting.contains($0) }.map { id in
            MovedStep(id: id, from: (oldIDs.firstIndex(of: id) ?? 0) + 1, to: (newIDs.firstIndex(of: id) ?? 0) + 1)
        }
        changed = common.compactMap { id in
            let changes = Self.changes(from: old.step(id)?.document, to: new.step(id)?.document)
            return changes.isEmpty ? nil : ChangedStep(id: id, changes: changes)
        }
        keys = Self.changes(from: old.document, to: new.document).filter { $0.key != "steps" }
    }

    package var isEmpty: Bool {
        added.isEmpty && removed.isEmpty && moved.isEmpty && changed.isEmpty && keys.isEmpty
    }

    /// The steps that keep their order; as many as can be.
    private static func longestCommonOrder(of old: [String], and new: [String]) -> Set<String> {
        // With ids that are all different this is the longest rising run of the old places.
        let places = new.compactMap { old.firstIndex(of: $0) }
        var best: [[Int]] = []
        for place in places {
            let longest = best.filter { $0.last.map { $0 < place } ?? true }.max { $0.count < $1.count } ?? []
            best.append(longest + [place])
        }
        return Set((best.max { $0.count < $1.count } ?? []).map { old[$0] })
    }

    private static func changes(from old: JSONValue?, to new: JSONValue?, at path: String = "") -> [Change] {
        if old == new { return [] }
        guard case .object(let olds) = old ?? [:], case .object(let news) = new ?? [:] else {
            return [Change(key: path, old: old, new: new)]
        }
        // A group that one of them lacks is told key by key.
        return Set(olds.keys).union(news.keys).sorted().flatMap { key in
            changes(from: olds[key], to: news[key], at: path.isEmpty ? key : "\(path).\(key)")
        }
    }
}

extension PolicyDifference: Encodable {}

extension PolicyDifference.Change: Encodable {
    private enum CodingKeys: String, CodingKey { case key, old, new }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(key, forKey: .key)
        // Null, not left out: that a version lacks the key is the answer.
        try container.encode(old, forKey: .old)
        try container.encode(new, forKey: .new)
    }
}

extension PolicyDifference: CustomStringConvertible {
    /// One line for each difference, steps first; empty: none.
    package var lines: [String] {
        removed.map { "- step \($0.place) \($0.id): \(Self.text($0.step))" }
            + added.map { "+ step \($0.place) \($0.id): \(Self.text($0.step))" }
            + moved.map { "> step \($0.id): place \($0.from) → \($0.to)" }
            + changed.flatMap { step in step.changes.map { "~ step \(step.id): \(Self.text($0))" } }
            + keys.map { "~ \(Self.text($0))" }
    }

    package var description: String { lines.joined(separator: "\n") }

    private static func text(_ change: Change) -> String {
        "\(change.key) \(change.old.map(text) ?? "none") → \(change.new.map(text) ?? "none")"
    }

    /// As a policy file could say it: `{channels: [email], when: 5 days after due}`.
    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let value): value
        case .list(let values): "[\(values.map(text).joined(separator: ", "))]"
        case .object(let members):
            "{\(members.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }.joined(separator: ", "))}"
        }
    }
}
