import Testing

@testable import AMQP

@Suite struct `Broker addresses` {
    @Test func `names several hosts, their ports, the login and the virtual host`() throws {
        let address = try BrokerAddress(url: "amqp://bi%40ll:p%2Fw@one:5673,two,[::1]:5674/shop%2Fa")
        #expect(address.hosts.map(\.name) == ["one", "two", "::1"])
        #expect(address.hosts.map(\.port) == [5673, 5672, 5674])
        #expect(address.user == "bi@ll")
        #expect(address.password == "p/w")
        #expect(address.virtualHost == "shop/a")
    }

    @Test(arguments: ["amqp://host", "amqp://host/", "amqp://host/%2F"])
    func `means the default virtual host without a path`(url: String) throws {
        #expect(try BrokerAddress(url: url).virtualHost == "/")
    }

    @Test func `never shows the password`() throws {
        let address = try BrokerAddress(url: "amqps://bill:secret@one/shop")
        #expect("\(address)" == "amqps://bill@one:5671/shop")
    }

    @Test(arguments: [
        ("http://host", "must begin with"), ("amqp://", "a host is missing"), ("amqp://one,,two", "a host is missing"),
        ("amqp://host:0", "a port"), ("amqp://host:x", "a port"), ("amqps://127.0.0.1", "must be a name"),
        ("amqps://[::1]:5671", "must be a name"), ("amqp://host?cacertfile=/x", "need amqps"),
        ("amqps://host?verify=no", "unknown option verify"), ("amqps://host?certfile=/x", "belong together"),
        ("amqp://u:secret%zz@host", "password"), ("amqp://ho\0st", "NUL"),
    ])
    func `refuses what it cannot use, and says why without the secret`(url: String, why: String) {
        let error = #expect(throws: AMQPError.self) { try BrokerAddress(url: url) }
        #expect(error?.description.contains(why) == true)
        #expect(error?.description.contains("secret") == false)
    }
}

@Suite struct `Reconnect waits` {
    @Test func `lie between 50 ms and a bound that doubles up to 30 s`() {
        var generator = SystemRandomNumberGenerator()
        for (attempt, bound) in [(1, 0.2), (2, 0.4), (5, 3.2), (9, 30), (1_000_000, 30)] {
            for _ in 0..<100 {
                let delay = Backoff().delay(afterAttempt: attempt, using: &generator).inSeconds
                #expect(delay >= 0.05 && delay <= bound)
            }
        }
    }
}
