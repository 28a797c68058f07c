/// Finds what was probably meant.
enum Spelling {
    /// - Parameter distance: the most changed letters that still look like a slip.
    static func closest(to word: String, in known: [String], within distance: Int) -> String? {
        known.map { (distance: self.distance(word, $0), word: $0) }
            .filter { $0.distance <= distance }
            .min { ($0.distance, $0.word) < ($1.distance, $1.word) }?
            .word
    }

    /// Levenshtein's distance: inserted, deleted and replaced bytes.
    private static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let replaced = diagonal + (a == b ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
