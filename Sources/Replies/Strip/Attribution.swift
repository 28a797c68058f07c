import Foundation

/// The line above a quotation that says who wrote it and when: "On 3 March Example Ltd wrote:".
///
/// Found by its shape, in any of the languages: a verb of writing, a day or an address, and a colon at the end; or, as
/// some programs have it, no verb but a day and an address in angle brackets. It may run over four lines.
enum Attribution {
    private static let longestLines = 5
    private static let longestBytes = 300

    /// The line after the attribution that begins at `index`; nil if none begins there.
    static func end(at index: Int, in lines: [MailLine]) -> Int? {
        guard !lines[index].isBlank, mayBegin(lines[index].folded) else { return nil }
        var joined = ""
        var next = index
        var blanks = 0
        while next < lines.count, next < index + longestLines + blanks {
            let line = lines[next]
            // Some programs leave an empty line within.
            if line.isBlank {
                blanks += 1
                guard blanks <= 2, next + 1 < lines.count else { return nil }
                next += 1
                continue
            }
            // "> wrote:" closes an address that a program broke.
            if line.isQuoted && next > index && !(line.folded.hasSuffix(":") && line.folded.utf8.count <= 20) {
                return nil
            }
            joined += joined.isEmpty ? line.folded : " " + line.folded
            guard joined.utf8.count <= longestBytes else { return nil }
            next += 1
            if isComplete(joined, lines: next - index) { return next }
        }
        return nil
    }

    /// What the writer put before an attribution on the same line: "Thanks On 3 March Example wrote:".
    static func ownWords(before line: MailLine) -> MailLine? {
        guard let range = line.text.range(of: " On ") else { return nil }
        let before = line.text[..<range.lowerBound]
        let rest = Folding.fold(line.text[range.lowerBound...].dropFirst())
        guard !before.isEmpty, !startsWithLead(line.folded), hasDay(rest) else { return nil }
        return MailLine(before.reversedDrop { "-_ ".contains($0) })
    }

    private static func mayBegin(_ folded: String) -> Bool {
        if folded.utf8.count > longestBytes { return false }
        if startsWithLead(folded) || startsWithDigit(folded) || folded.hasPrefix("---") { return true }
        if folded.holds(" on ") && containsVerb(folded) { return true }
        // "Example Ltd <billing@example.com> wrote:", "billing@example.com schrieb am 3. März:"
        return (folded.holds("@") || hasDay(folded)) && (containsVerb(folded) || folded.hasSuffix(":"))
            || folded.hasSuffix(":") && containsVerb(folded)
    }

    private static func isComplete(_ joined: String, lines: Int) -> Bool {
        let bare = joined.reversedDrop { " >*\"_".contains($0) }
        let hasAddress = joined.holds("@") && joined.holds("<") || joined.holds("[mailto:")
        let day = hasDay(joined)
        if bare.hasSuffix(":") {
            if containsVerb(joined) { return day || hasAddress || joined.holds("@") || isShortVerbLine(joined) }
            return day && (hasAddress || joined.holds("@")) && (startsWithDigit(joined) || startsWithLead(joined))
                || hasAddress && day
        }
        // "---- On Wed, 24 Feb 2021 person@example.com wrote ----", and mail programs that forget the colon.
        let plain = bare.reversedDrop { "- ".contains($0) }
        if let verb = plain.split(separator: " ").last, verbs.contains(String(verb)), verb != "sent", verb != "said" {
            if joined.hasPrefix("---") && joined.hasSuffix("---") { return true }
            if startsWithLead(joined) && day && hasAddress { return true }
        }
        // "2013/11/13 Example Person <person@example.com>"
        return lines <= 2 && startsWithDigit(joined) && hasAddress && day
            && (joined.hasSuffix(">") || joined.hasSuffix("> wrote"))
    }

    /// "Example Person wrote:" and nothing else.
    private static func isShortVerbLine(_ joined: String) -> Bool {
        let words = joined.split(separator: " ")
        guard words.count <= 6, let last = words.last else { return false }
        return verbs.contains(String(last.dropLast()))
    }

    private static func startsWithDigit(_ folded: String) -> Bool {
        guard let first = folded.utf8.first else { return false }
        return first >= 0x30 && first <= 0x39
    }

    private static func startsWithLead(_ folded: String) -> Bool {
        guard let word = folded.split(separator: " ", maxSplits: 1).first else { return false }
        return leads.contains(String(word.drop { "-_* ".contains($0) }))
    }

    /// A day, month or hour: any number of one, two or four digits.
    private static func hasDay(_ folded: String) -> Bool {
        var run = 0
        for byte in folded.utf8 {
            if byte >= 0x30 && byte <= 0x39 {
                run += 1
            } else {
                if run == 1 || run == 2 || run == 4 { return true }
                run = 0
            }
        }
        return run == 1 || run == 2 || run == 4
    }

    private static func containsVerb(_ folded: String) -> Bool {
        for word in folded.split(whereSeparator: { " ,:<>\"".contains($0) }) where verbs.contains(String(word)) {
            return true
        }
        return false
    }

    private static let leads: Set<String> = [
        "on", "am", "le", "el", "il", "op", "em", "dnia", "w", "den", "pa", "no", "at", "vom", "lunes", "em:", "a",
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "mon,", "tue,", "wed,", "thu,", "fri,", "sat,", "sun,",
    ]

    private static let verbs: Set<String> = [
        "wrote", "writes", "schrieb", "geschrieben", "ecrit", "escribio", "escrito", "scritto", "scrive", "schreef",
        "geschreven", "escreveu", "escrita", "napisal", "napisala", "napisal(a)", "pisze", "skrev", "skreiv",
        "kirjoitti", "napsal",
        "написал", "пишет", "написала", "yazdi", "wrote:", "said", "sent", "写道", "irta", "scris", "εγραψε", "viet",
    ]
}
