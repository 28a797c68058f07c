import Contracts

/// Which keys of the fleet are in use, and for how much.
package struct KeyReport: Hashable, Sendable, Encodable {
    package struct FleetKey: Hashable, Sendable, Encodable {
        package var id: String
        /// Whether this process has it.
        package var isAtHand: Bool
        /// Whether it is the one that wraps, for this process.
        package var wraps: Bool
        /// Whether the ledger keeps it for itself.
        package var isOfLedger: Bool
        /// Data keys that it wraps.
        package var dataKeys: Int
        /// Dead letters that it sealed itself, before accounts had data keys.
        package var letters: Int
        /// Since when nothing needs it any more; nil: something may.
        package var retiredAt: Instant?

        package var isInUse: Bool { dataKeys > 0 || letters > 0 }
    }

    /// The one that wraps first, then by id.
    package var fleetKeys: [FleetKey]
    /// Accounts with a data key.
    package var persons: Int64
    /// Data keys that were deleted.
    package var erased: Int64
    /// Whether what is personal is sealed when it is written.
    package var isSealing: Bool
    /// Texts that nobody sealed yet.
    package var unsealed: Int64
}

/// How far a rotation is.
package struct KeyRotation: Hashable, Sendable, Encodable {
    /// The key that wraps everything now.
    package var key: String
    /// Data keys wrapped anew.
    package var dataKeys = 0
    /// Dead letters put under data keys.
    package var letters = 0
    /// Keys that nothing needs any more: they may be taken out of every key file.
    package var retired: [String] = []
    /// Keys that are still needed: a worker that wraps with one wrote meanwhile.
    package var inUse: [String] = []
}
