import Contracts

extension Weekday {
    /// `monday`
    package init?(name: String) {
        guard let day = Weekday.allCases.first(where: { "\($0)" == name }) else { return nil }
        self = day
    }
}
