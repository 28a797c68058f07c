import Contracts

/// Cases in the order in which they are to be decided: a binary heap, by instant and then by number.
struct Agenda {
    struct Entry: Comparable {
        var at: Instant
        var number: Int64

        static func < (left: Entry, right: Entry) -> Bool { (left.at, left.number) < (right.at, right.number) }
    }

    private var heap: [Entry] = []

    mutating func add(_ entry: Entry) {
        heap.append(entry)
        var index = heap.count - 1
        while index > 0, heap[index] < heap[(index - 1) / 2] {
            heap.swapAt(index, (index - 1) / 2)
            index = (index - 1) / 2
        }
    }

    mutating func removeFirst() -> Entry? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return first }
        heap[0] = last
        var index = 0
        while true {
            let children = (2 * index + 1)..<min(2 * index + 3, max(2 * index + 1, heap.count))
            guard let least = children.min(by: { heap[$0] < heap[$1] }), heap[least] < heap[index] else { return first }
            heap.swapAt(index, least)
            index = least
        }
    }
}
