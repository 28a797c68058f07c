import Testing

@testable import Store

@Suite struct `The address of a ledger` {
    @Test(arguments: [
        (
            "postgres://app:secret@db.example.com:6432/books?sslmode=verify-full",
            "postgres://app@db.example.com:6432/books"
        ),
        ("postgresql://app@db.example.com/books?password=secret", "postgres://app@db.example.com/books"),
        (
            "postgres:///books?host=/run/postgresql&user=app&password=secret",
            "postgres://app@/books?host=/run/postgresql"
        ),
        ("postgres://app:se%zzcret@db.example.com/books", "postgres://…"),
        ("postgres://app:secret@db.example.com:port:port/books?x", "postgres://…"),
        ("sqlite:/var/lib/ledger.sqlite", "/var/lib/ledger.sqlite"), ("ledger.sqlite", "ledger.sqlite"),
    ])
    func `is shown without its password`(text: String, shown: String) {
        let address = StoreAddress(text)
        #expect(address.description == shown)
        #expect(!address.description.contains("secret"))
    }

    @Test(arguments: ["postgres://app:se%zzcret@db.example.com/books", "postgres://app@db.example.com/books?secret=1"])
    func `that can't be read is refused, not repeated`(url: String) throws {
        let error = try #require(throws: StoreError.self) {
            try Database.open(at: StoreAddress(url), purpose: .read)
        }
        #expect(
            error == .place(path: "postgres://…", reason: "it is no URL that PostgreSQL's library can read"))
    }
}
