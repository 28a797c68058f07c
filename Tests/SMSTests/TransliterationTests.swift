import SMS
import Testing

@Suite struct `A respelled text` {
    @Test(arguments: [
        ("Invoice “1042” – it’s overdue…", "Invoice \"1042\" - it's overdue..."),
        ("1\u{A0}250,00\u{202F}€", "1 250,00 €"),
        ("½ price, ＡＢＣ １２", "1/2 price, ABC 12"), ("n° 1042", "no 1042"), ("a\u{200B}b\u{FEFF}", "ab"),
        ("e\u{301}chue", "échue"), ("−5 × 3", "-5 x 3"),
    ])
    func `differs in signs that look alike`(text: String, spelling: String) {
        #expect(TextMessage(text).encoding == .ucs2)
        #expect(Transliteration.signs.apply(to: text) == spelling)
        #expect(Transliteration.letters.apply(to: text) == spelling)
        #expect(TextMessage(spelling).encoding == .gsm7)
    }

    @Test(arguments: [
        ("na kwotę 1250,00 zł była płatna", "na kwote 1250,00 zl byla platna"), ("façade “ê”", "facade \"e\""),
        ("Łódź, őű, ŁŻ, œuvre", "Lodz, ou, LZ, oeuvre"), ("ΑΒΓ", "ABΓ"), ("ệ", "e"),
    ])
    func `loses accents only where that is allowed`(text: String, spelling: String) {
        #expect(Transliteration.signs.apply(to: text) == text)
        #expect(Transliteration.letters.apply(to: text) == spelling)
        #expect(TextMessage(spelling).encoding == .gsm7)
    }

    @Test(arguments: ["“お支払い”", "“👍”", "“просрочен”", "zł 👍"])
    func `is no other when a character has no like`(text: String) {
        for way in Transliteration.allCases { #expect(way.apply(to: text) == text) }
    }

    @Test func `keeps what the alphabet has`() {
        let text = "ÄÖÜ äöüß ñ à è é ù ì ò Ç Å å Æ æ Ø ø ¿¡§ £¥€ [~] https://pay.example.com/i/1?a=b_c"
        for way in Transliteration.allCases { #expect(way.apply(to: text) == text) }
        #expect(Transliteration.none.apply(to: "“é”") == "“é”")
    }
}
