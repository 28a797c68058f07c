import SMS
import Testing

@Suite struct `A text message` {
    private static func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test(arguments: [
        ("", "GSM-7", 0, 0), ("Pay by Friday", "GSM-7", 13, 1), ("1.250,00 € fällig", "GSM-7", 18, 1),
        ("[{~^|\\}]\u{0C}", "GSM-7", 18, 1), ("zł", "UCS-2", 2, 1), ("Répondez, façade", "UCS-2", 16, 1),
        ("👍", "UCS-2", 2, 1),
        ("a\u{A0}b", "UCS-2", 3, 1), ("e\u{301}", "UCS-2", 2, 1), ("\u{1B}", "UCS-2", 1, 1), ("`", "UCS-2", 1, 1),
        (repeated("x", 160), "GSM-7", 160, 1), (repeated("x", 161), "GSM-7", 161, 2),
        (repeated("x", 306), "GSM-7", 306, 2), (repeated("x", 307), "GSM-7", 307, 3),
        (repeated("€", 80), "GSM-7", 160, 1), (repeated("€", 81), "GSM-7", 162, 2),
        // 76 of two septets fit in 153, and one septet stays empty.
        (repeated("€", 153), "GSM-7", 306, 3),
        (repeated("ж", 70), "UCS-2", 70, 1), (repeated("ж", 71), "UCS-2", 71, 2), (repeated("ж", 135), "UCS-2", 135, 3),
        (repeated("😀", 35), "UCS-2", 70, 1), (repeated("😀", 67), "UCS-2", 134, 3),
    ])
    func `has the encoding, the length and the segments that networks count`(
        text: String, encoding: String, units: Int, segments: Int
    ) {
        let message = TextMessage(text)
        #expect(message.encoding.rawValue == encoding && message.units == units && message.segments.count == segments)
        #expect(message.segments.map(\.text).joined() == text)
    }

    @Test func `never ends a segment within an escape or a surrogate pair`() {
        let euro = TextMessage(Self.repeated("x", 152) + "€" + Self.repeated("y", 10))
        #expect(euro.segments.map(\.units) == [152, 12] && euro.segments[1].text.hasPrefix("€y"))
        let face = TextMessage(Self.repeated("ж", 66) + "😀" + Self.repeated("ж", 9))
        #expect(face.segments.map(\.units) == [66, 11] && face.segments[1].text.hasPrefix("😀ж"))
    }

    @Test func `ends a segment within a character only where that saves a segment`() {
        let flag = "🏳️‍🌈"
        let roomy = TextMessage(Self.repeated("ж", 65) + flag + Self.repeated("ж", 10))
        #expect(roomy.segments.map(\.units) == [65, 16] && roomy.segments[1].text.hasPrefix(flag))
        let full = TextMessage(Self.repeated("ж", 65) + flag + Self.repeated("ж", 63))
        #expect(full.segments.map(\.units) == [67, 67])
        // More marks on one letter than a segment holds.
        let tower = TextMessage("a" + Self.repeated("\u{301}", 140))
        #expect(tower.segments.map(\.units) == [67, 67, 7])
        let line = TextMessage(Self.repeated("x", 152) + "\r\n" + Self.repeated("y", 10))
        #expect(line.segments.map(\.units) == [152, 12])
    }

    @Test func `has less room beside a longer header`() {
        let message = TextMessage(Self.repeated("x", 305), headerOctets: 7)
        #expect(message.segments.map(\.units) == [152, 152, 1])
        #expect(TextMessage(Self.repeated("ж", 133), headerOctets: 7).segments.map(\.units) == [66, 66, 1])
        #expect(TextMessage(Self.repeated("😀", 70), headerOctets: 139).segments.count == 70)
        #expect(TextMessage(Self.repeated("x", 160), headerOctets: 7).segments.count == 1)
    }

    @Test func `is refused when it needs more segments than allowed`() {
        let message = TextMessage(Self.repeated("ж", 71))
        #expect(throws: Never.self) { try message.check(limit: 2) }
        let error = #expect(throws: TextMessage.TooLong.self) { try message.check(limit: 1) }
        #expect(error?.description.contains("needs 2 segments in UCS-2, of at most 1; characters outside") == true)
    }

    @Test func `is cut in a time that grows with its length`() {
        // The longest body that a template may give, all of it flags.
        let message = TextMessage(Self.repeated("🇩🇪", 4000))
        #expect(message.segments.allSatisfy { $0.units <= 67 } && message.units == 16_000)
    }
}
