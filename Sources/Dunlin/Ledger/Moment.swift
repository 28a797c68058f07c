import ArgumentParser
import Contracts
import Policy

/// A point in time as people give it: RFC 3339, or a wall clock's time of a zone that is told apart.
enum Moment: ExpressibleByArgument, Equatable {
    case instant(Instant)
    case local(CivilDate, second: Int)

    /// Reads `2026-11-24T09:00:00Z`, `2026-11-24T10:00` and `2026-11-24T10:00:30`.
    init?(argument: String) {
        if let instant = Instant(argument) {
            self = .instant(instant)
            return
        }
        let parts = argument.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let date = CivilDate(parts[0]), let second = Self.second(parts[1]) else { return nil }
        self = .local(date, second: second)
    }

    /// - Throws: what the user can do, if only a zone tells which instant it is.
    func instant(in zone: Zone?) throws(ValidationError) -> Instant {
        switch self {
        case .instant(let instant): return instant
        case .local(let date, let second):
            guard let zone else {
                throw ValidationError(
                    "the time names no zone: add --zone NAME, or write it like 2026-11-24T10:00:00+01:00")
            }
            return zone.instant(date, minute: second / 60).adding(.seconds(second % 60))
        }
    }

    /// `10:00` or `10:00:30` as seconds after midnight.
    private static func second(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count),
            parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
        return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
    }
}

/// A length of time as people give it: `90m`, `36h`, `2d`, `1d12h30m`. A day has 24 hours.
struct TimeSpan: ExpressibleByArgument, Equatable {
    let seconds: Int

    /// 100 years.
    static let longest = 36_525 * 86_400

    init?(argument: String) {
        let units: [(name: Character, seconds: Int)] = [("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)]
        var total = 0
        var digits = ""
        var last = -1
        for character in argument {
            if ("0"..."9").contains(character) {
                digits.append(character)
                continue
            }
            // The larger unit first, and each once.
            guard let unit = units.firstIndex(where: { $0.name == character }), unit > last,
                let number = Int(digits), number <= Self.longest
            else { return nil }
            total += number * units[unit].seconds
            digits = ""
            last = unit
        }
        guard digits.isEmpty, (1...Self.longest).contains(total) else { return nil }
        seconds = total
    }
}

extension Zone: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension Identifier: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
