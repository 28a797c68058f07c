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
        /// Where each key that was read stands, by its path: for what is only found when files are put together.
        fileprivate(set) var lines: [String: Int] = [:]

        init(file: String) {
            self.file = file
        }

        func note(line: Int?, key: String?, _ reason: String) {
            let problem = RulebookProblem(file: file, line: line, key: key, reason: reason)
            // Two wrong entries of a list in one line are one problem.
            if problems.last != problem { problems.append(problem) }
        }
    }

    /// nil, and noted, if the text is no YAML mapping.
    convenience init?(text: String, notes: Notes) {
        switch Self.compose(text) {
        case .success(.mapping(let mapping)): self.init(mapping, path: "", notes: notes)
        case .success(nil):
            notes.note(line: 1, key: nil, "is empty")
            return nil
        case .success:
            notes.note(line: 1, key: nil, "must hold keys, each followed by a colon and a blank")
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

    // MARK: Values

    /// The value of `key` as `check` makes it from the text; nil, and noted, if it is missing or wrong.
    /// - Parameter allowed: what is allowed, for the problem.
    func text<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> Value? {
        read.insert(key)
        guard let node = mapping[key] else {
            note(key, line: mapping.mark?.line, "is missing; allowed is \(allowed)")
            return nil
        }
        return value(of: key, in: node, allowed: allowed, check)
    }

    /// As ``text(_:allowed:_:)``; a missing key is no problem.
    func optionalText<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> Value? {
        read.insert(key)
        return mapping[key].flatMap { value(of: key, in: $0, allowed: allowed, check) }
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
        notes.lines[path + key] = node.mark?.line
        let values = sequence.compactMap { value(of: key, in: $0, allowed: allowed, check) }
        return values.count == sequence.count ? values : nil
    }

    /// As ``texts(_:allowed:_:)``; a missing key is no problem, and neither is an empty list.
    func optionalTexts<Value>(_ key: String, allowed: String, _ check: (String) -> Value?) -> [Value]? {
        read.insert(key)
        guard let node = mapping[key] else { return nil }
        if node.sequence?.isEmpty == true {
            notes.lines[path + key] = node.mark?.line
            return []
        }
        return texts(key, allowed: allowed, check)
    }

    /// A nested mapping; nil, and noted if it must be there.
    func outline(_ key: String, isRequired: Bool) -> YAMLOutline? {
        read.insert(key)
        guard let node = mapping[key] else {
            if isRequired { note(key, line: mapping.mark?.line, "is missing; it holds keys of its own") }
            return nil
        }
        guard case .mapping(let inner) = node else {
            note(key, line: node.mark?.line, "must hold keys of its own")
            return nil
        }
        notes.lines[path + key] = node.mark?.line
        return YAMLOutline(inner, path: path + key + ".", notes: notes)
    }

    /// Every key that is a text, in the order of the file.
    var keys: [String] { mapping.keys.compactMap(\.string) }

    /// The mappings of a list, `key[0]` the first; nil, and noted, if it is missing or one of them is no mapping.
    func outlines(_ key: String) -> [YAMLOutline]? {
        read.insert(key)
        guard let sequence = mapping[key]?.sequence else {
            note(
                key, line: (mapping[key]?.mark ?? mapping.mark)?.line,
                "must be a list; allowed are entries with keys of their own"
            )
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

    /// The problems of the whole file so far.
    var problemCount: Int { notes.problems.count }

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
        guard case .scalar(let scalar) = node, let value = check(scalar.string) else {
            note(key, line: node.mark?.line, "allowed is \(allowed)")
            return nil
        }
        notes.lines[path + key] = notes.lines[path + key] ?? node.mark?.line
        return value
    }

    /// What `key` holds, by its own coding; nil: it is missing, or noted.
    func decoded<Value: Decodable>(_ key: String, as type: Value.Type) -> Value? {
        read.insert(key)
        guard let node = mapping[key] else { return nil }
        do {
            return try YAMLDecoder().decode(type, from: node)
        } catch let error as DecodingError {
            let place = DecodingPlace(of: error, in: node)
            note(([key] + place.keys).joined(separator: "."), line: place.line, place.reason)
        } catch {
            note(key, line: node.mark?.line, "cannot be read: \(error)")
        }
        return nil
    }

    /// Where the keys that were read stand, by their names.
    var lines: [String: Int] {
        mapping.reduce(into: [:]) { lines, entry in
            if let key = entry.key.string, read.contains(key) { lines[key] = entry.key.mark?.line }
        }
    }

    private func note(_ key: String, line: Int?, _ reason: String) {
        notes.note(line: line, key: path + key, reason)
    }
}
