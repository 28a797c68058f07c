import Foundation

/// A file, or standard output when it is named `-`, written in blocks.
struct OutputFile: ~Copyable {
    private let name: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []
    private var isClosed = false

    init(_ path: String) throws(Failure) {
        if path == "-" {
            name = "standard output"
            descriptor = STDOUT_FILENO
            return
        }
        name = "'\(path)'"
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw Failure(.inputOutput, "cannot create \(name): \(systemError())", remedy: "check folder and rights")
        }
    }

    deinit {
        if !isClosed, descriptor != STDOUT_FILENO { close(descriptor) }
    }

    mutating func write(line: some Sequence<UInt8>) throws(Failure) {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 1 << 16 { try flush() }
    }

    mutating func flush() throws(Failure) {
        var position = 0
        while position < buffer.count {
            let count = buffer.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress! + position, $0.count - position)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure(.inputOutput, "cannot write \(name): \(systemError())") }
            position += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// Writes what is left and closes; a disk that is full shows up here at the latest.
    mutating func finish() throws(Failure) {
        try flush()
        guard descriptor != STDOUT_FILENO, !isClosed else { return }
        isClosed = true
        guard close(descriptor) == 0 else { throw Failure(.inputOutput, "cannot write \(name): \(systemError())") }
    }
}
