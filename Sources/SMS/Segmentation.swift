/// Where a text is cut.
struct Segmentation {
    private(set) var segments: [TextMessage.Segment] = []

    private let text: String
    private let encoding: TextEncoding
    /// Units in one of several segments.
    private let room: Int

    init(_ text: String, _ encoding: TextEncoding, headerOctets: Int) {
        self.text = text
        self.encoding = encoding
        let body = max(1, TextEncoding.octets - headerOctets)
        // A segment of fewer units could not hold each character.
        room = max(2, encoding.units(inOctets: body))
        guard !text.isEmpty else { return }
        let whole = text.unicodeScalars.reduce(0) { $0 + encoding.units(of: $1) }
        if whole <= encoding.units(inOctets: TextEncoding.octets) {
            segments = [TextMessage.Segment(text: text, units: whole)]
        } else {
            cut()
        }
    }

    private mutating func cut() {
        var start = text.startIndex
        var left = count(from: start)
        while start < text.endIndex {
            left -= 1
            let furthest = end(from: start)
            let whole = characterStart(before: furthest, after: start)
            let next = whole.flatMap { count(from: $0) <= left ? $0 : nil } ?? furthest
            let piece = text.unicodeScalars[start..<next]
            segments.append(
                TextMessage.Segment(text: String(piece), units: piece.reduce(0) { $0 + encoding.units(of: $1) }))
            start = next
        }
    }

    /// The furthest that a segment reaches which begins here.
    private func end(from start: String.Index) -> String.Index {
        var units = 0
        var index = start
        while index < text.endIndex {
            units += encoding.units(of: text.unicodeScalars[index])
            guard units <= room else { break }
            index = text.unicodeScalars.index(after: index)
        }
        return index
    }

    /// The fewest segments for what begins here.
    private func count(from start: String.Index) -> Int {
        var count = 0
        var start = start
        while start < text.endIndex {
            start = end(from: start)
            count += 1
        }
        return count
    }

    /// Where the character begins that a cut at `end` would divide; nil if it divides none, or one that fills all
    /// there is from `start` on.
    private func characterStart(before end: String.Index, after start: String.Index) -> String.Index? {
        guard end < text.endIndex else { return nil }
        let character = text.rangeOfCharacter(at: end).lowerBound
        return character < end && character > start ? character : nil
    }
}

extension String {
    /// The bounds of the character, a grapheme cluster, that `index` lies in.
    fileprivate func rangeOfCharacter(at index: Index) -> Range<Index> {
        let start = self.index(before: self.index(after: index))
        return start..<self.index(after: start)
    }
}
