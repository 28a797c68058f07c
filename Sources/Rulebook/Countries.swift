import Foundation

/// - Source: ISO 3166-1 as ICU has it: regions of two letters that are no groups of others.
enum Countries {
    static let all = Set(
        Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 && $0.allSatisfy(\.isLetter) })
}
