/// What keeps a message from being sent though policy and facts would have it. The raw value is the stored reason.
package enum SendingHold: String, Hashable, Sendable, CaseIterable {
    /// ``KillSwitch``
    case killSwitch = "kill switch"
    /// ``FactsFreshness``
    case factsTooOld = "facts too old"
}
