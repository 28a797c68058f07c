/// Messages that wait for the wire, between the callers of ``Publisher/publish(_:)`` and its thread.
struct Backlog {
    /// Handed in since the thread last looked.
    var fresh: [Submission] = []
    /// Accepted and neither confirmed nor refused.
    var unfinished = 0
    var unfinishedBytes = 0
    var isClosing = false
    /// No more thread to publish anything.
    var isOver = false
}

/// What the publisher's thread still has to send: first what comes again, then what is new, in order.
struct SendQueue {
    private var again: ArraySlice<Item> = []
    private var submissions: [Submission] = []
    private var head = 0
    private var index = 0

    var isEmpty: Bool { again.isEmpty && head == submissions.count }

    mutating func append(_ fresh: [Submission]) {
        submissions.append(contentsOf: fresh)
    }

    /// Puts items in front of everything else.
    mutating func prepend(_ items: [Item]) {
        again = items + again
    }

    mutating func next() -> Item? {
        if let item = again.popFirst() { return item }
        while head < submissions.count {
            let item = Item(submission: submissions[head], index: index)
            skipForward()
            if item.submission.refused.isEmpty || item.submission.refused[item.index] == nil { return item }
        }
        return nil
    }

    private mutating func skipForward() {
        index += 1
        guard index == submissions[head].messages.count else { return }
        index = 0
        head += 1
        if head == submissions.count {
            submissions.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 256 {
            submissions.removeFirst(head)
            head = 0
        }
    }
}
