/// The place of a message in a trace, as the header `traceparent` carries it.
///
/// - Source: W3C Trace Context, level 1, §3.2.
package struct TraceContext: Hashable, Sendable {
    /// 32 digits of lower-case hexadecimal, not all zero.
    package let trace: String
    /// 16 digits of lower-case hexadecimal, not all zero.
    package let span: String
    package let flags: UInt8

    /// Reads a header; nil for anything that is no `traceparent`, whose sender is then as good as untraced.
    package init?(_ header: String) {
        let bytes = Array(header.utf8)
        guard bytes.count >= 55, [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            let version = Self.byte(bytes[0..<2]), version != 0xFF,
            // Later versions may add fields at the end; this one has none.
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == UInt8(ascii: "-"),
            Self.isIdentifier(bytes[3..<35]), Self.isIdentifier(bytes[36..<52]), let flags = Self.byte(bytes[53..<55])
        else { return nil }
        trace = String(decoding: bytes[3..<35], as: UTF8.self)
        span = String(decoding: bytes[36..<52], as: UTF8.self)
        self.flags = flags
    }

    private init(trace: String, span: String, flags: UInt8) {
        self.trace = trace
        self.span = span
        self.flags = flags
    }

    /// A new trace, sampled.
    package static func fresh(using generator: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(
            trace: hex(1...UInt64.max, &generator) + hex(0...UInt64.max, &generator),
            span: hex(1...UInt64.max, &generator), flags: 1)
    }

    /// The next span of the same trace.
    package func child(using generator: inout some RandomNumberGenerator) -> TraceContext {
        TraceContext(trace: trace, span: Self.hex(1...UInt64.max, &generator), flags: flags)
    }

    /// As it goes into the header: always version 00, the one whose fields these are.
    package var header: String { "00-\(trace)-\(span)-" + Self.padded(String(flags, radix: 16), 2) }

    private static func hex(_ range: ClosedRange<UInt64>, _ generator: inout some RandomNumberGenerator) -> String {
        padded(String(UInt64.random(in: range, using: &generator), radix: 16), 16)
    }

    private static func padded(_ digits: String, _ width: Int) -> String {
        String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    private static func isIdentifier(_ digits: ArraySlice<UInt8>) -> Bool {
        digits.allSatisfy(isDigit) && digits.contains { $0 != UInt8(ascii: "0") }
    }

    private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
        guard digits.allSatisfy(isDigit) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }
}
