/// What the generator of cases draws, each in one or two numbers of the stream.
extension Chance {
    /// The stream of one case: the same for the same seed and number, and unlike that of every other number.
    init(seed: UInt64, case number: Int) {
        // Any odd factor but SplitMix64's own step, which would give each case the stream of the one before.
        self.init(seed ^ (UInt64(number) &+ 1) &* 0xD134_2543_DE82_EF95)
    }

    mutating func between(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    mutating func isOne(in count: Int) -> Bool { below(count) == 0 }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var elements = elements
        var count = elements.count
        while count > 1 {
            elements.swapAt(below(count), count - 1)
            count -= 1
        }
        return elements
    }

    /// A few numbers of a range, ascending, none twice.
    mutating func ascending(_ count: Int, in range: ClosedRange<Int>) -> [Int] {
        var numbers: Set<Int> = []
        while numbers.count < min(count, range.count) { numbers.insert(between(range)) }
        return numbers.sorted()
    }
}
