import Foundation
import HTTPTypes
import Hummingbird
import Rulebook

/// A page as a response: whole, without scripts, cookies or anything loaded from elsewhere but a creditor's logo.
struct Page: Sendable {
    var status: HTTPResponse.Status = .ok
    let language: PageLanguage
    let title: String
    let main: HTML
    /// In whose name the page speaks; nil where even that would say too much.
    var creditor: Creditor?
    /// Whether the same address can be had in the other languages.
    var isTranslatable = true
    var retryAfter: Int?

    var response: Response {
        let style = creditor.map { PageStyle(colour: $0.brand.colour) } ?? .neutral
        var headers = PageHeaders.every
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentLanguage] = language.rawValue
        headers[.contentSecurityPolicy] = policy(style)
        if let retryAfter { headers[.retryAfter] = String(retryAfter) }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: source(style))))
    }

    /// A form may lead on to where the creditor's payment page is and from there to its provider: browsers hold the
    /// whole chain against `form-action`.
    private func policy(_ style: PageStyle) -> String {
        var parts = [
            "default-src 'none'", "style-src '\(style.hash)'", "base-uri 'none'", "frame-ancestors 'none'",
        ]
        let isLocal = creditor?.payment.template.hasPrefix("http://") ?? false
        parts.append("form-action 'self' https:" + (isLocal ? " http:" : ""))
        if let logo = creditor?.brand.logo.flatMap({ URLComponents(string: $0) }), let host = logo.host {
            parts.append("img-src https://\(host)")
        }
        return parts.joined(separator: "; ")
    }

    private func source(_ style: PageStyle) -> String {
        let texts = PageTexts.of(language)
        let css = HTML(stringLiteral: style.css)
        let html: HTML = """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <meta name="referrer" content="no-referrer">
            <title>\(title)</title>
            <style>\(css)</style>
            </head>
            <body>
            \(banner)<main>
            \(main)
            </main>
            <footer>
            \(contact(texts))\(languages(texts))</footer>
            </body>
            </html>

            """
        return html.source
    }

    private var banner: HTML {
        guard let creditor else { return .nothing }
        let logo: HTML = creditor.brand.logo.map { "<img src=\"\($0)\" alt=\"\">" } ?? .nothing
        return "<header><div>\(logo)<span>\(creditor.name)</span></div></header>\n"
    }

    private func contact(_ texts: PageTexts) -> HTML {
        guard let creditor else { return .nothing }
        var lines: [HTML] = ["<a href=\"mailto:\(creditor.reply)\">\(creditor.reply)</a>"]
        if let phone = creditor.phone {
            lines.append("<a class=\"phone\" href=\"tel:\(phone.filter { !$0.isWhitespace })\">\(phone)</a>")
        }
        let joined = HTML(stringLiteral: lines.map(\.source).joined(separator: " · "))
        let postal = ([creditor.name] + creditor.postal).joined(separator: ", ")
        return "<address>\(texts.questions) \(joined)<br>\(postal)</address>\n"
    }

    private func languages(_ texts: PageTexts) -> HTML {
        guard isTranslatable else { return .nothing }
        let entries = PageLanguage.allCases.map { other -> HTML in
            let code = other.rawValue
            if other == language { return "<li><span aria-current=\"true\">\(other.ownName)</span></li>" }
            return "<li><a href=\"?lang=\(code)\" hreflang=\"\(code)\" lang=\"\(code)\">\(other.ownName)</a></li>"
        }
        return "<nav aria-label=\"\(texts.languages)\"><ul>\(entries)</ul></nav>\n"
    }
}

/// What every answer says: kept by nobody, found by nobody, embedded nowhere.
enum PageHeaders {
    static let every: HTTPFields = [
        .cacheControl: "no-store",
        .xRobotsTag: "noindex, nofollow, noarchive",
        .referrerPolicy: "no-referrer",
        .xContentTypeOptions: "nosniff",
        .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
    ]
}

extension HTTPField.Name {
    static let xRobotsTag = HTTPField.Name("X-Robots-Tag")!
    static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}
