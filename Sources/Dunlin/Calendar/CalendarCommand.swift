import ArgumentParser

/// `dunlin calendar`: business days and send windows, as the fleet sees them.
struct CalendarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Tells public holidays, business days and open send windows.",
        discussion: """
            Calendars are named by country or subdivision, DE or DE-BY, and tell of the years 2024 to 2035, a few of \
            less. Needs neither broker nor ledger.
            """,
        subcommands: [
            CalendarHolidaysCommand.self, CalendarCheckCommand.self, CalendarWindowCommand.self,
        ])
}
