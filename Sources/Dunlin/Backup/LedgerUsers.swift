import Foundation

/// Who has a ledger's file open.
enum LedgerUsers {
    /// Other processes with the file open, as far as this user may see.
    static func processes(of path: String) -> [Int32] {
        guard let real = realpath(path, nil) else { return [] }
        defer { free(real) }
        let file = String(cString: real)
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap { Int32($0) }.filter { $0 != getpid() && isOpen(file, in: $0) }.sorted()
    }

    private static func isOpen(_ file: String, in process: Int32) -> Bool {
        let folder = "/proc/\(process)/fd"
        // A process of another user, or one that has ended, shows nothing.
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return descriptors.contains { descriptor in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")) == file
        }
    }
}
