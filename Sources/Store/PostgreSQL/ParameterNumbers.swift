/// The parameters `$1`, `$2`, … of a statement, found as PostgreSQL finds them.
///
/// PostgreSQL would take more values than a statement names and say nothing.
enum ParameterNumbers {
    /// - Throws: `misuse` unless the statement names each of `$1` to `$valueCount`, and no other.
    static func check(_ sql: String, valueCount: Int) throws(StoreError) {
        let numbers = numbers(in: sql)
        let last = numbers.max() ?? 0
        guard numbers.count == last else { throw .misuse("parameters are numbered without a gap from $1") }
        guard last == valueCount else {
            throw .misuse("a statement with $\(last) as its last parameter got \(valueCount) values")
        }
    }

    /// Those outside of quotes and comments.
    private static func numbers(in sql: String) -> Set<Int> {
        var found: Set<Int> = []
        var rest = sql.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                // A doubled quote inside begins the next quoted part at once.
                rest = rest.drop { $0 != byte }.dropFirst()
            case UInt8(ascii: "-") where rest.first == byte:
                rest = rest.drop { $0 != UInt8(ascii: "\n") }
            case UInt8(ascii: "$"):
                let digits = rest.prefix { (0x30...0x39).contains($0) }
                rest = rest.dropFirst(digits.count)
                if let number = Int(Substring(digits)), number > 0 { found.insert(number) }
            default:
                continue
            }
        }
        return found
    }
}
