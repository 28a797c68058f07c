import Foundation
import TestSupport
import Testing

@testable import Transfer

@Suite struct `An HTTP client` {
    /// Answers each path with a behaviour of its own and otherwise with what it was sent.
    private static let script = """
        import http.server, json, sys, time
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'
            def log_message(self, *rest): pass
            def answer(self):
                body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
                if self.path == '/die': self.close_connection = True; return
                if self.path == '/stall': time.sleep(30)
                if self.path == '/large': return self.reply(200, b'x' * 100000)
                if self.path == '/moved': return self.reply(302, b'', {'Location': '/'})
                if self.path == '/missing': return self.reply(404, b'nothing')
                self.reply(200, json.dumps({'method': self.command, 'path': self.path, 'body': body.decode(),
                    'auth': self.headers.get('Authorization'), 'x': self.headers.get('X-Test'),
                    'type': self.headers.get('Content-Type'), 'peer': self.client_address[1]}).encode())
            def reply(self, status, body, headers={}):
                self.send_response(status)
                for name, value in headers.items(): self.send_header(name, value)
                self.send_header('Content-Length', str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            def do_DELETE(self): self.answer()
            do_GET = do_POST = do_PUT = do_DELETE
        server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        server.daemon_threads = True
        print('READY', server.server_address[1], flush=True)
        server.serve_forever()
        """

    private let folder: PeerFolder
    private let peer: PeerProcess
    private let base: String
    private let client: HTTPClient

    private struct Echo: Decodable {
        let method: String
        let path: String
        let body: String
        let auth: String?
        let x: String?
        let type: String?
        let peer: Int
    }

    init() throws {
        folder = try PeerFolder()
        peer = try PeerProcess(
            "/usr/bin/python3", ["-c", Self.script], output: folder.url.appendingPathComponent("output"))
        let port = try peer.awaitOutput { printed -> Int? in
            printed.hasSuffix("\n") ? Int(printed.dropFirst(6).prefix { $0.isNumber }) : nil
        }
        base = "http://127.0.0.1:\(port)"
        client = try HTTPClient()
    }

    private func echo(_ request: HTTPRequest) throws -> Echo {
        try JSONDecoder().decode(Echo.self, from: client.perform(request).body)
    }

    @Test(arguments: [("GET", nil), ("PUT", "{}"), ("POST", "a=b"), ("POST", ""), ("DELETE", nil)])
    func `sends method, headers, login and body`(method: String, body: String?) throws {
        let seen = try echo(
            HTTPRequest(
                method: method, url: base + "/a%2Fb?c=d",
                headers: [("X-Test", "yes"), ("Content-Type", "application/json")], body: body.map { Data($0.utf8) },
                basicAuth: ("guest", "secret")))
        #expect(seen.method == method)
        #expect(seen.path == "/a%2Fb?c=d")
        #expect(seen.body == body ?? "")
        #expect(seen.auth == "Basic " + Data("guest:secret".utf8).base64EncodedString())
        #expect(seen.x == "yes")
        #expect(seen.type == "application/json")
    }

    @Test func `keeps its connection and forgets the last request`() throws {
        let first = try echo(
            HTTPRequest(
                method: "PUT", url: base, headers: [("X-Test", "1")], body: Data("x".utf8), basicAuth: ("a", "b")))
        let second = try echo(HTTPRequest(url: base))
        #expect(second.peer == first.peer)
        #expect(second.method == "GET")
        #expect(second.body.isEmpty)
        #expect(second.auth == nil)
        #expect(second.x == nil)
    }

    @Test func `returns every status and follows no redirect`() throws {
        #expect(try client.perform(HTTPRequest(url: base + "/missing")).status == 404)
        let moved = try client.perform(HTTPRequest(url: base + "/moved"))
        #expect(moved.status == 302)
        #expect(moved.header("location") == "/")
    }

    @Test func `stops at the limit of the response`() {
        #expect(throws: TransferError.responseTooLarge(limit: 99_999)) {
            try client.perform(HTTPRequest(url: base + "/large", responseLimit: 99_999))
        }
        #expect(throws: Never.self) { try client.perform(HTTPRequest(url: base + "/large", responseLimit: 100_000)) }
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "127.0.0.1", "", "http://127.0.0.1/\r\nX: y"])
    func `takes http and https only`(url: String) {
        #expect(throws: TransferError.invalidURL) { try client.perform(HTTPRequest(url: url)) }
    }

    @Test func `refuses a header that would begin another`() {
        #expect(throws: TransferError.invalidURL) {
            try client.perform(HTTPRequest(url: base, headers: [("X-Test", "a\r\nX-Other: b")]))
        }
    }

    @Test func `tells whether the request was sent`() throws {
        for path in ["/die", "/stall"] {
            let error = #expect(throws: TransferError.self) {
                try client.perform(HTTPRequest(method: "POST", url: base + path, timeout: .milliseconds(700)))
            }
            guard case .broken(_, requestWasSent: true)? = error else {
                Issue.record("\(path): \(error as Any)")
                continue
            }
        }
        let port = try LoopbackPort.free()
        let error = #expect(throws: TransferError.self) {
            try client.perform(HTTPRequest(url: "http://127.0.0.1:\(port)"))
        }
        guard case .notConnected? = error else {
            Issue.record("\(error as Any)")
            return
        }
    }
}
