import Testing
import Transfer

@testable import EmailSender

@Suite struct `Limits of a recipient domain` {
    private let start = ContinuousClock.now

    /// Limits that can be asked within an expectation.
    private final class Gate {
        var limits: DomainLimits

        init(connections: Int, rate: Int) { limits = DomainLimits(connections: connections, rate: rate) }

        func admit(_ domain: String, at now: ContinuousClock.Instant) -> Bool { limits.admit(domain, at: now) }

        func leave(_ domain: String, wasSent: Bool) { limits.leave(domain, wasSent: wasSent) }
    }

    @Test func `let no more mails go at once than set`() {
        let limits = Gate(connections: 2, rate: 0)
        #expect(limits.admit("example.com", at: start))
        #expect(limits.admit("example.com", at: start))
        #expect(!limits.admit("example.com", at: start))
        #expect(limits.admit("example.org", at: start))
        limits.leave("example.com", wasSent: true)
        #expect(limits.admit("example.com", at: start))
    }

    @Test func `let a burst go, then one by one`() {
        let limits = Gate(connections: 0, rate: 60)
        let burst = (0..<20).count { _ in limits.admit("example.com", at: start) }
        #expect(burst == 10)
        #expect(!limits.admit("example.com", at: start + .milliseconds(900)))
        #expect(limits.admit("example.com", at: start + .milliseconds(1100)))
        #expect(!limits.admit("example.com", at: start + .milliseconds(1200)))
        // Never more than the burst, however long nothing was sent.
        let later = (0..<20).count { _ in limits.admit("example.com", at: start + .seconds(3600)) }
        #expect(later == 10)
    }

    @Test func `do not count a mail that never left`() {
        let limits = Gate(connections: 0, rate: 6)
        #expect(limits.admit("example.com", at: start))
        #expect(!limits.admit("example.com", at: start))
        limits.leave("example.com", wasSent: false)
        #expect(limits.admit("example.com", at: start))
        limits.leave("example.com", wasSent: true)
        #expect(!limits.admit("example.com", at: start))
    }

    @Test func `of zero are none`() {
        let limits = Gate(connections: 0, rate: 0)
        let admitted = (0..<5000).count { _ in limits.admit("example.com", at: start) }
        #expect(admitted == 5000)
    }

    @Test func `forget domains that have been quiet`() {
        let limits = Gate(connections: 4, rate: 60)
        for number in 0..<20_000 {
            let now = start + .milliseconds(number * 10)
            let isAdmitted = limits.admit("d\(number).example.com", at: now)
            #expect(isAdmitted)
            limits.leave("d\(number).example.com", wasSent: true)
        }
        #expect(limits.limits.remembers <= 4097)
    }
}

@Suite struct `The standing with the mail server` {
    private let now = ContinuousClock.now

    @Test func `stops claims for 30 s when settings are wrong, and says so until a mail gets an answer`() {
        var standing = ServerStanding()
        #expect(standing.mayClaim(at: now))
        standing.note(.notSent(reason: "login denied", isConfiguration: true), at: now)
        #expect(standing.trouble == ["mail server, settings: login denied"])
        #expect(!standing.mayClaim(at: now + .seconds(29)))
        #expect(standing.mayClaim(at: now + .seconds(30)))
        #expect(!standing.trouble.isEmpty)
        standing.note(.accepted(response: "250 ok"), at: now + .seconds(31))
        #expect(standing.trouble.isEmpty)
    }

    @Test func `rests for a moment when the server is gone or refuses the connection`() {
        for result in [
            MailResult.notSent(reason: "connection refused", isConfiguration: false),
            .refused(code: 421, text: "too busy", stage: .greeting), .refused(code: 554, text: "no", stage: .hello),
        ] {
            var standing = ServerStanding()
            standing.note(result, at: now)
            #expect(!standing.mayClaim(at: now + .seconds(1)))
            #expect(standing.mayClaim(at: now + .seconds(2)))
        }
    }

    @Test func `is not touched by the refusal of a mail`() {
        var standing = ServerStanding()
        standing.note(.refused(code: 550, text: "5.1.1 no such user", stage: .recipient), at: now)
        standing.note(.unknown(reason: "gone"), at: now)
        #expect(standing.mayClaim(at: now) && standing.trouble.isEmpty)
    }
}
