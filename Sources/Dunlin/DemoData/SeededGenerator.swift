/// Chance that repeats: the same seed gives the same numbers on every machine.
///
/// Draws whole numbers only, and by methods of its own: those of the standard library may change with a release.
/// - Source: SplitMix64 of Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
struct SeededGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    /// A number of the range, all about equally likely: the bias is below one in 2^40 for ranges up to 2^24.
    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    mutating func happens(perMille: Int) -> Bool {
        number(in: 0...999) < perMille
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[number(in: 0...(values.count - 1))]
    }

    /// One of the values, each as often as its weight says.
    mutating func pick<Value>(weighted values: [(weight: Int, value: Value)]) -> Value {
        var place = number(in: 0...(values.reduce(0) { $0 + $1.weight } - 1))
        for (weight, value) in values {
            if place < weight { return value }
            place -= weight
        }
        return values[values.count - 1].value
    }

    mutating func shuffled<Value>(_ values: [Value]) -> [Value] {
        var values = values
        for index in values.indices.dropFirst().reversed() { values.swapAt(index, number(in: 0...index)) }
        return values
    }
}
