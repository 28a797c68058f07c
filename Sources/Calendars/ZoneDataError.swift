/// Why a zone cannot be told although the data should tell it. An installation mends it, time does not.
package enum ZoneDataError: Error, Hashable, Sendable {
    /// The shipped file is not what `scripts/zones` writes.
    case damaged(line: Int?, reason: String)
    /// A zone of the shipped file that this system's own data, older than the file, do not have.
    case unknownZone(String)
}

extension ZoneDataError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .damaged(let line, let reason):
            "the file of time zones is damaged\(line.map { " in line \($0)" } ?? ""): \(reason); install it again"
        case .unknownZone(let name):
            "this system does not know the time zone \(name): update its package tzdata"
        }
    }
}
