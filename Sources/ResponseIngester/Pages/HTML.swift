/// HTML that holds nothing unescaped: what is interpolated as text is text.
struct HTML: ExpressibleByStringInterpolation, Sendable {
    let source: String

    init(stringLiteral source: String) {
        self.source = source
    }

    init(stringInterpolation parts: StringInterpolation) {
        source = parts.source
    }

    static let nothing: HTML = ""

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var source = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            source.reserveCapacity(literalCapacity + interpolationCount * 24)
        }

        mutating func appendLiteral(_ literal: String) {
            source += literal
        }

        mutating func appendInterpolation(_ text: String) {
            for character in text.unicodeScalars {
                switch character {
                case "&": source += "&amp;"
                case "<": source += "&lt;"
                case ">": source += "&gt;"
                case "\"": source += "&quot;"
                case "'": source += "&#39;"
                default: source.unicodeScalars.append(character)
                }
            }
        }

        mutating func appendInterpolation(_ html: HTML) {
            source += html.source
        }

        mutating func appendInterpolation(_ list: [HTML]) {
            for html in list { source += html.source }
        }
    }
}
