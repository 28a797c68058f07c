import Contracts
import Foundation
import Links
import Testing

@testable import ResponseIngester

@Suite struct `An unsubscribe link` {
    private static let oneClick = "List-Unsubscribe=One-Click"
    private static let multipart = """
        --b0undary\r
        Content-Disposition: form-data; name="List-Unsubscribe"\r
        \r
        One-Click\r
        --b0undary--\r

        """

    @Test func `asks and changes nothing until it is posted, however it is opened`() async throws {
        let (site, queue) = (try await SiteFixture.make(language: "en"), try await EventQueue.make())
        let path = try await Self.path(site)
        for method in ["GET", "HEAD", "GET"] {
            let answer = try await HTTPAnswer.to(method, path, ["Purpose": "prefetch"], port: site.port)
            #expect(answer.status == 200)
        }
        let page = try await site.get(path)
        #expect(page.body.contains("Stop reminders by email?"))
        #expect(page.body.contains("<form method=\"post\">"))
        // What the page's form posts is the first event there is.
        let done = try await site.post(path, "confirm=page")
        #expect(done.status == 200)
        #expect(done.body.contains("You get no more reminders by email"))
        let events = try await queue.take { $0.attempt == Self.attempt(path) }
        #expect(events.count == 1)
        guard case .optOut(let optOut) = events.first?.payload else { throw HTTPAnswer.Unreadable() }
        #expect(optOut.evidence == "page")
        #expect(optOut.channel == .email)
        #expect(optOut.at == Instant("2026-11-03T09:00:00Z"))
    }

    @Test(arguments: [
        (oneClick, "application/x-www-form-urlencoded"), (multipart, "multipart/form-data; boundary=b0undary"),
        (multipart, "multipart/form-data; boundary=\"b0undary\""),
    ])
    func `takes one click of a mail provider`(_ body: String, _ type: String) async throws {
        let (site, queue) = (try await SiteFixture.make(), try await EventQueue.make())
        let path = try await Self.path(site)
        #expect(try await site.post(path, body, ["Content-Type": type]).status == 200)
        let events = try await queue.take { $0.attempt == Self.attempt(path) }
        guard case .optOut(let optOut) = events.first?.payload else { throw HTTPAnswer.Unreadable() }
        #expect(optOut.evidence == "one-click")
    }

    @Test func `is one event however often it is posted`() async throws {
        let (site, queue) = (try await SiteFixture.make(), try await EventQueue.make())
        let path = try await Self.path(site)
        for _ in 0..<3 { #expect(try await site.post(path, Self.oneClick).status == 200) }
        let events = try await queue.take { $0.attempt == Self.attempt(path) }
        #expect(events.count == 3)
        #expect(Set(events.map(\.id)).count == 1)
    }

    @Test(arguments: ["", "hello=1", "List-Unsubscribe=two-click", "List-Unsubscribe"])
    func `asks again when the form says nothing`(_ body: String) async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: "en")
        let answer = try await site.post(try await Self.path(site), body)
        #expect(answer.status == 400)
        #expect(answer.body.contains("Stop reminders by email?"))
    }

    @Test func `says that it did not work when the broker does not confirm`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: "en")
        let answer = try await site.post(try await Self.path(site), Self.oneClick)
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "10")
        #expect(answer.body.contains("Not available right now"))
    }

    @Test func `takes no more than 4 KiB and no token but its own`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let path = try await Self.path(site)
        #expect(try await site.post(path, String(repeating: "a", count: 4097)).status == 413)
        #expect(try await site.post("/u/\(site.token())", Self.oneClick).status == 404)
        #expect(
            try await site.post("/u/\(site.token(.unsubscribe(attempt: UUID().uuidString)))", Self.oneClick).status
                == 404)
        for index in path.indices.dropFirst(3) {
            let changed = path.replacingCharacters(in: index...index, with: path[index] == "A" ? "B" : "A")
            #expect(try await site.post(changed, Self.oneClick).status == 404)
        }
    }

    /// `/u/<token>` of the reminder that is due.
    private static func path(_ site: SiteFixture) async throws -> String {
        String(try await site.reminder().links.unsubscribe.dropFirst("https://links.example.com".count))
    }

    private static func attempt(_ path: String) -> String? {
        guard case .unsubscribe(let attempt)? = SiteFixture.signer.open(String(path.dropFirst(3)))?.purpose else {
            return nil
        }
        return attempt
    }
}

extension Message {
    fileprivate var attempt: String? {
        if case .optOut(let optOut) = payload { optOut.attempt } else { nil }
    }
}
