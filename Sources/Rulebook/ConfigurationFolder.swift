import Contracts
import Crypto
import Foundation

/// The files of a configuration folder, read once: what is checked is what is used and what is hashed.
struct ConfigurationFolder {
    /// By path relative to the folder, with `/`.
    let files: [String: Data]

    /// Files and folders whose names begin with a dot are left out: editors and version control put them there.
    /// - Throws: a problem for each file that cannot be read.
    init(_ folder: URL) throws(RulebookProblems) {
        var files: [String: Data] = [:]
        var problems: [RulebookProblem] = []
        var paths: [String] = []
        do {
            paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        } catch {
            throw RulebookProblems([
                RulebookProblem(
                    file: nil, reason: "the folder '\(folder.path)' cannot be read: \(Self.words(for: error))")
            ])
        }
        for path in paths where !path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
            let url = folder.appendingPathComponent(path)
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
            if isFolder.boolValue { continue }
            do {
                files[path] = try Data(contentsOf: url)
            } catch {
                problems.append(RulebookProblem(file: path, reason: "cannot be read: \(Self.words(for: error))"))
            }
        }
        guard problems.isEmpty else { throw RulebookProblems(problems) }
        self.files = files
    }

    /// SHA-256 in hex over paths and contents, by path. Lengths count, so no two folders share the bytes.
    var hash: String {
        var hash = SHA256()
        for (path, content) in files.sorted(by: { $0.key < $1.key }) {
            for part in [Data(path.utf8), content] {
                withUnsafeBytes(of: UInt64(part.count).bigEndian) { hash.update(bufferPointer: $0) }
                hash.update(data: part)
            }
        }
        return hash.finalize().hexadecimal
    }

    private static func words(for error: any Error) -> String {
        (error as NSError).localizedDescription
    }
}
