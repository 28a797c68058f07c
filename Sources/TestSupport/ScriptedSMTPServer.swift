import Foundation
import Synchronization

/// A mail server that misbehaves at one point of the conversation, exactly as told.
package final class ScriptedSMTPServer: Sendable {
    /// The point at which the server is to answer.
    package enum Point: String, Sendable, CaseIterable {
        case greeting, hello, mail, recipient, data
        /// Within the body, before its final dot.
        case body
        /// After the final dot.
        case dot
    }

    package enum Behaviour: Sendable, Equatable {
        /// Answer with this line instead of the usual one.
        case say(String)
        /// Answer with this line and close.
        case sayAndClose(String)
        /// Close without an answer.
        case close
        /// Read on and never answer.
        case stall
        /// Give the usual answer and close.
        case answerAndClose
    }

    package let port: Int
    private let listener: Int32
    /// What to do at a point in the connection with this number, from 1; nil: as usual.
    private let behaviour: @Sendable (Point, Int) -> Behaviour?
    private let state = Mutex(State())

    private struct State {
        var mails: [String] = []
        var connections = 0
        var bodyBytes = 0
        var sockets: Set<Int32> = []
        var isStopped = false
    }

    package init(_ behaviour: @escaping @Sendable (Point, Int) -> Behaviour?) throws {
        self.behaviour = behaviour
        (listener, port) = try LoopbackPort.listen()
        signal(SIGPIPE, SIG_IGN)
        Thread { [listener, self] in
            while true {
                let socket = accept(listener, nil, nil)
                guard socket >= 0 else { return }
                let number: Int? = self.state.withLock { state in
                    guard !state.isStopped else { return nil }
                    state.connections += 1
                    state.sockets.insert(socket)
                    return state.connections
                }
                guard let number else {
                    close(socket)
                    return
                }
                Thread { self.serve(socket, number) }.start()
            }
        }.start()
    }

    /// Misbehaves at one point of every connection.
    package convenience init(at point: Point, _ behaviour: Behaviour) throws {
        try self.init { at, _ in at == point ? behaviour : nil }
    }

    /// Contents of the mails that came with their final dot, dots at the start of lines as they were on the wire.
    package var mails: [String] { state.withLock(\.mails) }
    package var connections: Int { state.withLock(\.connections) }
    /// Bytes received after DATA, in complete lines.
    package var bodyBytes: Int { state.withLock(\.bodyBytes) }

    /// Waits until no connection is open, at most 15 s. False: one still was.
    package func awaitAllClosed() -> Bool {
        let deadline = ContinuousClock.now + .seconds(15)
        while ContinuousClock.now < deadline {
            if state.withLock({ $0.sockets.isEmpty }) { return true }
            usleep(2_000)
        }
        return false
    }

    /// Ends the listener and every connection.
    package func stop() {
        state.withLock { state in
            state.isStopped = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private func serve(_ socket: Int32, _ number: Int) {
        var lines = SocketLines(socket: socket)
        converse(&lines, number)
        // Within the lock, so that `stop` never shuts down a descriptor that is someone else's by now.
        state.withLock { state in
            close(socket)
            state.sockets.remove(socket)
        }
    }

    private func converse(_ lines: inout SocketLines, _ number: Int) {
        guard answer(.greeting, "220 scripted.example ESMTP", lines, number) else { return }
        while let line = lines.next() {
            let goesOn =
                switch line.prefix(4).uppercased() {
                case "EHLO", "HELO": answer(.hello, "250 scripted.example", lines, number)
                case "MAIL": answer(.mail, "250 2.1.0 Ok", lines, number)
                case "RCPT": answer(.recipient, "250 2.1.5 Ok", lines, number)
                case "DATA":
                    answer(.data, "354 End data with <CR><LF>.<CR><LF>", lines, number) && readBody(&lines, number)
                case "QUIT": lines.say("221 2.0.0 Bye", andGoOn: false)
                default: lines.say("250 2.0.0 Ok", andGoOn: true)
                }
            guard goesOn else { return }
        }
    }

    private func readBody(_ lines: inout SocketLines, _ number: Int) -> Bool {
        if case .say = behaviour(.data, number) { return true }
        var body = ""
        while let line = lines.next() {
            if line == "." {
                state.withLock { $0.mails.append(body) }
                return answer(.dot, "250 2.0.0 Ok: queued as 4ABC", lines, number)
            }
            state.withLock { $0.bodyBytes += line.utf8.count + 2 }
            body += line + "\r\n"
            if behaviour(.body, number) != nil, !answer(.body, "", lines, number) { return false }
        }
        return false
    }

    /// False: the connection is over.
    private func answer(_ point: Point, _ usual: String, _ lines: SocketLines, _ number: Int) -> Bool {
        switch behaviour(point, number) {
        case nil: return lines.say(usual, andGoOn: true)
        case .say(let line): return lines.say(line, andGoOn: true)
        case .sayAndClose(let line): return lines.say(line, andGoOn: false)
        case .answerAndClose: return lines.say(usual, andGoOn: false)
        case .close: return false
        case .stall:
            var rest = lines
            while rest.next() != nil {}
            return false
        }
    }
}

/// Lines of a blocking socket.
private struct SocketLines {
    let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    /// The next line without its CRLF; nil when the peer is gone.
    mutating func next() -> String? {
        while true {
            if let end = buffer.firstIndex(of: 0x0A) {
                defer { buffer.removeSubrange(...end) }
                return String(decoding: buffer[..<end].filter { $0 != 0x0D }, as: UTF8.self)
            }
            var chunk = [UInt8](repeating: 0, count: 16_384)
            let count = recv(socket, &chunk, chunk.count, 0)
            guard count > 0 else { return nil }
            buffer += chunk[..<count]
        }
    }

    func say(_ line: String, andGoOn: Bool) -> Bool {
        let bytes = Array((line + "\r\n").utf8)
        return send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count && andGoOn
    }
}
