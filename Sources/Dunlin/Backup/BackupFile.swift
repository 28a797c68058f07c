import Foundation

/// A file that is written aside and takes its name when it is whole.
struct BackupFile {
    let path: String
    let replaces: Bool
    /// In the same folder, so that taking the name is one step.
    let aside: String

    /// - Parameter replaces: whether a file of that name may go.
    init(_ path: String, replaces: Bool) throws(Failure) {
        self.path = path
        self.replaces = replaces
        aside = path + ".\(getpid()).part"
        guard replaces || !FileManager.default.fileExists(atPath: path) else { throw Self.exists(path) }
    }

    /// Writes the file by `body`, which is given the name to write to, and makes it last.
    ///
    /// - Parameter isMade: whether the file must be there, empty and of mode 0600, before.
    func write(isMade: Bool, _ body: (String) throws -> Void) throws {
        unlink(aside)
        do {
            if isMade {
                let file = open(aside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
                guard file >= 0 else { throw Self.fault("created", aside) }
                close(file)
            }
            try body(aside)
            try sync(aside)
            // A link, unlike a renaming, fails where another file has come meanwhile.
            if replaces {
                guard rename(aside, path) == 0 else { throw Self.fault("renamed", aside) }
            } else {
                guard link(aside, path) == 0 else {
                    throw errno == EEXIST ? Self.exists(path) : Self.fault("named", path)
                }
                unlink(aside)
            }
            try sync(URL(filePath: path).deletingLastPathComponent().path)
        } catch {
            unlink(aside)
            throw error
        }
    }

    private func sync(_ path: String) throws(Failure) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw Self.fault("opened", path) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw Self.fault("written to disk", path) }
    }

    private static func exists(_ path: String) -> Failure {
        Failure(.inputOutput, "\(path) exists", remedy: "name another file, or give --force to replace it")
    }

    private static func fault(_ what: String, _ path: String) -> Failure {
        Failure(.inputOutput, "\(path) cannot be \(what): \(String(cString: strerror(errno)))")
    }
}
