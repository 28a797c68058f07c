import Yams

/// Where in a YAML node a value's own coding found something wrong, and what.
struct DecodingPlace {
    /// From the node down.
    let keys: [String]
    let line: Int?
    let reason: String

    init(of error: DecodingError, in node: Node) {
        let path: [any CodingKey]
        switch error {
        case .keyNotFound(let key, let context): (path, reason) = (context.codingPath + [key], "is missing")
        case .valueNotFound(_, let context): (path, reason) = (context.codingPath, "is empty")
        case .typeMismatch(let type, let context):
            (path, reason) = (context.codingPath, "allowed \(Self.words(for: type))")
        case .dataCorrupted(let context): (path, reason) = (context.codingPath, context.debugDescription)
        @unknown default: (path, reason) = ([], "cannot be read")
        }
        keys = path.map(\.stringValue)
        var inner = node
        var line = node.mark?.line
        for key in path {
            guard let next = inner.mapping?[key.stringValue] else { break }
            line = next.mark?.line ?? line
            inner = next
        }
        self.line = line
    }

    private static func words(for type: any Any.Type) -> String {
        switch type {
        case is any BinaryInteger.Type: "is a whole number"
        case is Node.Mapping.Type: "are keys of its own"
        default: "is a text"
        }
    }
}
