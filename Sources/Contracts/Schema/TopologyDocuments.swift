import Foundation

/// The files below `topology/` that are rendered: a test compares them with what is committed.
package enum TopologyDocuments {
    /// Paths relative to `topology/` and their bytes.
    package static var all: [(path: String, content: Data)] {
        [
            ("definitions.json", BrokerDefinition.current.rendered),
            ("asyncapi.yaml", Data(AsyncAPIDocument.document.yaml.utf8)),
        ] + MessageType.allCases.map { ("schemas/\($0.rawValue).json", MessageSchema.document(of: $0).document) }
    }
}
