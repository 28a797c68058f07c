import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct `TLS to a database server` {
    static let shared = Result<PrivateDatabaseServer, any Error> {
        let server = try PrivateDatabaseServer(tls: true)
        try server.run("CREATE DATABASE \(PrivateDatabaseServer.certifiedDatabase)")
        return server
    }

    private let server: PrivateDatabaseServer
    private let tls: PrivateDatabaseServer.TLS

    init() throws {
        server = try Self.shared.get()
        tls = try #require(server.tls)
    }

    private func open(_ options: String, database: String = "postgres") throws -> Database {
        try Database.open(
            at: StoreAddress("\(server.url(of: database, port: server.port))?\(options)"), purpose: .write)
    }

    private func refusal(_ options: String, database: String = "postgres") throws -> String {
        let error = try #require(throws: StoreError.self) { try open(options, database: database) }
        #expect(error.isTransient && !"\(error)".contains(server.password))
        return "\(error)"
    }

    private var verified: String { "sslmode=verify-full&sslrootcert=\(tls.authority.certificate)" }

    @Test func `comes about with the right authority and name`() throws {
        let version = try open(verified).read { transaction in
            try transaction.first("SELECT version FROM pg_stat_ssl WHERE ssl AND pid = pg_backend_pid()") { $0.text(0) }
        }
        #expect(version?.hasPrefix("TLSv1.") == true)
    }

    @Test func `is refused when another authority signed, and the error says which setting to mend`() throws {
        let folder = try PeerFolder()
        defer { withExtendedLifetime(folder) {} }
        let other = try ThrowAwayAuthority(in: folder.path(""), name: "other")
        let error = try refusal("sslmode=verify-full&sslrootcert=\(other.certificate)")
        #expect(error.contains("certificate verify failed: let sslrootcert in the ledger's URL name"), "\(error)")
    }

    @Test func `is refused when the authority's file is missing`() throws {
        let error = try refusal("sslmode=verify-full&sslrootcert=/no/such/file")
        #expect(error.contains("does not exist: let sslrootcert in the ledger's URL name a file"), "\(error)")
    }

    @Test func `is refused under another name than the certificate's`() throws {
        let url = "postgres://dunlin:x@db.example.com:\(server.port)/postgres?hostaddr=127.0.0.1&\(verified)"
        let error = try #require(throws: StoreError.self) {
            try Database.open(at: StoreAddress(url), purpose: .write)
        }
        #expect("\(error)".contains("does not match host name \"db.example.com\": name the server"), "\(error)")
    }

    @Test func `may ask for a certificate of ours, and tells how to give it`() throws {
        let own = "&sslcert=\(tls.user.certificate)&sslkey=\(tls.user.key)"
        let database = try open(verified + own, database: PrivateDatabaseServer.certifiedDatabase)
        let name = try database.read { transaction in
            try transaction.first("SELECT client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()") { $0.text(0) }
        }
        #expect(name == "/CN=dunlin")
        let error = try refusal(verified + "&sslcert=/no/such/file", database: PrivateDatabaseServer.certifiedDatabase)
        #expect(error.contains("valid client certificate: name one in the ledger's URL with sslcert"), "\(error)")
    }

    @Test func `that the server wants cannot be left out`() throws {
        let error = try refusal("sslmode=disable")
        #expect(error.contains("no encryption: the server wants TLS: set sslmode=verify-full"), "\(error)")
    }

    @Test func `that the server does not speak is missed`() throws {
        let plain = try PrivateDatabaseServer.shared()
        let url = plain.url(port: plain.port) + "?sslmode=require"
        let error = try #require(throws: StoreError.self) {
            try Database.open(at: StoreAddress(url), purpose: .write)
        }
        #expect("\(error)".contains("SSL was required: switch ssl on at the server"), "\(error)")
    }

    @Test func `has the reason of the address that answered, not of the one where nobody listens`() {
        let problem = ConnectionProblem(
            """
            connection to server at "localhost" (::1), port 5432 failed: Connection refused
            \tIs the server running on that host and accepting TCP/IP connections?
            connection to server at "localhost" (127.0.0.1), port 5432 failed: FATAL:  the database system is starting up
            """)
        #expect(problem.description.hasSuffix("FATAL:  the database system is starting up"))
        #expect(ConnectionProblem("").description == "the connection was lost")
    }
}
