import Contracts

/// What a reply says, as far as it can be read. Nothing here is done yet.
package struct Reading: Sendable {
    package struct Position: Sendable {
        package let intent: Intent
        /// From 0 to 1: the share of readings with this confidence that are right.
        package let confidence: Double
    }

    package struct Promise: Sendable {
        /// The last day that keeps it; nil where none is named.
        package let date: CivilDate?
        package let amount: Money?
    }

    package enum OptOutScope: String, Sendable, Codable {
        /// Only the way that the reply came by.
        case channel
        /// No way to the person stays open.
        case all
    }

    package var language: Language
    /// The most important first; at least one.
    package var intents: [Position]
    package var optOut: OptOutScope?
    package var promise: Promise?
    /// The first day back of an absence.
    package var returnDate: CivilDate?
    package var invoices: [String]
    package var references: [String]
    package var amounts: [Money]
}
