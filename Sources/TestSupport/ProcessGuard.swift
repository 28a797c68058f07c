import Foundation
import Synchronization

/// Ends the processes that this one started should it be killed before it could end them itself.
///
/// A shell reads their ids from a pipe whose other end only this process holds. When that closes, by whatever way, it
/// kills those that are still what they were: an id counts together with the instant its process started.
package enum ProcessGuard {
    private static let pipe = Mutex<Int32>(-1)

    private static let script = #"""
        started() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }
        trap '' INT TERM HUP
        declare -A watched
        while read -r verb id; do
            if [ "$verb" = watch ]; then watched[$id]=$(started "$id"); else unset "watched[$id]"; fi
        done
        for id in "${!watched[@]}"; do
            if [ -n "${watched[$id]}" ] && [ "$(started "$id")" = "${watched[$id]}" ]; then kill -KILL "$id"; fi
        done
        """#

    package static func watch(_ process: pid_t) throws {
        try pipe.withLock { end in
            if end < 0 { end = try start() }
            tell("watch \(process)", by: end)
        }
    }

    /// The process has ended; its id may soon be another's.
    package static func forget(_ process: pid_t) {
        pipe.withLock { end in
            if end >= 0 { tell("forget \(process)", by: end) }
        }
    }

    private static func start() throws -> Int32 {
        var ends: [Int32] = [0, 0]
        // Closed on exec: another child that inherited our end would keep the shell from noticing ours.
        guard Glibc.pipe(&ends) == 0, ends.allSatisfy({ fcntl($0, F_SETFD, FD_CLOEXEC) == 0 }) else {
            throw CommandFailure(command: "pipe", status: errno, output: "no descriptor left")
        }
        _ = try Command.spawn(["setsid", "bash", "-c", script], input: .descriptor(ends[0]))
        close(ends[0])
        return ends[1]
    }

    private static func tell(_ line: String, by end: Int32) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(end, $0.baseAddress, $0.count) }
    }
}
