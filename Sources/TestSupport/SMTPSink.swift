import Foundation

/// Postfix's `smtp-sink`: takes mails as fast as they come, counts them and forgets them.
package final class SMTPSink {
    package let port: Int
    private let folder: PeerFolder
    private let process: PeerProcess

    /// - Parameter options: further options of smtp-sink(1).
    package init(_ options: [String] = []) throws {
        folder = try PeerFolder()
        let port = try LoopbackPort.free()
        // smtp-sink refuses to serve as root.
        let user = getuid() == 0 ? ["-u", "nobody"] : []
        process = try PeerProcess(
            "/usr/sbin/smtp-sink", ["-c", "-m", "1100"] + user + options + ["127.0.0.1:\(port)", "512"],
            output: folder.url.appendingPathComponent("output"))
        self.port = port
        try LoopbackPort.awaitListener(port)
    }

    package var processID: pid_t { process.processID }

    /// Mails received so far.
    package var received: Int {
        let printed = process.lastPrinted(bytes: 200)
        guard let last = printed.range(of: "mesg=", options: .backwards) else { return 0 }
        return Int(printed[last.upperBound...].prefix { $0.isNumber }) ?? 0
    }
}
