import Foundation
import TestSupport
import Testing

/// `topology/rabbitmq.conf`, `advanced.config` and `enabled_plugins`, on a node that starts with them.
@Suite struct `The broker's settings for production` {
    /// By the file's name of a setting: how the running node tells it, in Erlang, and what it must tell.
    private static let effects: [(setting: String, told: String, value: String)] = [
        ("ssl_options.versions.1", "lists:member('tlsv1.3', TLS(versions))", "true"),
        ("ssl_options.versions.2", "lists:sort(TLS(versions))", "['tlsv1.2','tlsv1.3']"),
        ("ssl_options.verify", "TLS(verify)", "verify_peer"),
        ("ssl_options.fail_if_no_peer_cert", "TLS(fail_if_no_peer_cert)", "false"),
        ("auth_mechanisms.1", "lists:member('EXTERNAL', Env(rabbit, auth_mechanisms))", "true"),
        ("auth_mechanisms.2", "lists:sort(Env(rabbit, auth_mechanisms))", "['EXTERNAL','PLAIN']"),
        ("ssl_cert_login_from", "Env(rabbit, ssl_cert_login_from)", "common_name"),
        ("management.rates_mode", "Env(rabbitmq_management, rates_mode)", "none"),
        ("max_message_size", "Env(rabbit, max_message_size)", "16777216"),
        ("disk_free_limit.absolute", "rabbit_disk_monitor:get_disk_free_limit()", "2000000000"),
        ("vm_memory_high_watermark.relative", "vm_memory_monitor:get_vm_memory_high_watermark()", "0.4"),
        ("raft.wal_max_size_bytes", "Env(ra, wal_max_size_bytes)", "64000000"),
        ("cluster_partition_handling", "Env(rabbit, cluster_partition_handling)", "pause_minority"),
        ("heartbeat", "Env(rabbit, heartbeat)", "30"),
        ("consumer_timeout", "Env(rabbit, consumer_timeout)", "1800000"),
        // advanced.config
        ("quorum_commands_soft_limit", "Env(rabbit, quorum_commands_soft_limit)", "256"),
        // enabled_plugins
        (
            "enabled_plugins",
            "[P || P <- [rabbitmq_management, rabbitmq_prometheus, rabbitmq_auth_mechanism_ssl], "
                + "lists:member(P, rabbit_plugins:active())]",
            "[rabbitmq_management,rabbitmq_prometheus,rabbitmq_auth_mechanism_ssl]"
        ),
    ]

    /// What a private node has in its own way: ports, files and the log.
    private static let adapted: Set = [
        "listeners.tcp", "listeners.ssl.default", "ssl_options.cacertfile", "ssl_options.certfile",
        "ssl_options.keyfile", "management.ssl.port", "management.ssl.cacertfile", "management.ssl.certfile",
        "management.ssl.keyfile", "prometheus.tcp.port", "log.console", "log.console.level",
    ]

    /// `key = value` lines.
    private func settings(_ path: String) throws -> [String: String] {
        let lines = try Repository.text(path).matches(of: /(?m)^([a-z][a-z_.0-9]*) = ([^\s$]+)$/)
        return Dictionary(lines.map { (String($0.output.1), String($0.output.2)) }) { $1 }
    }

    @Test func `are those that a node runs with`() throws {
        let node = try PrivateBroker(configuration: Repository.topology)
        defer { node.stop() }
        let answer = try node.control([
            "eval",
            "Env = fun(A, K) -> {ok, V} = application:get_env(A, K), V end, "
                + "TLS = fun(K) -> proplists:get_value(K, Env(rabbit, ssl_options)) end, "
                + "[\(Self.effects.map { "{'\($0.setting)', \($0.told)}" }.joined(separator: ", "))].",
        ])
        let told = answer.replacing(/\s/, with: "")
        for effect in Self.effects {
            let quoted = effect.setting.contains(".") ? "'\(effect.setting)'" : effect.setting
            #expect(told.contains("{\(quoted),\(effect.value)}"), "\(effect.setting): \(answer)")
        }
    }

    @Test func `are each looked for on that node, or are ports, files and the log`() throws {
        let known = Self.adapted.union(Self.effects.map(\.setting))
        #expect(try Set(settings("topology/rabbitmq.conf").keys).subtracting(known) == [])
    }

    @Test func `let nobody in without TLS`() throws {
        let settings = try settings("topology/rabbitmq.conf")
        #expect(settings["listeners.tcp"] == "none")
        #expect(settings["management.ssl.port"] == "15671" && settings["management.tcp.port"] == nil)
    }

    @Test func `agree with those of the private brokers that tests and demo start`() throws {
        let production = try settings("topology/rabbitmq.conf")
        let own = try settings("scripts/broker")
        let same = Set(production.keys).intersection(own.keys).subtracting(Self.adapted)
        // Test machines have small disks.
        for key in same.subtracting(["disk_free_limit.absolute"]) {
            #expect(own[key] == production[key], "\(key)")
        }
        #expect(same.isSuperset(of: ["max_message_size", "management.rates_mode", "ssl_cert_login_from"]))
        let limit = /quorum_commands_soft_limit, ([0-9]+)/
        #expect(
            try Repository.text("topology/advanced.config").firstMatch(of: limit)?.output.1
                == Repository.text("scripts/broker").firstMatch(of: limit)?.output.1)
    }
}
