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
    /// Settled, told by no frame yet, in the order of settling, with its number in that order.
    private var stragglers: [(tag: UInt64, number: Int)] = []
    /// The oldest delivery that was given up.
    private var firstReleased = UInt64.max
    /// Deliveries that are neither acknowledged nor released.
    private(set) var outstanding = 0
    /// Deliveries that are acknowledged here and of which no frame has told the broker yet.
    private(set) var untold = 0

    /// How many deliveries have been acknowledged here so far.
    private(set) var settles = 0

    /// Whether the oldest delivery is among them, so that one frame can tell of many.
    var isOldestSettled: Bool { head < marks.count && marks[head] != .outstanding }

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
        untold += 1
        stragglers.append((tag, settles))
        settles += 1
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
    ///
    /// - Parameter number: those behind a gap that were settled before this one, by ``settles``, go too, each in a frame
    ///   of its own.
    mutating func frames(singlyBefore number: Int) -> [Frame] {
        var frames: [Frame] = []
        var last: UInt64?
        while head < marks.count, marks[head] != .outstanding {
            if marks[head] == .settled {
                untold -= 1
                if base < firstReleased { last = base } else { frames.append(Frame(tag: base, multiple: false)) }
            }
            head += 1
            base += 1
        }
        if let last { frames.insert(Frame(tag: last, multiple: true), at: 0) }
        stragglers.removeAll { $0.tag < base }
        for straggler in stragglers.prefix(while: { $0.number < number }) {
            marks[head + Int(straggler.tag - base)] = .told
            frames.append(Frame(tag: straggler.tag, multiple: false))
            untold -= 1
        }
        stragglers.removeAll { $0.number < number }
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
