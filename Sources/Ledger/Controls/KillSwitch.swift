import Contracts
import Store

/// An operator's word that nothing is sent: for the fleet, a creditor or a channel.
///
/// Each claim reads it, so nothing is claimed from the moment on that it was stored; what is on the wire then goes out.
package struct KillSwitch: Hashable, Sendable, Codable {
    /// For whom.
    package enum Target: Hashable, Sendable {
        case fleet
        case creditor(Identifier)
        case channel(Channel)
    }

    package enum Scope: String, Sendable, Codable {
        case fleet, creditor, channel

        fileprivate func subject(_ name: String) -> String { self == .fleet ? "the fleet" : "\(rawValue) \(name)" }
    }

    package var scope: Scope
    /// The creditor or the channel; empty for the fleet.
    package var name: String
    /// Real time.
    package var at: Instant
    package var actor: String
    package var reason: String

    /// ``Target/subject``
    package var subject: String { scope.subject(name) }

    static let query = "SELECT scope, name, at, actor, reason FROM kill_switch"

    init(_ row: borrowing Row) throws {
        guard let scope = Scope(rawValue: row.text(0)) else { throw StoreError.misuse("a kill switch of no scope") }
        self.scope = scope
        name = row.text(1)
        at = Instant(milliseconds: row.int(2))
        actor = row.text(3)
        reason = row.text(4)
    }

    func stops(_ creditor: Identifier, _ channel: Channel) -> Bool {
        switch scope {
        case .fleet: true
        case .creditor: name == creditor.text
        case .channel: name == channel.rawValue
        }
    }
}

extension KillSwitch.Target {
    package var scope: KillSwitch.Scope {
        switch self {
        case .fleet: .fleet
        case .creditor: .creditor
        case .channel: .channel
        }
    }

    package var name: String {
        switch self {
        case .fleet: ""
        case .creditor(let creditor): creditor.text
        case .channel(let channel): channel.rawValue
        }
    }

    /// `the fleet`, `creditor harbour-supplies` or `channel email`
    package var subject: String { scope.subject(name) }
}

/// Why a kill switch stays as it is.
package enum KillSwitchProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The ledger was restored then, and what was sent after the backup is not in it yet.
    case notReconciled(since: Instant)

    package var description: String {
        switch self {
        case .notReconciled(let instant):
            "the ledger was restored at \(instant) and does not know yet what was sent after its backup"
        }
    }
}
