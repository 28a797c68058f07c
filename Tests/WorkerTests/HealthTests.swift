import AMQP
import Contracts
import Foundation
import FoundationNetworking
import Logging
import Testing

@testable import Worker

@Suite struct Health {
    let start = ContinuousClock.now

    @Test func `is not ready until the start is over`() {
        let board = HealthBoard()
        #expect(board.notReady() == ["starting"])
        board.report([], from: "start")
        #expect(board.notReady().isEmpty)
    }

    @Test func `forgives a broker that is gone for ten seconds, not for eleven`() {
        let board = HealthBoard()
        board.report([], from: "start")
        board.watch("consume") { [start] in .disconnected(since: start) }
        #expect(board.notReady(at: start + .seconds(10)).isEmpty)
        #expect(board.notReady(at: start + .seconds(11)) == ["broker: no connection to consume for 11 s"])
        #expect(board.stalled(at: start + .seconds(3600)) == nil)
    }

    @Test func `forgives a ledger that is busy for ten seconds, not for eleven`() {
        let board = HealthBoard()
        board.report([], from: "start")
        board.watchWait("store") { nil }
        board.watchWait("ledger") { [start] in start }
        #expect(board.notReady(at: start + .seconds(10)).isEmpty)
        #expect(board.notReady(at: start + .seconds(11)) == ["ledger: busy for 11 s"])
    }

    @Test func `is not ready while the broker blocks`() {
        let board = HealthBoard()
        board.report([], from: "start")
        board.watch("publish") { [start] in .blocked(reason: "low on memory", since: start) }
        #expect(board.notReady() == ["broker: publish blocked: low on memory"])
    }

    @Test func `tells every reason that the worker reports`() {
        let board = HealthBoard()
        board.report(["ledger busy for 12 s"], from: "handler")
        board.report(["draining"], from: "drain")
        #expect(board.notReady() == ["draining", "ledger busy for 12 s", "starting"])
    }

    @Test func `is dead when the handler hangs, not when it is idle`() {
        let board = HealthBoard(stallLimit: .seconds(5))
        #expect(board.stalled(at: start + .seconds(100)) == nil)
        board.beginWork(at: start)
        #expect(board.stalled(at: start + .seconds(5)) == nil)
        #expect(board.stalled(at: start + .seconds(7)) == "the main loop has been in its handler for 7 s")
        board.endWork()
        #expect(board.stalled(at: start + .seconds(7)) == nil)
    }

    @Test func `is served over HTTP`() async throws {
        let board = HealthBoard()
        let metrics = WorkerMetrics()
        metrics.retried(.t5s)
        let server = try HealthServer(
            host: "127.0.0.1", port: 0, board: board, registry: metrics.registry, logger: Logger(label: "test"))
        defer { server.stop() }
        let (starting, notReady) = try await get("readyz", server)
        #expect(starting == 503)
        #expect(notReady == "{\"reasons\":[\"starting\"],\"status\":\"not ok\"}\n")
        board.report([], from: "start")
        #expect(try await get("readyz", server).status == 200)
        #expect(try await get("livez", server).body == "{\"reasons\":[],\"status\":\"ok\"}\n")
        board.beginWork(at: .now - .seconds(600))
        #expect(try await get("livez", server).status == 503)
        #expect(try await get("metrics", server).body.contains("dunlin_retries_total{tier=\"t5s\"} 1\n"))
        #expect(try await get("nothing", server).status == 404)
        let second = #expect(throws: HealthServerError.self) {
            try HealthServer(
                host: "127.0.0.1", port: server.port, board: board, registry: metrics.registry,
                logger: Logger(label: "test"))
        }
        #expect(second?.description.contains("cannot listen on 127.0.0.1:\(server.port)") == true)
    }

    private func get(_ path: String, _ server: HealthServer) async throws -> (status: Int, body: String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}
