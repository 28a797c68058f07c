import Foundation

/// Remarks for whoever runs the command.
enum StandardError {
    /// One line in one write, so that lines of several processes never mix.
    static func say(_ line: String) {
        // When standard error itself is gone there is nobody left to tell.
        _ = Array((line + "\n").utf8).withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
