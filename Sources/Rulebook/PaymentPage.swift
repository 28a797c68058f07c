import Contracts
import Foundation

/// Where a debtor pays: an address with the placeholders `{case}`, `{amount}`, `{currency}` and `{invoice}`.
///
/// HTTPS only, except on the loopback interface.
package struct PaymentPage: Hashable, Sendable {
    package let template: String

    package static let placeholders = ["case", "amount", "currency", "invoice"]

    /// nil if it is no such address.
    package init?(_ template: String) {
        var rest = Substring(template)
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}"),
                Self.placeholders.contains(String(rest[rest.index(after: open)..<close]))
            else { return nil }
            rest = rest[rest.index(after: close)...]
        }
        self.template = template
        guard let host = template.range(of: "://").map({ template[$0.upperBound...].prefix { !"/?#".contains($0) } }),
            !host.contains("{"),
            WebAddress.isAllowed(url(case: 1, amount: "1.00", currency: "EUR", invoice: "i"))
        else { return nil }
    }

    /// The address for one payment.
    /// - Parameters:
    ///   - amount: plain decimal text, `1250.00`.
    ///   - invoice: nil: the whole case; an empty text takes its place.
    package func url(case number: Int64, amount: String, currency: String, invoice: String?) -> String {
        let values = [
            "case": String(number), "amount": amount, "currency": currency, "invoice": invoice ?? "",
        ]
        var text = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += Self.escaped(values[String(rest[rest.index(after: open)..<close])] ?? "")
            rest = rest[rest.index(after: close)...]
        }
        return text + rest
    }

    /// Everything but RFC 3986's unreserved characters as `%XX`.
    private static func escaped(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
        // A native Swift string is valid Unicode, the only thing that this call can refuse.
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}

/// An address on the web that may be shown to a debtor.
enum WebAddress {
    static func isAllowed(_ text: String) -> Bool {
        guard text.utf8.count <= 2000, let parts = URLComponents(string: text), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil
        else { return false }
        if parts.scheme == "https" { return host.contains(".") || isLoopback(host) }
        return parts.scheme == "http" && isLoopback(host)
    }

    private static func isLoopback(_ host: String) -> Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(host)
    }
}
