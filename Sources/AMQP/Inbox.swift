/// Received messages until the handler takes them, a line for each subscription.
struct Inbox {
    struct Received {
        let message: IncomingMessage
        let tag: UInt64
    }

    struct Taken {
        let messages: [IncomingMessage]
        let tags: [UInt64]
        let epoch: UInt64
    }

    /// What the owner of the consumer wants of it.
    enum Wish {
        case receiving, paused, stopped
    }

    private var lines: [Line]
    var epoch: UInt64 = 0
    var wish = Wish.receiving
    var isClosing = false
    /// Whether the broker may still send deliveries.
    var isConsuming = false
    var isInterrupted = false

    init(lines: Int) {
        self.lines = Array(repeating: Line(), count: lines)
    }

    mutating func append(_ received: [(line: Int, received: Received)]) {
        for (line, received) in received { lines[line].items.append(received) }
    }

    /// The first messages of the first line that has any; a later line waits until the earlier ones are empty.
    mutating func take(_ max: Int) -> Taken? {
        guard let line = lines.firstIndex(where: { !$0.isEmpty }) else { return nil }
        let (messages, tags) = lines[line].take(max)
        return Taken(messages: messages, tags: tags, epoch: epoch)
    }

    /// Empties all lines.
    /// - Returns: the tags of what was in them.
    mutating func clear() -> [UInt64] {
        let tags = lines.flatMap { line in line.items[line.head...].map(\.tag) }
        lines = Array(repeating: Line(), count: lines.count)
        return tags
    }

    private struct Line {
        var items: [Received] = []
        var head = 0

        var isEmpty: Bool { head == items.count }

        mutating func take(_ max: Int) -> (messages: [IncomingMessage], tags: [UInt64]) {
            let end = min(items.count, head + max)
            let messages = items[head..<end].map(\.message)
            let tags = items[head..<end].map(\.tag)
            head = end
            // Taken messages stay referenced until the line is empty or mostly taken; prefetch bounds how many.
            if head == items.count {
                items.removeAll(keepingCapacity: true)
                head = 0
            } else if head > 512, head * 2 > items.count {
                items.removeFirst(head)
                head = 0
            }
            return (messages, tags)
        }
    }
}
