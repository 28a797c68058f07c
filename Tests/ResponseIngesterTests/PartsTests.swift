import Foundation
import Templates
import Testing

@testable import ResponseIngester

@Suite struct `A form` {
    @Test(arguments: [
        ("a=1&b=two+words%21", nil), ("a=1&b=two+words%21&a=9", "application/x-www-form-urlencoded; charset=utf-8"),
        ("b=two%20words!&a=1\r\n", "Application/X-WWW-Form-Urlencoded"),
        (
            "--x\nContent-Disposition: form-data; name=\"a\"\n\n1\n"
                + "--x\ncontent-disposition: form-data; name=b\n\ntwo words!\n--x--",
            "multipart/form-data; boundary=x"
        ),
    ])
    func `is read in each way it can be written`(_ body: String, _ type: String?) throws {
        let form = try #require(FormFields(body: Data(body.utf8), contentType: type))
        #expect(form["a"] == "1")
        #expect(form["b"] == "two words!")
        #expect(form["c"] == nil)
    }

    @Test(arguments: ["text/plain", "application/json", "multipart/form-data", ""])
    func `is none in another type`(_ type: String) {
        #expect(FormFields(body: Data("a=1".utf8), contentType: type) == nil)
    }

    @Test func `of broken bytes holds nothing of note`() {
        #expect(FormFields(body: Data([0xFF, 0x26, 0x3D, 0x25]), contentType: nil)?["List-Unsubscribe"] == nil)
    }
}

@Suite struct `The limit on unknown links` {
    @Test func `is each address's own and lasts a minute`() {
        let limit = MissLimit(perMinute: 2)
        let start = ContinuousClock.now
        #expect(limit.allowsMiss(from: "192.0.2.1", at: start))
        #expect(limit.allowsMiss(from: "192.0.2.1", at: start + .seconds(30)))
        #expect(!limit.allowsMiss(from: "192.0.2.1", at: start + .seconds(59)))
        #expect(limit.allowsMiss(from: "192.0.2.2", at: start + .seconds(59)))
        #expect(limit.allowsMiss(from: "192.0.2.1", at: start + .seconds(61)))
    }

    @Test func `forgets rather than grow without end`() {
        let limit = MissLimit(perMinute: 1)
        for number in 0..<50_000 { _ = limit.allowsMiss(from: String(number)) }
        #expect(limit.allowsMiss(from: "192.0.2.1"))
    }
}

@Suite struct `The language of a page` {
    @Test(arguments: [
        ("de-AT,de;q=0.9,en;q=0.8", PageLanguage.de), ("ja, fr;q=0.4, es;q=0.7", .es), ("*", nil), ("", nil),
        ("en;q=0, fr;q=x", nil), ("FR-ca", .fr),
    ])
    func `follows the browser's wishes in their order`(_ header: String, _ language: PageLanguage?) {
        #expect(PageLanguage(firstOf: PageLanguage.wishes(in: header)) == language)
    }

    @Test func `keeps the account's region for amounts`() {
        #expect(PageLanguage.de.formatTag([nil, "de-AT", "en"]).text == "de-AT")
        #expect(PageLanguage.fr.formatTag([nil, "de-AT", "en"]).text == "fr")
    }
}

@Suite struct `The source of a page` {
    @Test func `holds texts as texts`() {
        let hostile = "<script>alert('1')</script>\"&"
        let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;"
        let bold: HTML = "<b>\(hostile)</b>"
        let html: HTML = "<p title=\"\(hostile)\">\(bold)</p>"
        #expect(
            html.source
                == "<p title=\"\(escaped)\"><b>\(escaped)</b></p>"
        )
    }
}

@Suite struct `A webhook's secret` {
    @Test(arguments: [
        "", "whsec_", "whsec_%%%%", "whsec_c2hvcnQ=", "whsec_" + Data(repeating: 1, count: 65).base64EncodedString(),
    ])
    func `must be base64 of 16 to 64 bytes`(_ text: String) {
        #expect(WebhookSecret(text) == nil)
    }
}
