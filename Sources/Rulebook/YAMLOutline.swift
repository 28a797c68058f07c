import Contracts
import Yams

/// Reads one mapping of a YAML file key by key, and notes what is wrong instead of stopping at it.
///
/// A class, because the readers of nested mappings note into the same list.
final class YAMLOutline {
    private let mapping: Node.Mapping
    private let path: String
    private let notes: Notes
    private var read: Set<String> = []

    /// The problems of a whole file.
    final class Notes {
        let file: String
        fileprivate(set) var problems: [RulebookProblem] = []

        init(file: String) {
            self.file = file
        }

        func note(line: Int?, key: String?, _ reason: String) {
            problems.append(RulebookProblem(file: file, line: line, key: key, reason: reason))
        }
    }

    /// nil, and noted, if the text is no YAML mapping.
    convenience init?(text: String, notes: Notes) {
        switch Self.compose(text) {
        case .success(.mapping(let mapping)): self.init(mapping, path: "", notes: notes)
        case .success:
            notes.note(line: 1, key: nil, "must hold keys")
            return nil
        case .failure(let problem):
            notes.note(line: problem.line, key: nil, problem.reason)
            return nil
        }
    }

    private init(_ mapping: Node.Mapping, path: String, notes: Notes) {
        self.mapping = mapping
        self.path = path
        self.notes = notes
    }

    struct Unreadable: Error {
        let line: Int?
        let reason: String
    }

    static func compose(_ text: String) -> Result<Node?, Unreadable> {
        do {
            return .success(try Yams.compose(yaml: text))
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
                .composer(_, let problem, let mark, _):
                return .failure(Unreadable(line: mark.line, reason: "is no YAML: \(problem)"))
            case .duplicatedKeysInMapping(let duplicates, let context):
                let names = duplicates.joined(separator: ", ")
                return .failure(Unreadable(line: context.mark.line, reason: "'\(names)' stands here twice"))
            default: return .failure(Unreadable(line: nil, reason: "is no YAML: \(error)"))
            }
        } catch {
            return .failure(Unreadable(line: nil, reason: "is no YAML: \(error)"))
        }
    }

    // MARK: Values

    /// The value of `key` as `check` makes it from the text; nil, and noted, if it is missing or wrong.
    /// - Parameter allowed: what is allowed, for the problem.
    func text<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> Value? {
        guard let node = mapping[key] else {
            note(key, line: mapping.mark?.line, "is missing; allowed is \(allowed)")
            read.insert(key)
            return nil
        }
        return value(of: key, in: node, allowed: allowed, check)
    }

    /// As ``text(_:allowed:_:)``; a missing key is no problem.
    func optionalText<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> Value? {
        mapping[key].flatMap { value(of: key, in: $0, allowed: allowed, check) }
    }

    /// The values of a list of texts; nil, and noted, if it is missing, empty or one of them is wrong.
    func texts<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> [Value]? {
        read.insert(key)
        guard let node = mapping[key] else {
            note(key, line: mapping.mark?.line, "is missing; allowed is \(allowed)")
            return nil
        }
        guard let sequence = node.sequence, !sequence.isEmpty else {
            note(key, line: node.mark?.line, "is no list; allowed is \(allowed)")
            return nil
        }
        let values = sequence.compactMap { value(of: key, in: $0, allowed: allowed, check) }
        return values.count == sequence.count ? values : nil
    }

    /// A nested mapping; nil, and noted if it must be there.
    func outline(_ key: String, isRequired: Bool) -> YAMLOutline? {
        read.insert(key)
        guard let node = mapping[key] else {
            if isRequired { note(key, line: mapping.mark?.line, "is missing") }
            return nil
        }
        guard case .mapping(let inner) = node else {
            note(key, line: node.mark?.line, "must hold keys of its own")
            return nil
        }
        return YAMLOutline(inner, path: path + key + ".", notes: notes)
    }

    /// Every key that is a text, in the order of the file.
    var keys: [String] { mapping.keys.compactMap(\.string) }

    /// The mappings of a list, `key[0]` the first; nil, and noted, if it is missing or one of them is no mapping.
    func outlines(_ key: String) -> [YAMLOutline]? {
        read.insert(key)
        guard let sequence = mapping[key]?.sequence else {
            note(key, line: (mapping[key]?.mark ?? mapping.mark)?.line, "must be a list")
            return nil
        }
        let outlines = sequence.enumerated().compactMap { index, node -> YAMLOutline? in
            guard case .mapping(let inner) = node else {
                note("\(key)[\(index)]", line: node.mark?.line, "must hold keys of its own")
                return nil
            }
            return YAMLOutline(inner, path: "\(path)\(key)[\(index)].", notes: notes)
        }
        return outlines.count == sequence.count ? outlines : nil
    }

    func has(_ key: String) -> Bool { mapping[key] != nil }

    /// Takes a key as read of which something else was noted.
    func skip(_ key: String) { read.insert(key) }

    /// Notes what is wrong with one of the keys.
    func refuse(_ key: String, _ reason: String) {
        note(key, line: (mapping[key]?.mark ?? mapping.mark)?.line, reason)
    }

    /// Notes what is wrong with the mapping as a whole.
    func refuse(_ reason: String) {
        notes.note(line: mapping.mark?.line, key: path.isEmpty ? nil : String(path.dropLast()), reason)
    }

    /// Notes each key that nobody has read: a key without effect is a mistake of its writer.
    /// - Parameter allowed: what keys there may be; nil: those that were asked for.
    func refuseOtherKeys(allowed: String? = nil) {
        for (key, _) in mapping where !read.contains(key.string ?? "") {
            note(
                key.string ?? "?", line: key.mark?.line,
                "is unknown; allowed are \(allowed ?? read.sorted().joined(separator: ", "))")
        }
    }

    private func value<Value>(
        of key: String, in node: Node, allowed: String, _ check: (String) -> Value?
    ) -> Value? {
        read.insert(key)
        guard case .scalar(let scalar) = node, let value = check(scalar.string) else {
            note(key, line: node.mark?.line, "allowed is \(allowed)")
            return nil
        }
        return value
    }

    private func note(_ key: String, line: Int?, _ reason: String) {
        notes.note(line: line, key: path + key, reason)
    }
}
