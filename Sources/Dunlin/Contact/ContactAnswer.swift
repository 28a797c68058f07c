import Contracts
import Policy

/// Whether a contact is allowed, and what told it.
struct ContactAnswer: Encodable {
    let allowed: Bool
    /// nil: never.
    let next: Instant?
    let rule: String
    let origin: String
    let zones: [String]

    init(_ opening: ContactOpening, asked: Instant, zone: DebtorZone) throws(InputRefusal) {
        if let at = opening.at, Instant("\(at)") != at {
            throw InputRefusal("range", "the next contact is allowed after the year 9999 only", path: "$.utc")
        }
        allowed = opening.at == asked
        next = opening.at
        rule = opening.rule
        origin = zone.origin.rawValue
        zones = zone.zones.map(\.name)
    }

    private enum CodingKeys: String, CodingKey {
        case allowed, rule, zones
        case next = "next_allowed_utc"
        case origin = "zone_origin"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(allowed, forKey: .allowed)
        // Null, not left out: there is an answer, and it is never.
        try container.encode(next, forKey: .next)
        try container.encode(rule, forKey: .rule)
        try container.encode(origin, forKey: .origin)
        try container.encode(zones, forKey: .zones)
    }
}
