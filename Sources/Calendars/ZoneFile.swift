import Foundation

/// The file of time zones that ships with this module, written by `scripts/zones`.
///
/// Fields are between tabs, zones between blanks, and what begins with `#` is a remark:
///
///     country  US      America/New_York …          all zones of the country
///     place    US-TN   America/New_York America/Chicago
///     postal   US 885  America/Chicago …           postal codes that begin so
///     code     1       US CA                       the countries of a calling code
///     prefix   1212    America/New_York            telephone numbers that begin so: where their bearer may be
///     prefix   346                                 and of these nobody knows more than the calling code
///     prefix   1201200 -          America/Chicago  where the numbering plan puts them, if that is another place; `-`
///                                                  stands for what the shorter beginning says
struct ZoneFile: Sendable {
    /// By country, ISO 3166-1.
    private(set) var countries: [String: [Substring]] = [:]
    /// By subdivision, ISO 3166-2.
    private(set) var places: [String: [Substring]] = [:]
    private(set) var countriesOfCodes: [String: [Substring]] = [:]
    private var postal: [String: [String: [Substring]]] = [:]
    private var prefixes: [String: Prefix] = [:]

    /// What a beginning of telephone numbers tells; nil: as much as a shorter one.
    private struct Prefix {
        /// Empty: no more than the calling code.
        let bearer: [Substring]?
        let plan: [Substring]?
    }

    /// Read once, when it is first asked for.
    static let shipped = Result { () throws(ZoneDataError) in try ZoneFile(text: try shippedText()) }

    static func shippedText() throws(ZoneDataError) -> String {
        let folder = Bundle.module.resourceURL ?? Bundle.module.bundleURL
        do {
            return try String(contentsOf: folder.appending(path: "Data/zones.tsv"), encoding: .utf8)
        } catch {
            throw .damaged(line: nil, reason: "it cannot be read: \(error)")
        }
    }

    init(text: String) throws(ZoneDataError) {
        let lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty && line.first != UInt8(ascii: "#") {
            let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
                .map { String(Substring($0)) }
            let names = fields.last?.split(separator: " ") ?? []
            switch (fields[0], fields.count) {
            case ("country", 3) where !names.isEmpty: countries[fields[1]] = names
            case ("place", 3) where !names.isEmpty: places[fields[1]] = names
            case ("code", 3) where !names.isEmpty: countriesOfCodes[fields[1]] = names
            case ("postal", 4) where !names.isEmpty: postal[fields[1], default: [:]][fields[2]] = names
            case ("prefix", 3): prefixes[fields[1]] = Prefix(bearer: names, plan: names)
            case ("prefix", 4) where !names.isEmpty:
                prefixes[fields[1]] = Prefix(
                    bearer: Self.unlessAsShorter(fields[2]), plan: Self.unlessAsShorter(fields[3]))
            default: throw .damaged(line: index + 1, reason: "is none of country, place, postal, code, prefix")
            }
        }
    }

    private static func unlessAsShorter(_ field: String) -> [Substring]? {
        field == "-" ? nil : field.split(separator: " ")
    }

    /// The zones of the longest beginning of a postal code, capitals without blanks; nil: it tells nothing.
    func zones(ofPostalCode code: String, in country: String) -> [Substring]? {
        postal[country].flatMap { codes in Self.longest(beginning: code) { codes[$0] } }
    }

    /// Where the bearer of a number may be, by its longest beginning, digits with the calling code; nil: no more is known
    /// than that code tells.
    func zones(ofBearer digits: String) -> [Substring]? {
        Self.longest(beginning: digits) { prefixes[$0]?.bearer }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Where the numbering plan puts numbers that begin so; nil: nowhere.
    func zones(byPlan digits: String) -> [Substring]? {
        Self.longest(beginning: digits) { prefixes[$0]?.plan }
    }

    /// The countries that share the calling code of a number; nil if there is no such code.
    func countries(ofNumber digits: String) -> [Substring]? {
        Self.longest(beginning: digits) { countriesOfCodes[$0] }
    }

    private static func longest(beginning text: String, in table: (String) -> [Substring]?) -> [Substring]? {
        var beginning = Substring(text)
        while !beginning.isEmpty {
            if let found = table(String(beginning)) { return found }
            beginning.removeLast()
        }
        return nil
    }
}
