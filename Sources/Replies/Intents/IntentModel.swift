import Foundation

/// A logistic regression for each intent over hashed words, pairs of words and letter groups.
///
/// The weights are text: a line for each intent, its name, bias, scale and two letters for each of ``buckets`` weights.
/// `scripts/train-replies` writes them.
package struct IntentModel: Sendable {
    package static let buckets = 8192
    private let intents: [Intent]
    private let biases: [Float]
    /// By bucket, then by intent: the weights of one feature lie together.
    private let weights: [Float]

    /// - Returns: nil if the text is not what the script writes.
    package init?(_ text: String) {
        var intents: [Intent] = []
        var biases: [Float] = []
        var rows: [[Float]] = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            guard parts.count == 4, let intent = Intent(rawValue: String(parts[0])), let bias = Float(parts[1]),
                let scale = Float(parts[2]), let row = Self.row(parts[3].utf8, scale: scale)
            else { return nil }
            intents.append(intent)
            biases.append(bias)
            rows.append(row)
        }
        guard Set(intents) == Set(Intent.allCases) else { return nil }
        var weights = [Float](repeating: 0, count: Self.buckets * intents.count)
        for (column, row) in rows.enumerated() {
            for (bucket, weight) in row.enumerated() { weights[bucket * intents.count + column] = weight }
        }
        self.intents = intents
        self.biases = biases
        self.weights = weights
    }

    /// Two letters of 64 make a number from -2048 to 2047.
    private static func row(_ letters: Substring.UTF8View, scale: Float) -> [Float]? {
        var row: [Float] = []
        row.reserveCapacity(buckets)
        var high: Int?
        for letter in letters {
            let digit = Int(letter) - 48
            guard (0..<64).contains(digit) else { return nil }
            if let first = high {
                row.append(Float(first * 64 + digit - 2048) * scale)
                high = nil
            } else {
                high = digit
            }
        }
        return row.count == buckets && high == nil ? row : nil
    }

    /// The log-odds of each intent.
    package func logOdds(of text: String) -> [Intent: Float] {
        logOdds(of: ReplyWords(Token.tokens(of: text)).words)
    }

    func logOdds(of words: [String]) -> [Intent: Float] {
        let features = Self.features(of: words)
        var sums = biases
        let value = 1 / Float(max(1, features.count)).squareRoot()
        for feature in features {
            let start = feature * intents.count
            for column in sums.indices { sums[column] += weights[start + column] * value }
        }
        return Dictionary(uniqueKeysWithValues: zip(intents, sums))
    }

    /// The buckets of the words, of neighbouring words, and of the groups of four letters in `<word>`.
    static func features(of words: [String]) -> Set<Int> {
        var buckets: Set<Int> = []
        buckets.reserveCapacity(words.count * 8)
        var previous: [UInt8] = Array("^".utf8)
        for word in words {
            let bytes = Array(word.utf8)
            buckets.insert(bucket([0x77], bytes))
            buckets.insert(bucket([0x70], previous + [0x20] + bytes))
            let wrapped = [0x3C] + bytes + [0x3E]
            if wrapped.count > 4 {
                for start in 0...(wrapped.count - 4) { buckets.insert(bucket([0x63], wrapped[start..<(start + 4)])) }
            }
            previous = bytes
        }
        return buckets
    }

    /// FNV-1a.
    private static func bucket(_ kind: [UInt8], _ bytes: some Sequence<UInt8>) -> Int {
        var hash: UInt32 = 2_166_136_261
        for byte in kind { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return Int((hash ^ (hash >> 16)) % UInt32(buckets))
    }
}
