import CRabbitMQ
import Foundation

/// Wakes a thread that sleeps in poll(2): an eventfd.
final class Signal: Sendable {
    let descriptor: Int32

    init() {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        precondition(descriptor >= 0, "no file descriptor left")
    }

    deinit {
        close(descriptor)
    }

    func raise() {
        // Fails only when the counter is full, and then the signal is up already.
        _ = eventfd_write(descriptor, 1)
    }

    /// Lowers the signal. Whoever reads shared state does so after this, else a raise in between is lost.
    func lower() {
        var count: eventfd_t = 0
        _ = eventfd_read(descriptor, &count)
    }

    /// Sleeps until the signal is up, `other` has something to read, or the time is over.
    func wait(_ timeout: Duration, or other: Int32 = -1) {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: other, events: Int16(POLLIN), revents: 0),
        ]
        // An early end (EINTR) is harmless: every caller looks at its state again.
        _ = poll(&descriptors, 2, timeout.pollMilliseconds)
    }
}
