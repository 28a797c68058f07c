import ArgumentParser
import Contracts
import Foundation
import Ledger
import Links
import Rulebook
import TestSupport
import Testing
import Worker

@testable import ResponseIngester

/// The response ingester as a process of its own.
@Suite(.serialized) struct `The response ingester's process` {
    @Test func `serves, and ends with 0 after SIGTERM`() async throws {
        let site = try await SiteFixture.make()
        let queue = try await EventQueue.make()
        let unsubscribe = String(
            try await site.reminder().links.unsubscribe.dropFirst("https://links.example.com".count))
        let url = try EventQueue.broker().url
        let (port, health) = (try LoopbackPort.free(), try LoopbackPort.free())
        await #expect(processExitsWith: .exitCode(0)) {
            [
                url = url as String, store = site.ledgerPath as String, port = port as Int, health = health as Int,
                unsubscribe = unsubscribe as String
            ] in
            let environment = [
                "DUNLIN_BROKER_URL": url, "DUNLIN_STORE": store, "DUNLIN_CONFIG": Rulebook.defaultFolder.path(),
                "DUNLIN_LINKS_KEY": Data(0..<32).base64EncodedString(), "DUNLIN_HTTP_PORT": String(port),
                "DUNLIN_HEALTH_PORT": String(health), "DUNLIN_LOG_LEVEL": "error",
            ]
            Task.detached {
                try await onThread { try LoopbackPort.awaitListener(port) }
                let page = try await HTTPAnswer.to("GET", unsubscribe, port: port)
                let metrics = try await HTTPAnswer.to("GET", "/metrics", port: health)
                let ready = try await HTTPAnswer.to("GET", "/readyz", port: health)
                let form = ["Content-Type": "application/x-www-form-urlencoded"]
                let last = try await HTTPAnswer.to(
                    "POST", unsubscribe, form, body: "List-Unsubscribe=One-Click", port: port)
                let isFine =
                    last.status == 200 && page.status == 200 && ready.status == 200
                    && metrics.body.contains("dunlin_http_requests_total{route=\"/u/{token}\",status=\"200\"} 1")
                    && !metrics.body.contains(unsubscribe.dropFirst(3))
                if !isFine { exit(9) }
                kill(getpid(), SIGTERM)
            }
            try await onThread {
                let runtime = try WorkerRuntime(
                    ResponseIngester.worker, WorkerOptions.parse([]), environment: environment)
                try ResponseIngester.serve(try #require(runtime))
            }
            exit(0)
        }
        #expect(try await queue.take { if case .optOut = $0.payload { true } else { false } }.isEmpty == false)
    }

    @Test func `tells its settings in its help`() {
        let help = ResponseIngester.configuration.discussion
        for setting in [
            "DUNLIN_HTTP_PORT  port, default 8080", "DUNLIN_LINKS_MAX_AGE", "DUNLIN_WEBHOOKS_PAYMENTS_SECRET",
        ] {
            #expect(help.contains(setting))
        }
    }
}
