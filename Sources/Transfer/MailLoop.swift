import CCurl

/// Sends mails over several kept connections, and lets the body of each go only when told.
///
/// The owner starts mails, polls for events, commits its marks for all that are `readyForBody`, and releases them; a
/// crash before the release has provably sent nothing. Used by one thread; only ``wake()`` may be called from others.
///
/// ```swift
/// while loop.freeSlots > 0, let mail = next() { try loop.start(mail) }
/// for event in loop.poll(for: .seconds(1)) { … }
/// try commitMarks(ready)
/// loop.release(ready)
/// ```
package final class MailLoop {
    private let desk: MailDesk

    /// - Parameter connections: connections, and so mails in progress, at most. Each costs a thread. 1 to 1024.
    /// - Throws: ``TransferError/library(_:)`` when libcurl lacks what the server's settings need.
    package init(server: MailServer, connections: Int) throws(TransferError) {
        guard (1...1024).contains(connections) else { throw .library("connections must be 1 to 1024") }
        desk = try MailDesk(lanes: connections)
        var lanes: [MailLane] = []
        for number in 0..<connections { lanes.append(try MailLane(number: number, desk: desk, server: server)) }
        for lane in lanes { MailLane.start(lane) }
    }

    deinit { desk.beginClosing() }

    /// How many mails can start now.
    package var freeSlots: Int { desk.freeSlots }

    /// Opens or takes a connection and goes with the envelope up to the body.
    /// - Throws: ``TransferError/noFreeSlot`` and ``TransferError/alreadyInProgress(id:)``.
    package func start(_ mail: OutgoingMail) throws(TransferError) { try desk.assign(mail) }

    /// What happened since the last call, in order. Returns as soon as something has, after ``wake()``, or when the
    /// time is over.
    package func poll(for time: Duration) -> [MailEvent] {
        desk.takeEvents(until: ccurl_monotonic_now() + max(0, time.nanoseconds))
    }

    /// Lets the bodies go. Ids that are not `readyForBody` are passed over.
    package func release(_ ids: some Sequence<UInt64>) { desk.release(ids) }

    /// Takes a mail back whose body was not released; its connection is dropped.
    /// - Returns: whether it was in time: then it ends as `notSent`. False: it was released or has ended.
    @discardableResult
    package func abort(_ id: UInt64) -> Bool { desk.giveBack(id) }

    /// Ends a ``poll(for:)`` in progress, or the next one. May be called from any thread.
    package func wake() { desk.wake() }

    /// A ``wake()`` that other threads can hold.
    package var waker: @Sendable () -> Void {
        let desk = desk
        return { desk.wake() }
    }

    /// Takes back what was not released, waits for the answers to the rest and for the farewells, and returns their
    /// events. Takes at most about twice the server's response time-out.
    package func close() -> [MailEvent] {
        desk.beginClosing()
        return desk.awaitEnd()
    }
}
