/// What `dunlin topology apply` did.
struct TopologyReport: Encodable {
    let marker: String
    let hash: String
    /// What was missing or different before.
    let changed: [TopologyDifference]
    /// What is there and not needed. It stays.
    let extra: [TopologyDifference]
    let newUsers: [String]
    /// Whether the new users log in by client certificate, without a password.
    let usesCertificates: Bool
    /// Users whose password nobody here knows: only a rotation gives a new one.
    let usersWithoutFile: [String]
    let oldMarkers: [String]

    var lines: [String] {
        var lines = changed.map { "set        \($0.subject)" } + extra.map(\.line)
        if !newUsers.isEmpty {
            let names = newUsers.joined(separator: ", ")
            lines.append(
                usesCertificates ? "passwords  none: by client certificate \(names)" : "passwords  new for \(names)")
        }
        if !usersWithoutFile.isEmpty {
            lines.append(
                "passwords  unchanged and in no file here: \(usersWithoutFile.joined(separator: ", ")); "
                    + "--rotate gives new ones")
        }
        lines += oldMarkers.map { "kept       marker \($0) of another version" }
        return lines + [
            changed.isEmpty && newUsers.isEmpty ? "nothing to do: \(marker)" : "applied: \(marker)"
        ]
    }
}
