import Foundation

/// A file, or standard input when it is named `-`, read in blocks.
final class InputFile {
    /// As the user wrote it, for messages.
    let name: String
    private let descriptor: Int32

    static let standardInput = "-"

    init(_ path: String) throws(Failure) {
        if path == Self.standardInput {
            name = "standard input"
            descriptor = STDIN_FILENO
            return
        }
        name = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw Failure(.inputOutput, "cannot open '\(path)': \(systemError())", remedy: "check the path")
        }
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// When the content last changed; nil for a pipe.
    var modified: Date? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        let time = status.st_mtim
        return Date(timeIntervalSince1970: TimeInterval(time.tv_sec) + TimeInterval(time.tv_nsec) / 1_000_000_000)
    }

    /// What is there now, at most `limit` bytes; waits for the first byte. Empty at the end.
    func read(atMost limit: Int = 1 << 20) throws(Failure) -> [UInt8] {
        while true {
            var count = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
                count = Glibc.read(descriptor, buffer.baseAddress, limit)
                initialized = max(0, count)
            }
            if count >= 0 { return bytes }
            guard errno == EINTR else {
                throw Failure(.inputOutput, "cannot read \(name): \(systemError())")
            }
        }
    }

    func readAll() throws(Failure) -> [UInt8] {
        var all: [UInt8] = []
        while true {
            let block = try read()
            if block.isEmpty { return all }
            all += block
        }
    }
}

/// The system's words for the last error of this thread.
func systemError() -> String {
    String(cString: strerror(errno))
}
