import Contracts
import Foundation
import Links
import Testing

@testable import ResponseIngester

@Suite struct `The page of a case` {
    @Test(arguments: [
        ("en", "Your open invoices", "€1,345.06", "12 days past due", "due today", "Pay €1,345.06", "October 22, 2026"),
        (
            "de", "Ihre offenen Rechnungen", "1.345,06 €", "seit 12 Tagen überfällig", "heute fällig",
            "1.345,06 € zahlen", "22. Oktober 2026"
        ),
        (
            "fr", "Vos factures en attente", "1 345,06 €", "en retard de 12 jours", "à régler aujourd’hui",
            "Payer 1 345,06 €", "22 octobre 2026"
        ),
        (
            "es", "Sus facturas pendientes", "1.345,06 €", "con 12 días de retraso", "vence hoy", "Pagar 1.345,06 €",
            "22 de octubre de 2026"
        ),
    ])
    func `tells what is open in the account's language`(
        _ language: String, _ title: String, _ total: String, _ late: String, _ today: String, _ pay: String,
        _ date: String
    ) async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: language)
        let answer = try await site.get("/c/\(site.token())")
        let text = answer.body.plainSpaces
        #expect(answer.status == 200)
        #expect(answer.headers["content-language"] == language)
        #expect(text.contains("<html lang=\"\(language)\">"))
        for wanted in [title, total, late, today, pay, date, "R-i1", "R-i2", "R-i3", "Harbour Supplies GmbH"] {
            #expect(text.contains(wanted), "\(wanted) is missing")
        }
        #expect(text.contains("Müller &amp; Söhne &lt;GmbH&gt;"))
    }

    @Test func `speaks the creditor's language to an account without one, and another on request`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let token = site.token()
        #expect(try await site.get("/c/\(token)").body.contains("Ihre offenen Rechnungen"))
        #expect(try await site.get("/c/\(token)?lang=fr").body.contains("Vos factures en attente"))
        #expect(try await site.get("/c/\(token)?lang=xx").body.contains("Ihre offenen Rechnungen"))
    }

    @Test func `shows a payment as soon as it is booked`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: "en")
        let token = site.token()
        #expect(try await site.get("/c/\(token)").body.contains("R-i1"))
        try await site.apply(SiteFixture.payment("p1", 3050, on: [Allocation(invoice: "i1", minor: 3050)]))
        let after = try await site.get("/c/\(token)").body
        #expect(!after.contains("R-i1"))
        #expect(after.contains("€1,314.56"))
    }

    @Test func `says that nothing is open once all is paid`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: "en")
        try await site.apply(
            SiteFixture.payment("p1", 3050, on: [Allocation(invoice: "i1", minor: 3050)]),
            SiteFixture.payment("p2", 10_000, on: [Allocation(invoice: "i2", minor: 10_000)]),
            SiteFixture.payment("p3", 123_456, on: [Allocation(invoice: "i3", minor: 123_456)]))
        for answer in [
            try await site.get("/c/\(site.token())"), try await site.post("/c/\(site.token())/pay", ""),
        ] {
            #expect(answer.status == 200)
            #expect(answer.body.contains("Nothing is open"))
            #expect(!answer.body.contains("Söhne"))
            #expect(!answer.body.contains("€"))
        }
    }

    @Test func `offers no payment while credit covers what is open`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, language: "en")
        try await site.apply(SiteFixture.payment("p1", 200_000))
        let answer = try await site.get("/c/\(site.token())")
        #expect(answer.body.contains("There is nothing to pay"))
        #expect(!answer.body.contains("<form"))
        #expect(try await site.post("/c/\(site.token())/pay", "").status == 200)
    }

    @Test func `leads on to the creditor's payment page with what is open then`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let answer = try await site.post("/c/\(site.token())/pay?lang=en", "")
        #expect(answer.status == 303)
        #expect(
            answer.headers["location"]
                == "https://pay.example.com/harbour-supplies?case=1&amount=1345.06&currency=EUR&invoice=")
        #expect(try await site.get("/c/\(site.token())/pay").status == 404)
    }

    @Test func `is kept by nobody and loads nothing`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let answer = try await site.get("/c/\(site.token())")
        #expect(answer.headers["cache-control"] == "no-store")
        #expect(answer.headers["referrer-policy"] == "no-referrer")
        #expect(answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive")
        #expect(answer.headers["x-content-type-options"] == "nosniff")
        #expect(answer.headers["set-cookie"] == nil)
        let policy = try #require(answer.headers["content-security-policy"])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(!answer.body.contains("<script"))
        let css = try #require(answer.body.firstMatch(of: #/<style>([\s\S]*)<\/style>/#)).output.1
        #expect(policy.contains(PageStyle(colour: "#0b4f6c").hash))
        #expect(String(css) == PageStyle(colour: "#0b4f6c").css)
    }

    @Test func `answers HEAD like GET, without the page`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let answer = try await HTTPAnswer.to("HEAD", "/c/\(site.token())", port: site.port)
        #expect(answer.status == 200)
        #expect(answer.body.isEmpty)
    }

    @Test func `expires 400 days after the link was made`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let lastDay = site.token(issued: Instant.now.adding(.seconds(-400 * 86_400)))
        #expect(try await site.get("/c/\(lastDay)").status == 200)
        let answer = try await site.get("/c/\(site.token(issued: Instant.now.adding(.seconds(-401 * 86_400))))?lang=en")
        #expect(answer.status == 410)
        #expect(answer.body.contains("This link has expired"))
        #expect(!answer.body.contains("Harbour"))
    }

    @Test func `is closed to links that were revoked`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        try await site.revokeLinks()
        let answer = try await site.get("/c/\(site.token())?lang=en")
        #expect(answer.status == 410)
        #expect(answer.body.contains("no longer valid"))
        #expect(!answer.body.contains("Harbour"))
        #expect(try await site.get("/c/\(site.token(.portal(case: 1, epoch: 1)))").status == 200)
    }

    @Test func `is the same unknown page whatever is wrong with the token`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let whole = site.token()
        var tokens = [
            "x", String(repeating: "A", count: 5000), site.token(.portal(case: 99, epoch: 0)),
            site.token(.reply(case: 1)),
            site.token(.unsubscribe(attempt: UUID().uuidString)), whole + "A",
            LinkSigner(key: [UInt8](1..<33))!.token(for: .portal(case: 1, epoch: 0), issued: .now),
        ]
        for index in whole.indices {
            tokens.append(whole.replacingCharacters(in: index...index, with: whole[index] == "A" ? "B" : "A"))
        }
        let unknown = try await site.get("/c/\(tokens[0])", ["Accept-Language": "es"])
        #expect(unknown.body.contains("Página no encontrada"))
        for token in tokens {
            let answer = try await site.get("/c/\(token)", ["Accept-Language": "es"])
            #expect(answer.status == 404)
            #expect(answer.body == unknown.body, "\(token)")
        }
        #expect(try await site.get("/nowhere").status == 404)
    }

    @Test func `is refused to an address that tries too many, not to one with a link`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false, misses: 3)
        for _ in 0..<3 { #expect(try await site.get("/c/x").status == 404) }
        let answer = try await site.get("/u/x")
        #expect(answer.status == 429)
        #expect(answer.headers["retry-after"] == "60")
        #expect(try await site.get("/c/\(site.token())").status == 200)
    }

    @Test func `takes no more than 4 KiB`() async throws {
        let site = try await SiteFixture.make(isBrokerThere: false)
        let answer = try await site.post("/c/\(site.token())/pay", String(repeating: "a", count: 5000))
        #expect(answer.status == 413)
    }
}

extension String {
    /// With the unbreakable spaces of amounts as plain ones.
    var plainSpaces: String { replacing("\u{a0}", with: " ").replacing("\u{202f}", with: " ") }
}
