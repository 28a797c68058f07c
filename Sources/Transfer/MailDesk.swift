import CCurl

/// Where the owner of a ``MailLoop`` and its lanes meet: mails and decisions go in, events come out.
///
/// `@unchecked Sendable`: every stored variable but the C objects is read and written only between `lock` and `unlock`
/// of the one mutex; the C objects are made in `init`, never moved, and freed when nobody holds the desk any more.
final class MailDesk: @unchecked Sendable {
    private enum Slot {
        case idle
        case assigned(OutgoingMail)
        case opening(id: UInt64)
        case waiting(id: UInt64)
        case released(id: UInt64)
        case givenBack(id: UInt64)
    }

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// One condition for each lane, and the owner's behind them.
    private let conditions: UnsafeMutablePointer<pthread_cond_t>
    private let laneCount: Int
    private var slots: [Slot]
    /// The lane that finished last takes the next mail, so that at low load few connections stay warm.
    private var idleLanes: [Int]
    private var laneOfMail: [UInt64: Int] = [:]
    private var events: [MailEvent] = []
    private var isWoken = false
    private var isClosing = false
    private var endedLanes = 0

    init(lanes: Int) throws(TransferError) {
        laneCount = lanes
        slots = Array(repeating: .idle, count: lanes)
        idleLanes = Array((0..<lanes).reversed())
        conditions = .allocate(capacity: lanes + 1)
        var code = pthread_mutex_init(mutex, nil)
        for index in 0...lanes where code == 0 { code = ccurl_monotonic_condition_init(conditions + index) }
        guard code == 0 else { throw .library("no lock: error \(code)") }
    }

    deinit {
        for index in 0...laneCount { pthread_cond_destroy(conditions + index) }
        pthread_mutex_destroy(mutex)
        conditions.deallocate()
        mutex.deallocate()
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }

    private func signalOwner() { pthread_cond_signal(conditions + laneCount) }

    // MARK: The owner's side

    var freeSlots: Int { locked { isClosing ? 0 : idleLanes.count } }

    func assign(_ mail: OutgoingMail) throws(TransferError) {
        let problem: TransferError? = locked {
            guard laneOfMail[mail.id] == nil else { return .alreadyInProgress(id: mail.id) }
            guard !isClosing, let lane = idleLanes.popLast() else { return .noFreeSlot }
            laneOfMail[mail.id] = lane
            slots[lane] = .assigned(mail)
            pthread_cond_signal(conditions + lane)
            return nil
        }
        if let problem { throw problem }
    }

    func release(_ ids: some Sequence<UInt64>) {
        locked {
            for id in ids {
                guard let lane = laneOfMail[id], case .waiting = slots[lane] else { continue }
                slots[lane] = .released(id: id)
                pthread_cond_signal(conditions + lane)
            }
        }
    }

    func giveBack(_ id: UInt64) -> Bool { locked { giveBackLocked(id) } }

    private func giveBackLocked(_ id: UInt64) -> Bool {
        guard let lane = laneOfMail[id] else { return false }
        switch slots[lane] {
        case .idle, .released: return false
        case .givenBack: return true
        case .assigned:
            slots[lane] = .idle
            idleLanes.append(lane)
            laneOfMail[id] = nil
            events.append(.finished(id: id, .notSent(reason: MailTransfer.givenBack, isConfiguration: false)))
            return true
        case .opening, .waiting:
            slots[lane] = .givenBack(id: id)
            pthread_cond_signal(conditions + lane)
            return true
        }
    }

    /// Events so far; waits until the deadline for the first one or for ``wake()``.
    func takeEvents(until deadline: Int64) -> [MailEvent] {
        locked {
            while events.isEmpty, !isWoken, ccurl_wait_until(conditions + laneCount, mutex, deadline) == 0 {}
            isWoken = false
            defer { events.removeAll(keepingCapacity: true) }
            return events
        }
    }

    func wake() {
        locked {
            isWoken = true
            signalOwner()
        }
    }

    /// No mail starts from here on, and what has not begun its body is given back.
    func beginClosing() {
        locked {
            isClosing = true
            for id in Array(laneOfMail.keys) { _ = giveBackLocked(id) }
            for lane in 0..<laneCount { pthread_cond_signal(conditions + lane) }
        }
    }

    /// Waits for the lanes to end and returns the events that nobody took.
    func awaitEnd() -> [MailEvent] {
        locked {
            while endedLanes < laneCount { pthread_cond_wait(conditions + laneCount, mutex) }
            defer { events = [] }
            return events
        }
    }

    // MARK: The lanes' side

    /// The lane's next mail, or nil when there will be none.
    func nextMail(lane: Int) -> OutgoingMail? {
        locked {
            while true {
                if case .assigned(let mail) = slots[lane] {
                    slots[lane] = .opening(id: mail.id)
                    return mail
                }
                if isClosing { return nil }
                pthread_cond_wait(conditions + lane, mutex)
            }
        }
    }

    /// Reports that the server waits for the body, and waits for the owner's word. True: send it.
    func awaitRelease(lane: Int) -> Bool {
        locked {
            if case .opening(let id) = slots[lane] {
                slots[lane] = .waiting(id: id)
                events.append(.readyForBody(id: id))
                signalOwner()
            }
            while case .waiting = slots[lane] { pthread_cond_wait(conditions + lane, mutex) }
            if case .released = slots[lane] { return true }
            return false
        }
    }

    func isGivenBack(lane: Int) -> Bool {
        locked { if case .givenBack = slots[lane] { true } else { false } }
    }

    func finish(lane: Int, id: UInt64, _ result: MailResult) {
        locked {
            slots[lane] = .idle
            idleLanes.append(lane)
            laneOfMail[id] = nil
            events.append(.finished(id: id, result))
            signalOwner()
        }
    }

    func laneEnded() {
        locked {
            endedLanes += 1
            signalOwner()
        }
    }
}
