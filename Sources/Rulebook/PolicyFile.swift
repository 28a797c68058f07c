import Policy
import Yams

/// Reads `policies/<id>.yaml`.
enum PolicyFile {
    /// nil if anything is wrong; what, is in `notes`.
    static func policy(in text: String, named fileName: String, notes: YAMLOutline.Notes) -> DunningPolicy? {
        let root: Node
        switch YAMLOutline.compose(text) {
        case .success(let node?): root = node
        case .success(nil):
            notes.note(line: 1, key: nil, "must hold keys")
            return nil
        case .failure(let problem):
            notes.note(line: problem.line, key: nil, problem.reason)
            return nil
        }
        do {
            let policy = try YAMLDecoder().decode(DunningPolicy.self, from: root)
            guard policy.id == fileName else {
                notes.note(line: root["policy"]?.mark?.line, key: "policy", "must be '\(fileName)', the file's name")
                return nil
            }
            return policy
        } catch let error as DecodingError {
            let (path, reason) = place(of: error)
            notes.note(line: line(of: path, in: root), key: name(of: path), reason)
        } catch {
            notes.note(line: nil, key: nil, "cannot be read: \(error)")
        }
        return nil
    }

    private static func place(of error: DecodingError) -> (path: [any CodingKey], reason: String) {
        switch error {
        case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
        case .valueNotFound(_, let context): (context.codingPath, "is empty")
        case .typeMismatch(let type, let context): (context.codingPath, "must be \(words(for: type))")
        case .dataCorrupted(let context): (context.codingPath, context.debugDescription)
        @unknown default: ([], "cannot be read")
        }
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "a whole number"
        case is [Any].Type: "a list"
        default: "of another kind"
        }
    }

    /// The line of the innermost part of `path` that is there.
    private static func line(of path: [any CodingKey], in root: Node) -> Int? {
        var node = root
        var line = root.mark?.line
        for key in path {
            let next: Node? =
                if let index = key.intValue {
                    node.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
                } else {
                    node.mapping?[key.stringValue]
                }
            guard let next else { break }
            line = next.mark?.line ?? line
            node = next
        }
        return line
    }

    /// `steps[2].due`
    private static func name(of path: [any CodingKey]) -> String? {
        let name = path.reduce(into: "") { name, key in
            if let index = key.intValue {
                name += "[\(index)]"
            } else {
                name += (name.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return name.isEmpty ? nil : name
    }
}
