import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

/// A virtual host of its own on the shared broker, for `dunlin topology`. It goes with the broker.
final class TopologyBroker: Sendable {
    let vhost: String
    let credentials: String
    let broker: PrivateBroker

    init(_ vhost: String) throws {
        self.broker = try PrivateBroker.shared()
        self.vhost = vhost
        // The users are the same in all virtual hosts, and so is the folder with their passwords.
        self.credentials = broker.folder.appending(path: "credentials").path
        let api = try api()
        try api.put("vhosts", vhost, body: [String: String]())
        try api.put(
            "permissions", vhost, broker.user,
            body: ["configure": ".*", "write": ".*", "read": ".*"])
    }

    var managementURL: String {
        "http://\(broker.user):\(broker.password)@" + broker.managementURL.dropFirst("http://".count)
    }

    var administratorURL: String { "amqp://\(broker.user):\(broker.password)@127.0.0.1:\(broker.port)/\(vhost)" }

    func api() throws -> ManagementAPI { try ManagementAPI(url: managementURL, vhost: vhost, caFile: nil) }

    func topology(_ arguments: String...) throws -> Tool.Ending {
        try Tool.run(
            ["topology"] + arguments + ["--vhost", vhost], environment: ["DUNLIN_MANAGEMENT_URL": managementURL])
    }

    func apply(_ more: String...) throws -> Tool.Ending {
        try Tool.run(
            ["topology", "apply", "--vhost", vhost, "--credentials", credentials] + more,
            environment: ["DUNLIN_MANAGEMENT_URL": managementURL])
    }

    /// This broker with the topology on it.
    func applied() throws -> TopologyBroker {
        let ending = try apply()
        guard ending.status == 0 else {
            throw CommandFailure(command: "dunlin topology apply", status: ending.status, output: ending.remarks)
        }
        return self
    }

    func session(as user: String) throws -> TopologySession {
        let file = try String(contentsOfFile: "\(credentials)/\(user).env", encoding: .utf8)
        let url = try #require(file.split(separator: "\n").first?.split(separator: "=", maxSplits: 1).last)
        // The file names the virtual host that was applied first.
        let login = url.prefix(through: url.lastIndex(of: "/") ?? url.startIndex)
        return try TopologySession(url: login + vhost)
    }

    func administrator() throws -> TopologySession { try TopologySession(url: administratorURL) }
}

/// All tests that set users of the fleet, one after the other: the broker has one set of users.
@Suite(.serialized) enum `Topology on a real broker` {}
