import Glibc

/// The writers' queue at a ledger: one is inside, one stands at the door, the others line up behind it.
///
/// SQLite hands its write lock to whoever happens to try next; of five busy writers one got nothing for 8 s. Here two
/// locks on one file make a queue of it. Byte 0 is the door, byte 2 the room (the kernel would join neighbours into one
/// lock): a writer takes the door, waits there for the room, enters and lets go of the door. Whoever leaves the room
/// finds the next one at the door already, so it can't enter twice before the others, and a writer that is alone passes
/// without any wait.
///
/// Both are open file description locks: they belong to the opened file, so threads with a connection each queue like
/// processes do, waiting is asleep in the kernel, and the kernel frees them when the process dies. Linux wakes the
/// waiters of such a lock in the order of their asking (`locks_insert_block` in fs/locks.c).
///
/// There is no deadline: a holder that is stopped, not dead, holds everyone up until it goes on. The meter's
/// `waitingSince` shows that.
struct Turnstile: ~Copyable {
    private enum Part: off_t {
        case door = 0
        case room = 2
    }

    /// F_OFD_SETLKW of linux/fcntl.h, which glibc shows only to programs that define _GNU_SOURCE; Swift's import does
    /// not.
    private static let setLockAndWait: Int32 = 38

    private let file: Int32

    /// - Parameter path: the lock file, created when missing and never removed: removing would split the queue.
    init(path: String) throws(StoreError) {
        file = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o660)
        guard file >= 0 else {
            throw .place(path: path, reason: "the lock file can't be opened (errno \(errno))")
        }
    }

    deinit { close(file) }

    /// Waits for the turn.
    func enter() throws(StoreError) {
        try set(F_WRLCK, on: .door)
        do throws(StoreError) {
            try set(F_WRLCK, on: .room)
        } catch {
            try set(F_UNLCK, on: .door)
            throw error
        }
        try set(F_UNLCK, on: .door)
    }

    /// Gives the turn back.
    func leave() throws(StoreError) { try set(F_UNLCK, on: .room) }

    private func set(_ kind: Int32, on part: Part) throws(StoreError) {
        var lock = flock()
        lock.l_type = Int16(kind)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = part.rawValue
        lock.l_len = 1
        while fcntl(file, Self.setLockAndWait, &lock) != 0 {
            guard errno == EINTR else { throw .io(operation: "fcntl(F_OFD_SETLKW)", code: errno) }
        }
    }
}
