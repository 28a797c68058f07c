import Foundation

/// The fields of a small form, as browsers and mail providers post them.
///
/// - Source: WHATWG URL (`application/x-www-form-urlencoded`), RFC 7578 (`multipart/form-data`), RFC 8058 §3.1.
struct FormFields: Equatable {
    private let values: [String: String]

    subscript(_ name: String) -> String? { values[name] }

    /// nil: it is no form that can be read.
    init?(body: Data, contentType: String?) {
        let parts = (contentType ?? "application/x-www-form-urlencoded").split(separator: ";")
        switch parts.first?.trimmingCharacters(in: .whitespaces).lowercased() {
        case "application/x-www-form-urlencoded":
            values = Self.urlEncoded(String(decoding: body, as: UTF8.self))
        case "multipart/form-data":
            guard let boundary = Self.parameter("boundary", in: parts.dropFirst()) else { return nil }
            values = Self.multipart(String(decoding: body, as: UTF8.self), boundary: boundary)
        default:
            return nil
        }
    }

    private static func urlEncoded(_ text: String) -> [String: String] {
        let pairs = text.trimmingCharacters(in: .whitespacesAndNewlines).split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (decoded(sides[0]), sides.count > 1 ? decoded(sides[1]) : "")
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// A `%` that begins no escape stands for itself.
    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    private static func multipart(_ text: String, boundary: String) -> [String: String] {
        // One kind of line break, so that a part's head ends in the same way whoever wrote it.
        let lines = text.replacing("\r\n", with: "\n")
        let parts = ("\n" + lines).components(separatedBy: "\n--" + boundary).dropFirst()
        var values: [String: String] = [:]
        for part in parts where !part.hasPrefix("--") {
            guard let end = part.range(of: "\n\n") else { continue }
            let head = part[..<end.lowerBound].split(separator: "\n")
            let disposition = head.first { $0.lowercased().hasPrefix("content-disposition:") }
            guard let disposition, let name = parameter("name", in: disposition.split(separator: ";").dropFirst()),
                values[name] == nil
            else { continue }
            values[name] = String(part[end.upperBound...])
        }
        return values
    }

    private static func parameter(_ name: String, in parts: some Sequence<Substring>) -> String? {
        for part in parts {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, sides[0].trimmingCharacters(in: .whitespaces).lowercased() == name else { continue }
            let value = sides[1].trimmingCharacters(in: .whitespaces)
            return value.hasPrefix("\"") && value.hasSuffix("\"") && value.count >= 2
                ? String(value.dropFirst().dropLast()) : value
        }
        return nil
    }
}
