/// Which deliveries of one channel are settled, and the fewest acknowledgements that tell the broker.
///
/// The broker numbers the deliveries of a channel 1, 2, 3 …. Those settled without a gap from the oldest on are
/// acknowledged with one frame, those behind a gap singly. Once a delivery was given up unacknowledged, one frame for many
/// beyond it would acknowledge it too; from there on each goes singly until the channel is new. As many as possible in one
/// frame matters at the end: a quorum queue of RabbitMQ 3.10 loses single ones when the channel closes right behind them.
struct AcknowledgementWindow {
    struct Frame: Equatable {
        let tag: UInt64
        let multiple: Bool
    }

    private enum Mark: UInt8 {
        case outstanding, settled, told, released
    }

    /// The tag of the first mark.
    private var base: UInt64 = 1
    private var marks: [Mark] = []
    private var head = 0
    private var stragglers: [UInt64] = []
    /// The oldest delivery that was given up.
    private var firstReleased = UInt64.max
    /// Deliveries that are neither acknowledged nor released.
    private(set) var outstanding = 0

    var nextTag: UInt64 { base + UInt64(marks.count - head) }

    /// Takes note of the next delivery.
    mutating func deliver() {
        marks.append(.outstanding)
        outstanding += 1
    }

    /// - Returns: whether the tag was outstanding.
    mutating func settle(_ tag: UInt64) -> Bool {
        guard let index = index(of: tag), marks[index] == .outstanding else { return false }
        marks[index] = .settled
        outstanding -= 1
        stragglers.append(tag)
        return true
    }

    /// - Returns: whether the tag was outstanding.
    mutating func release(_ tag: UInt64) -> Bool {
        guard let index = index(of: tag), marks[index] == .outstanding else { return false }
        marks[index] = .released
        outstanding -= 1
        firstReleased = min(firstReleased, tag)
        return true
    }

    /// The frames for what was settled since the last call.
    mutating func frames() -> [Frame] {
        var frames: [Frame] = []
        var last: UInt64?
        while head < marks.count, marks[head] != .outstanding {
            if marks[head] == .settled, base < firstReleased { last = base }
            if marks[head] == .settled, base > firstReleased { frames.append(Frame(tag: base, multiple: false)) }
            head += 1
            base += 1
        }
        if let last { frames.insert(Frame(tag: last, multiple: true), at: 0) }
        for tag in stragglers where tag >= base {
            marks[head + Int(tag - base)] = .told
            frames.append(Frame(tag: tag, multiple: false))
        }
        stragglers.removeAll(keepingCapacity: true)
        if head > 4096, head * 2 > marks.count {
            marks.removeFirst(head)
            head = 0
        }
        return frames
    }

    private func index(of tag: UInt64) -> Int? {
        guard tag >= base, tag < nextTag else { return nil }
        return head + Int(tag - base)
    }
}
