import Contracts

/// January to June or July to December of one year: the span for which a statutory base rate holds.
///
/// Written `2025-H1`. Range: years 1 to 9999.
package struct HalfYear: Hashable, Sendable, Comparable {
    /// Half-years since the year 0.
    private let index: Int

    package init(containing date: CivilDate) {
        let (year, month, _) = date.components
        index = year * 2 + (month > 6 ? 1 : 0)
    }

    /// Reads `2025-H1`, and nothing else.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 4, parts[1] == "H1" || parts[1] == "H2",
            let first = CivilDate("\(parts[0])-\(parts[1] == "H1" ? "01" : "07")-01")
        else { return nil }
        self.init(containing: first)
    }

    private var year: Int { index / 2 }

    /// 30 June or 31 December.
    package var lastDay: CivilDate {
        let month = index % 2 == 0 ? 6 : 12
        return CivilDate(year: year, month: month, day: CivilDate.length(ofMonth: month, year: year))
            ?? CivilDate(daysSince1970: 0)
    }

    package static func < (left: HalfYear, right: HalfYear) -> Bool { left.index < right.index }
}

extension HalfYear: CustomStringConvertible {
    package var description: String {
        let digits = String(year)
        return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits + (index % 2 == 0 ? "-H1" : "-H2")
    }
}
