import Foundation

/// An answer as it came over the wire; redirects are not followed.
struct HTTPAnswer: Sendable {
    let status: Int
    /// Names in lower case.
    let headers: [String: String]
    let body: String

    struct Unreadable: Error {}

    /// Asks once, on a connection of its own.
    static func to(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: String = "", port: Int
    ) async throws -> HTTPAnswer {
        try await onThread {
            var head = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            for (name, value) in headers { head += "\(name): \(value)\r\n" }
            if method == "POST" { head += "Content-Length: \(body.utf8.count)\r\n" }
            return try HTTPAnswer(try exchange(Array((head + "\r\n" + body).utf8), port: port))
        }
    }

    init(_ bytes: [UInt8]) throws {
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        guard let end = text.firstRange(of: "\n\n") else { throw Unreadable() }
        var lines = text[..<end.lowerBound].split(separator: "\n")
        let words = lines.removeFirst().split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw Unreadable() }
        self.status = status
        self.headers = Dictionary(
            lines.map { line in
                let sides = line.split(separator: ":", maxSplits: 1)
                return (sides[0].lowercased(), sides.count > 1 ? sides[1].trimmingCharacters(in: .whitespaces) : "")
            }
        ) { $0 + ", " + $1 }
        self.body = String(text[end.upperBound...])
    }

    private static func exchange(_ bytes: [UInt8], port: Int) throws -> [UInt8] {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var limit = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw Unreadable() }
        var sent = 0
        while sent < bytes.count {
            // A server that refuses early closes while we still send: its answer is what counts.
            let count = bytes[sent...].withUnsafeBytes { send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { break }
            sent += count
        }
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return answer }
            answer += buffer[..<count]
        }
    }
}
