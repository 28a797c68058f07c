import AMQP
import Contracts
import Foundation
import TestSupport
import Testing

@testable import Dunlin

extension `Topology on a real broker` {
    @Suite(.serialized) struct `Applying` {
        @Test func `twice changes nothing the second time, and verify then finds nothing`() throws {
            let target = try TopologyBroker("apply-twice")
            let first = try target.apply()
            #expect(first.status == 0, "\(first.remarks)")
            #expect(first.lines.last == "applied: \(BrokerDefinition.current.marker)")
            let second = try target.apply("--json")
            #expect(second.status == 0)
            #expect(second.output.contains(#""changed":[]"#) && second.output.contains(#""extra":[]"#))
            let verified = try target.topology("verify")
            #expect(verified.status == 0, "\(verified.output)")
        }

        @Test func `gives each worker a login that only the owner of its file can read`() throws {
            let target = try TopologyBroker("apply-users")
            #expect(try target.apply().status == 0)
            for user in BrokerUser.fleet {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: "\(target.credentials)/\(user.name).env")
                #expect(attributes[.posixPermissions] as? Int == 0o600)
                let session = try target.session(as: user.name)
                #expect(session.passivelyDeclare(exchange: BrokerDefinition.current.marker) == .done)
                for queue in user.reads { #expect(session.passivelyDeclare(queue: queue) == .done) }
            }
        }

        @Test func `keeps passwords unless they are rotated`() throws {
            let target = try TopologyBroker("apply-rotation")
            #expect(try target.apply().status == 0)
            let file = "\(target.credentials)/planner.env"
            let before = try String(contentsOfFile: file, encoding: .utf8)
            #expect(try target.apply().status == 0)
            #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
            #expect(try target.apply("--rotate").status == 0)
            #expect(try String(contentsOfFile: file, encoding: .utf8) != before)
            _ = try target.session(as: "planner")
        }

        @Test func `gives workers with client certificates no password, and takes one away when told so`() throws {
            let target = try TopologyBroker("apply-certificates")
            #expect(try target.apply().status == 0)
            _ = try target.session(as: "planner")
            let files = try CertificateAuthority(in: target.broker.folder.appending(path: "tls")).sign("/CN=planner")
            // As a deployment calls it: there is no folder for passwords.
            let ending = try target.topology("apply", "--certificate-logins", "--rotate")
            #expect(ending.status == 0, "\(ending.remarks)")
            #expect(ending.output.contains("passwords  none: by client certificate dunlin, email-sender, planner"))
            defer { _ = try? target.apply("--rotate") }
            #expect(throws: TopologySession.LoginRefused.self) { try target.session(as: "planner") }
            let broker = try BrokerAddress(
                url: "amqps://localhost:\(target.broker.tlsPort)/\(target.vhost)?cacertfile="
                    + "\(target.broker.folder.path)/tls/ca.pem&certfile=\(files.certificate)&keyfile=\(files.key)")
            let inspection = try Inspection(broker: broker, name: "test")
            try inspection.passivelyDeclare(queues: [], exchanges: [BrokerDefinition.current.marker])
            try inspection.close()
            // Somebody without a certificate still needs none of them to exist: no empty password is let in.
            let empty = "amqp://planner:@127.0.0.1:\(target.broker.port)/\(target.vhost)"
            #expect(throws: TopologySession.LoginRefused.self) { try TopologySession(url: empty) }
        }

        @Test func `keeps the markers of other versions until it is told otherwise`() throws {
            let target = try TopologyBroker("apply-markers")
            let old = BrokerExchange("dunlin.topology.000000000000", type: "fanout", isInternal: true)
            try target.api().put("exchanges", target.vhost, old.name, body: old)
            let kept = try target.apply()
            #expect(kept.status == 0 && kept.output.contains("marker \(old.name)"))
            #expect(try target.administrator().passivelyDeclare(exchange: old.name) == .done)
            #expect(try target.topology("verify").status == 0)
            #expect(try target.apply("--drop-old-markers").status == 0)
            #expect(try target.administrator().passivelyDeclare(exchange: old.name) == .refused(404))
        }

        @Test func `refuses before any change when a queue is of another type`() throws {
            let target = try TopologyBroker("apply-conflict")
            try target.api().put(
                "queues", target.vhost, Topology.rendererQueue,
                body: BrokerQueue(Topology.rendererQueue, type: "classic"))
            let ending = try target.apply()
            #expect(ending.status == ExitReason.configuration.rawValue)
            #expect(ending.remarks.contains("nothing was changed") && ending.remarks.contains("queue dunlin.renderer"))
            #expect(try target.administrator().passivelyDeclare(queue: Topology.plannerQueue) == .refused(404))
        }

        @Test func `says what is wrong with the way to the broker`() throws {
            let target = try TopologyBroker("apply-errors")
            let wrong = target.managementURL.replacing(target.broker.password, with: "wrong")
            for (url, status) in [(wrong, ExitReason.configuration), ("http://a:b@127.0.0.1:1", .unavailable)] {
                let ending = try Tool.run(["topology", "verify", "--management", url])
                #expect(ending.status == status.rawValue)
                #expect(ending.remarks.split(separator: "\n").count == 1)
            }
            let nowhere = try Tool.run(
                ["topology", "verify", "--vhost", "nowhere"],
                environment: ["DUNLIN_MANAGEMENT_URL": target.managementURL])
            #expect(nowhere.status == ExitReason.configuration.rawValue && nowhere.remarks.contains("--vhost"))
        }
    }
}
