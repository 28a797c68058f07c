#if FAULTS
    import Glibc
    import Synchronization

    /// Told by the environment:
    ///
    /// - `DUNLIN_FAULTS_ARM`: a file. While it is there and holds `POINT COUNT`, the process dies, as by `kill -9`, when it
    ///   passes POINT for the COUNTth time since; it renames the file to `….fired` before.
    /// - `DUNLIN_FAULTS_GUARD_OFF`: the guard that is left out.
    /// - `DUNLIN_FAULTS_HASTE`: what waits are divided by; 1 if left out.
    /// - `DUNLIN_FAULTS_JOURNAL`: a file that notes are appended to.
    package enum Faults {
        package static func pass(_ point: StaticString) {
            guard let path = arm, let order = read(path) else { return }
            let words = order.split(separator: " ")
            guard words.count >= 2, words[0] == point.description, let count = Int(words[1]) else { return }
            let passed = passes.withLock { passes in
                if passes.order != order { passes = (order, 0) }
                passes.count += 1
                return passes.count
            }
            guard passed >= count else { return }
            rename(path, path + ".fired")
            kill(getpid(), SIGKILL)
        }

        package static func isOff(_ guard: StaticString) -> Bool { guardOff == `guard`.description }

        package static func hastened(_ wait: Duration) -> Duration { wait / haste }

        package static func note(_ line: @autoclosure () -> String) {
            guard let path = journal else { return }
            let file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
            guard file >= 0 else { return }
            defer { close(file) }
            let bytes = Array((line() + "\n").utf8)
            // One write of a short line to the end of a file is whole or not at all.
            _ = write(file, bytes, bytes.count)
        }

        private static let arm = variable("DUNLIN_FAULTS_ARM")
        private static let guardOff = variable("DUNLIN_FAULTS_GUARD_OFF")
        private static let journal = variable("DUNLIN_FAULTS_JOURNAL")
        private static let haste = variable("DUNLIN_FAULTS_HASTE").flatMap { Int($0) } ?? 1
        private static let passes = Mutex<(order: String, count: Int)>(("", 0))

        private static func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }
        }

        private static func read(_ path: String) -> String? {
            let file = open(path, O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return nil }
            defer { close(file) }
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = Glibc.read(file, &buffer, buffer.count)
            return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
        }
    }
#endif
