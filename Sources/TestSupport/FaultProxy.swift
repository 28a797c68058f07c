import Foundation
import Synchronization

/// A TCP proxy on loopback that does to a connection what networks do. Its faults change while it runs.
package final class FaultProxy: Sendable {
    package enum Direction: Sendable {
        case toServer, toClient
    }

    package enum Fault: Sendable, Equatable {
        case none
        /// New connections are closed at once; those that exist are reset.
        case refuse
        /// Everything is taken and nothing is passed on.
        case blackHole
        /// Each piece waits this long.
        case delay(Duration)
        /// Each byte is a packet.
        case oneByteAtATime
        /// Each connection is reset once so many bytes went this way.
        case resetAfter(bytes: Int, Direction)
    }

    package let port: Int
    private let target: Int
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var fault = Fault.none
        var open: Set<Int32> = []
        var accepted = 0
        var isStopped = false
    }

    package init(target: Int) throws {
        self.target = target
        (listener, port) = try LoopbackPort.listen()
        Thread.detachNewThread { [self] in accept() }
    }

    package var fault: Fault {
        get { state.withLock { $0.fault } }
        set {
            state.withLock { state in
                state.fault = newValue
                if newValue == .refuse { for socket in state.open { Self.reset(socket) } }
            }
        }
    }

    /// Connections taken so far.
    package var accepted: Int { state.withLock { $0.accepted } }

    package func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            for socket in state.open { Self.reset(socket) }
            // Wakes the accepting thread, which closes it.
            shutdown(listener, Int32(SHUT_RDWR))
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(listener, nil, nil)
            guard client >= 0 else {
                close(listener)
                return
            }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            let isUp = fault != .refuse && Self.connect(server, target)
            guard isUp, register(client, server) else {
                close(client)
                close(server)
                continue
            }
            let pair = Pair(client: client, server: server)
            Thread.detachNewThread { [self] in pump(pair, .toServer) }
            Thread.detachNewThread { [self] in pump(pair, .toClient) }
        }
    }

    private func register(_ client: Int32, _ server: Int32) -> Bool {
        var yes: Int32 = 1
        for socket in [client, server] {
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        }
        return state.withLock { state in
            guard !state.isStopped else { return false }
            state.open.formUnion([client, server])
            state.accepted += 1
            return true
        }
    }

    /// Both sockets of a connection; closed when both directions have ended.
    private final class Pair: Sendable {
        let client: Int32
        let server: Int32
        let ended = Atomic<Int>(0)

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }
    }

    private func pump(_ pair: Pair, _ direction: Direction) {
        let (from, to) = direction == .toServer ? (pair.client, pair.server) : (pair.server, pair.client)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        var passed = 0
        loop: while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { break }
            var allowed = count
            switch fault {
            case .none, .refuse: break
            case .blackHole: continue
            case .delay(let duration): usleep(UInt32(duration / .microseconds(1)))
            case .oneByteAtATime:
                for index in 0..<count where !send(buffer[index...index], to) { break loop }
                continue
            case .resetAfter(let bytes, direction): allowed = min(count, bytes - passed)
            case .resetAfter: break
            }
            passed += count
            guard send(buffer[..<max(0, allowed)], to) else { break }
            if allowed < count {
                Self.reset(pair.client)
                Self.reset(pair.server)
                break
            }
        }
        shutdown(to, Int32(SHUT_WR))
        guard pair.ended.add(1, ordering: .acquiringAndReleasing).newValue == 2 else { return }
        state.withLock { state in
            for socket in [pair.client, pair.server] {
                state.open.remove(socket)
                close(socket)
            }
        }
    }

    private func send(_ bytes: ArraySlice<UInt8>, _ socket: Int32) -> Bool {
        bytes.withUnsafeBytes { bytes in
            var sent = 0
            while sent < bytes.count {
                let count = Glibc.send(socket, bytes.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Ends both directions; what is unread makes the kernel send a reset when the socket is closed.
    private static func reset(_ socket: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
        shutdown(socket, Int32(SHUT_RDWR))
    }

    private static func connect(_ socket: Int32, _ port: Int) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
