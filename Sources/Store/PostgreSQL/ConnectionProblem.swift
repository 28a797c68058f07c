/// Why a connection could not be made or was lost, by libpq's message, and what can be done about it.
struct ConnectionProblem: CustomStringConvertible {
    private let reason: String

    /// - Parameter message: one line for each address that was tried, some followed by advice of libpq's.
    init(_ message: String) {
        let lines = message.split(separator: "\n").map(String.init)
        // A name may stand for several addresses. One where nobody listens says less than one that answered.
        let told = lines.first { $0.hasPrefix("connection to server") && !$0.contains("Connection refused") }
        reason = told ?? lines.first ?? "the connection was lost"
    }

    var description: String {
        let advice = Self.advice.first { entry in entry.words.allSatisfy { reason.contains($0) } }
        return advice.map { "\(reason): \($0.whatToDo)" } ?? reason
    }

    private static let advice: [(words: [String], whatToDo: String)] = [
        (
            ["certificate verify failed"],
            "let sslrootcert in the ledger's URL name the file of the authority that signed the server's certificate"
        ),
        (
            ["root certificate file"],
            "let sslrootcert in the ledger's URL name a file with the certificate of the server's authority"
        ),
        (
            ["server certificate", "does not match host name"],
            "name the server in the ledger's URL as its certificate does"
        ),
        (
            ["server does not support SSL"],
            "switch ssl on at the server, or take sslmode out of the ledger's URL on a network that nobody else hears"
        ),
        (["valid client certificate"], "name one in the ledger's URL with sslcert and sslkey"),
        (["certificate authentication failed"], "the certificate that sslcert names is not of this user"),
        (["private key file", "permissions"], "let nobody but the worker's user read the file"),
        (["pg_hba.conf", "no encryption"], "the server wants TLS: set sslmode=verify-full in the ledger's URL"),
    ]
}
