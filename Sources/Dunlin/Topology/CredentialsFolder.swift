import Foundation

/// A folder with one file for each worker, `NAME.env`, that only its owner can read: `DUNLIN_BROKER_URL=…`.
struct CredentialsFolder {
    let path: URL

    init(_ path: String) throws(Failure) {
        self.path = URL(filePath: path)
        do {
            try FileManager.default.createDirectory(
                at: self.path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Failure(.inputOutput, "\(path) cannot be made: \(error.localizedDescription)")
        }
    }

    func holds(_ user: String) -> Bool {
        FileManager.default.fileExists(atPath: file(of: user).path)
    }

    /// Puts the file in place at once, so that a crash leaves the old one or the new one.
    func store(_ url: String, for user: String) throws(Failure) {
        let target = file(of: user)
        let draft = target.appendingPathExtension("new")
        unlink(draft.path)
        let descriptor = open(draft.path, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw failure(target) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data("DUNLIN_BROKER_URL=\(url)\n".utf8))
            try handle.synchronize()
        } catch {
            throw failure(target)
        }
        guard rename(draft.path, target.path) == 0 else { throw failure(target) }
    }

    private func file(of user: String) -> URL { path.appending(path: user + ".env") }

    private func failure(_ file: URL) -> Failure {
        Failure(.inputOutput, "\(file.path) cannot be written: \(String(cString: strerror(errno)))")
    }
}
