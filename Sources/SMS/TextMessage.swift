/// A text message as the network carries it: its encoding and the segments that a customer's phone puts together again.
///
/// One segment holds 160 septets or 70 UTF-16 units. Several hold 153 or 67 each, as a header of six octets in each
/// tells which of how many it is. A segment never ends within an escape or a surrogate pair, and within a character of
/// several code points, such as a flag, only where whole ones would need one segment more.
package struct TextMessage: Hashable, Sendable {
    package struct Segment: Hashable, Sendable {
        package let text: String
        /// Septets in GSM-7, UTF-16 units in UCS-2.
        package let units: Int
    }

    package let text: String
    package let encoding: TextEncoding
    /// In order; none for an empty text.
    package let segments: [Segment]

    /// The header's octets with a reference number of one octet; with one of two, which some gateways use, it is 7.
    package static let usualHeader = 6

    /// - Parameter headerOctets: of each of several segments, 1 to 100.
    package init(_ text: String, headerOctets: Int = TextMessage.usualHeader) {
        self.text = text
        encoding = TextEncoding(for: text)
        segments = Segmentation(text, encoding, headerOctets: headerOctets).segments
    }

    /// Septets or UTF-16 units of the whole text.
    package var units: Int { segments.reduce(0) { $0 + $1.units } }

    /// An estimate in the unit of the price: providers charge each segment, and round as they like.
    package func cost(perSegment price: Int64) -> Int64 { price * Int64(segments.count) }
}

extension TextMessage {
    /// A message that needs more segments than its sender wants to pay for.
    package struct TooLong: Error, Hashable, Sendable, CustomStringConvertible {
        package let segments: Int
        package let limit: Int
        package let encoding: TextEncoding

        package var description: String {
            let advice = encoding == .ucs2 ? "; characters outside the GSM alphabet more than halve the room" : ""
            return "the text needs \(segments) segments in \(encoding.rawValue), of at most \(limit)\(advice)"
        }
    }

    package func check(limit: Int) throws(TooLong) {
        guard segments.count <= limit else {
            throw TooLong(segments: segments.count, limit: limit, encoding: encoding)
        }
    }
}
