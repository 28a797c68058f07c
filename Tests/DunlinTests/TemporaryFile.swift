import Foundation

/// A file of a test's own, gone with the value.
final class TemporaryFile {
    let path: String

    init(_ content: some Sequence<UInt8>, name: String = "input") throws {
        path = FileManager.default.temporaryDirectory.appending(path: "dunlin-\(UUID().uuidString)-\(name)").path
        try Data(content).write(to: URL(filePath: path))
    }

    convenience init(_ text: String, name: String = "input") throws {
        try self.init(text.utf8, name: name)
    }

    deinit {
        // The folder of temporary files is emptied by the system should this fail.
        try? FileManager.default.removeItem(atPath: path)
    }
}
