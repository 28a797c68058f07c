import Foundation

/// `scripts/peers/mailsink.py`: a real mail server that keeps every mail as a file.
package final class MailSink {
    package let port: Int
    private let folder: PeerFolder
    private let process: PeerProcess

    /// - Parameter options: further options of the script, such as `--user` and `--cert`.
    package init(_ options: [String] = []) throws {
        folder = try PeerFolder()
        let script = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../scripts/peers/mailsink.py")
        process = try PeerProcess(
            "/usr/bin/python3",
            [script.standardizedFileURL.path, "--maildir", folder.path("mails")] + options,
            output: folder.url.appendingPathComponent("output"))
        port = try process.awaitOutput { printed in
            guard printed.hasPrefix("READY "), printed.hasSuffix("\n") else { return nil }
            return Int(printed.dropFirst(6).prefix { $0.isNumber })
        }
    }

    /// The mails in the order of their arrival, their envelopes in front.
    package func mails() throws -> [String] {
        let new = folder.url.appendingPathComponent("mails/new")
        return try FileManager.default.contentsOfDirectory(at: new, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    }
}
