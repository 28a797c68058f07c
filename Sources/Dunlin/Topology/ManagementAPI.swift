import Foundation
import Transfer

/// RabbitMQ's management API, as far as the topology needs it. Paths are lists of segments, escaped here.
final class ManagementAPI {
    let host: String
    let vhost: String
    private let base: String
    private let login: (user: String, password: String)
    private let caFile: String?
    private let client: HTTPClient

    init(url: String, vhost: String, caFile: String?) throws(Failure) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme, ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty, let user = parts.user, let password = parts.password
        else {
            throw Failure(
                .configuration, "the management URL cannot be read",
                remedy: "write it as http(s)://user:password@host:port")
        }
        self.host = host
        self.vhost = vhost
        self.login = (user, password)
        self.base = "\(scheme)://\(host)\(parts.port.map { ":\($0)" } ?? "")\(parts.path.trimmingSuffix("/"))/api/"
        self.caFile = caFile
        do {
            self.client = try HTTPClient()
        } catch {
            throw Failure(.unavailable, "libcurl does not start: \(error)")
        }
    }

    func get<Answer: Decodable>(_ path: String..., columns: [String] = []) throws(Failure) -> Answer {
        try answer(to: path, columns: columns)
    }

    /// As ``get(_:columns:)``, with nil for what does not exist.
    func find<Answer: Decodable>(_ path: String...) throws(Failure) -> Answer? {
        let response = try perform("GET", path)
        return response.status == 404 ? nil : try decoded(response, path)
    }

    func put(_ path: String..., body: some Encodable) throws(Failure) {
        try expectSuccess(perform("PUT", path, body: try encoded(body)), path)
    }

    func post(_ path: String..., body: some Encodable) throws(Failure) {
        try expectSuccess(perform("POST", path, body: try encoded(body)), path)
    }

    func delete(_ path: String...) throws(Failure) {
        try expectSuccess(perform("DELETE", path), path)
    }

    private func answer<Answer: Decodable>(to path: [String], columns: [String]) throws(Failure) -> Answer {
        try decoded(perform("GET", path, columns: columns), path)
    }

    private func decoded<Answer: Decodable>(_ response: HTTPResponse, _ path: [String]) throws(Failure) -> Answer {
        try expectSuccess(response, path)
        do {
            return try JSONDecoder().decode(Answer.self, from: response.body)
        } catch {
            throw Failure(
                .unavailable, "the management API answered /\(path.joined(separator: "/")) with what cannot be read",
                remedy: "check that the URL is RabbitMQ's, of version 3.10 or later")
        }
    }

    private func encoded(_ body: some Encodable) throws(Failure) -> Data {
        do {
            return try JSONEncoder().encode(body)
        } catch {
            throw Failure(.unavailable, "a request to the management API cannot be written: \(error)")
        }
    }

    private func perform(_ method: String, _ path: [String], body: Data? = nil, columns: [String] = []) throws(Failure)
        -> HTTPResponse
    {
        let query = columns.isEmpty ? "" : "?columns=" + columns.joined(separator: ",")
        let request = HTTPRequest(
            method: method, url: base + path.map(Self.escaped).joined(separator: "/") + query,
            headers: [("Content-Type", "application/json")], body: body, basicAuth: login, timeout: .seconds(60),
            caFile: caFile, responseLimit: 64 << 20)
        do {
            return try client.perform(request)
        } catch {
            throw Failure(
                .unavailable, "the management API at \(host) did not answer: \(error)",
                remedy: "check that the broker runs with the plugin rabbitmq_management and that the URL is right")
        }
    }

    private func expectSuccess(_ response: HTTPResponse, _ path: [String]) throws(Failure) {
        switch response.status {
        case 200..<300: return
        case 401:
            throw Failure(
                .configuration, "the management API refuses the login or its rights",
                remedy: "use a user with the tag administrator and all permissions on \(vhost)")
        case 404:
            throw Failure(
                .configuration, "the management API knows no /\(path.joined(separator: "/"))",
                remedy: "check --vhost; `rabbitmqctl add_vhost NAME` makes one")
        default:
            let reason = (try? JSONDecoder().decode(Refusal.self, from: response.body))?.reason
            throw Failure(
                .unavailable,
                "the management API refused /\(path.joined(separator: "/")): \(reason ?? "status \(response.status)")")
        }
    }

    private struct Refusal: Decodable {
        var reason: String
    }

    private static func escaped(_ segment: String) -> String {
        segment.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String {
        var text = self
        while text.last == suffix { text.removeLast() }
        return text
    }
}
