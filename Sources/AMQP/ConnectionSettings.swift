/// The times and bounds of one connection. The defaults fit a broker in the same region.
package struct ConnectionSettings: Sendable {
    /// Asked of the broker, which may lower it. A silent peer is given up after twice this.
    package var heartbeat: Duration = .seconds(15)
    /// For TCP and TLS together, for each host.
    package var connectTimeout: Duration = .seconds(5)
    package var loginTimeout: Duration = .seconds(10)
    /// For each question that the broker answers, like opening a channel.
    package var replyTimeout: Duration = .seconds(10)
    /// A library call that takes longer has its socket shut down. nil: the longer of two heartbeats and 20 s.
    package var hangLimit: Duration?
    package var reconnect = Backoff()
    /// A confirm that takes longer means a new connection. The time in which the broker blocks does not count.
    package var confirmTimeout: Duration = .seconds(30)
    /// Unconfirmed messages on the wire, in number and in body bytes, whichever is reached first.
    package var window = 256
    package var windowBytes = 4 << 20
    /// Accepted but unfinished messages, in number and in body bytes; over either, ``Publisher/publish(_:)`` waits.
    package var backlog = 8192
    package var backlogBytes = 32 << 20
    package var limits = MessageLimits()

    package init() {}

    var effectiveHangLimit: Duration { hangLimit ?? max(heartbeat * 2, .seconds(20)) }
}
