import Policy

/// Reads `rates.yaml`: base rates by series and half-year.
package enum RatesFile {
    /// - Parameter file: its name in problems.
    /// - Throws: everything that is wrong, at once.
    package static func rates(in text: String, file: String) throws(RulebookProblems) -> BaseRates {
        let notes = YAMLOutline.Notes(file: file)
        guard let rates = rates(in: text, notes: notes) else { throw RulebookProblems(notes.problems) }
        return rates
    }

    /// nil if anything is wrong; what, is in `notes`.
    static func rates(in text: String, notes: YAMLOutline.Notes) -> BaseRates? {
        guard let file = YAMLOutline(text: text, notes: notes) else { return nil }
        let before = notes.problems.count
        var rates: [BaseRates.Series: [HalfYear: Percent]] = [:]
        for series in BaseRates.Series.allCases {
            guard let outline = file.outline(series.rawValue, isRequired: false) else { continue }
            for key in outline.keys {
                // A key that is no half-year stays unread, and is refused below.
                guard let half = HalfYear(key) else { continue }
                rates[series, default: [:]][half] = outline.text(
                    key, allowed: "a rate in percent from -100 to 100 with up to two decimals, such as 2.15"
                ) { Percent($0) }
            }
            outline.refuseOtherKeys(allowed: "half-years such as 2025-H1")
        }
        file.refuseOtherKeys()
        return notes.problems.count == before ? BaseRates(rates) : nil
    }
}
