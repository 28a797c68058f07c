/// The messages on the wire of one channel, by the number that the broker will confirm.
///
/// The broker numbers publishes 1, 2, 3 … from `confirm.select` on. Confirms come in any order, singly or as "all up to".
struct ConfirmWindow {
    private struct Slot {
        let item: Item
        let sent: ContinuousClock.Instant
    }

    private var base: UInt64 = 1
    private var slots: [Slot?] = []
    private var head = 0
    private var returns: [UInt64: PublishFailure] = [:]
    private(set) var count = 0
    private(set) var bytes = 0

    /// When the oldest unconfirmed message was sent.
    var oldest: ContinuousClock.Instant? {
        head < slots.count ? slots[head]?.sent : nil
    }

    mutating func send(_ item: Item, at now: ContinuousClock.Instant) {
        slots.append(Slot(item: item, sent: now))
        count += 1
        bytes += item.bytes
    }

    /// Remembers that the broker returned a message; the confirm that follows then means that it is refused.
    ///
    /// - Returns: whether such a message is on the wire.
    mutating func markReturned(
        messageID: String?, exchange: String, routingKey: String, as failure: PublishFailure
    ) -> Bool {
        for index in head..<slots.count {
            guard let item = slots[index]?.item else { continue }
            let tag = base + UInt64(index - head)
            let message = item.submission.messages[item.index]
            if message.messageID == messageID, message.exchange == exchange, message.routingKey == routingKey,
                returns[tag] == nil
            {
                returns[tag] = failure
                return true
            }
        }
        return false
    }

    /// Takes out what a confirm or refusal with this number speaks of.
    ///
    /// - Returns: how long those messages were on the wire, added up.
    @discardableResult
    mutating func resolve(
        _ tag: UInt64, multiple: Bool, at now: ContinuousClock.Instant = .now, _ each: (Item, PublishFailure?) -> Void
    ) -> Duration {
        var waited = Duration.zero
        let end = base + UInt64(slots.count - head)
        guard tag < end, multiple || tag >= base else { return waited }
        var current = multiple ? base : tag
        while current <= tag {
            let index = head + Int(current - base)
            if let slot = slots[index] {
                slots[index] = nil
                count -= 1
                bytes -= slot.item.bytes
                waited += slot.sent.duration(to: now)
                each(slot.item, returns.isEmpty ? nil : returns.removeValue(forKey: current))
            }
            current += 1
        }
        while head < slots.count, slots[head] == nil {
            head += 1
            base += 1
        }
        if head == slots.count {
            slots.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            slots.removeFirst(head)
            head = 0
        }
        return waited
    }

    /// Counts the time for confirms from now on.
    mutating func restartClocks(at now: ContinuousClock.Instant) {
        for index in head..<slots.count {
            if let slot = slots[index] { slots[index] = Slot(item: slot.item, sent: now) }
        }
    }

    /// Empties the window for a new channel.
    /// - Returns: what was not confirmed, in order.
    mutating func reset() -> [Item] {
        let items = slots[head...].compactMap { $0?.item }
        self = ConfirmWindow()
        return items
    }
}
