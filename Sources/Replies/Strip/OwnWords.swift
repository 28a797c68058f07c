/// The words that the writer of a mail wrote: without quoted text, forwarded mails, signatures and footers.
///
/// Lines are judged, not changed: what is kept is kept as it stands. Text below a quotation is kept too (answers below
/// and between), unless the quotation has no marks of its own: then all that follows belongs to it.
package enum OwnWords {
    package static func of(_ text: String) -> String {
        let lines = MailLine.lines(of: text)
        var kept: [MailLine] = []
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if line.isQuoted || isBrokenQuotation(at: index, in: lines) {
                index += 1
                continue
            }
            if QuotationStart.endsAll(at: index, in: lines) { break }
            if let end = Attribution.end(at: index, in: lines) {
                guard let next = quotedLine(from: end, in: lines) else {
                    if let own = Attribution.ownWords(before: line) { kept.append(own) }
                    break
                }
                if let own = Attribution.ownWords(before: line) { kept.append(own) }
                index = next
                continue
            }
            if Footer.starts(at: index, in: lines) {
                // What stands below a quotation further down is the writer's again.
                guard let next = quotation(from: index, in: lines) else { break }
                index = next
                continue
            }
            kept.append(line)
            index += 1
        }
        return trimmed(kept)
    }

    /// A link that a program broke out of the quotation around it: the rest of a line, not an answer between.
    private static func isBrokenQuotation(at index: Int, in lines: [MailLine]) -> Bool {
        guard index > 0, index + 1 < lines.count, lines[index - 1].isQuoted, lines[index + 1].isQuoted,
            let first = lines[index].folded.first
        else { return false }
        return "(<_/?&=[".contains(first) || lines[index].folded.hasPrefix("http")
    }

    /// The first marked line right after an attribution; nil if what it announces is not marked.
    private static func quotedLine(from start: Int, in lines: [MailLine]) -> Int? {
        var index = start
        while index < lines.count, lines[index].isBlank { index += 1 }
        return index < lines.count && lines[index].isQuoted ? index : nil
    }

    private static func quotation(from start: Int, in lines: [MailLine]) -> Int? {
        var index = start
        while index < lines.count {
            if lines[index].isQuoted { return index }
            if QuotationStart.endsAll(at: index, in: lines) { return nil }
            if let end = Attribution.end(at: index, in: lines) { return quotedLine(from: end, in: lines) }
            index += 1
        }
        return nil
    }

    private static func trimmed(_ kept: [MailLine]) -> String {
        guard let first = kept.firstIndex(where: { !$0.isBlank }), let last = kept.lastIndex(where: { !$0.isBlank })
        else { return "" }
        return kept[first...last].map { String($0.text) }.joined(separator: "\n")
    }
}
