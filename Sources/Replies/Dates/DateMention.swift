import Contracts

/// A day or a span of days that a text names, as its reader means it on the day of receipt.
package struct DateMention: Hashable, Sendable {
    /// How the day limits what is said about it.
    package enum Bound: Sendable {
        /// "on Friday", "Friday".
        case none
        /// "by Friday", "until Friday": the day itself counts.
        case by
        /// "from Friday", "after Friday": no last day is named.
        case from
    }

    package let first: CivilDate
    /// Of a span the last day, which still counts.
    package let last: CivilDate
    package let bound: Bound
    /// "up to and including".
    package let isInclusive: Bool
    /// The tokens that say it, counted from the start of the text.
    let tokens: Range<Int>
}
