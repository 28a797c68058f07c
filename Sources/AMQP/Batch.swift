/// Deliveries of one queue in the order of the queue, to be settled together or one by one.
///
/// What goes out of scope unsettled counts as a fault and is released, as with ``Delivery``.
package struct Batch: ~Copyable {
    /// The messages not taken with ``next()``, in order.
    package var messages: ArraySlice<IncomingMessage> { all[taken...] }
    private let all: [IncomingMessage]
    private let tags: [UInt64]
    private let epoch: UInt64
    private let settlements: Settlements
    private var taken = 0

    init(messages: [IncomingMessage], tags: [UInt64], epoch: UInt64, settlements: Settlements) {
        all = messages
        self.tags = tags
        self.epoch = epoch
        self.settlements = settlements
    }

    package var count: Int { all.count - taken }
    package var isEmpty: Bool { count == 0 }

    /// Takes the first delivery out, to be settled by itself.
    package mutating func next() -> Delivery? {
        guard taken < all.count else { return nil }
        defer { taken += 1 }
        return Delivery(message: all[taken], tag: tags[taken], epoch: epoch, settlements: settlements)
    }

    /// Acknowledges all that was not taken.
    package consuming func acknowledge() {
        if taken < tags.count { settlements.settle(tags[taken...], epoch: epoch, isAcknowledged: true) }
        taken = tags.count
    }

    /// Leaves all that was not taken unacknowledged; the broker delivers it again once this channel is gone.
    package consuming func release() {
        if taken < tags.count { settlements.settle(tags[taken...], epoch: epoch, isAcknowledged: false) }
        taken = tags.count
    }

    deinit {
        if taken < tags.count { settlements.fault(tags[taken...], epoch: epoch) }
    }
}
