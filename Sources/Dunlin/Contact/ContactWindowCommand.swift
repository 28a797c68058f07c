import ArgumentParser
import Calendars
import Contracts
import Policy
import Rulebook

/// `dunlin contact window`: whether a debtor may be contacted now, and if not, when.
struct ContactWindowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window",
        abstract: "Tells for each line of instant, debtor and hours whether a contact is allowed.",
        discussion: """
            In: {"utc", "country", "subdivision", "postal_code", "phone", "zone", "kind", "role", "channel", "open", \
            "close"}; subdivision, postal_code, phone and zone may be left out, so may kind (consumer, business) and \
            role (first party, third party): what is not known counts as whatever is stricter. Out: {"allowed", \
            "next_allowed_utc", "rule", "zone_origin", "zones"}; rule names what moved the instant last and is empty \
            while the contact is allowed, next_allowed_utc is null if no hour is open in all the zones; or {"error": \
            {"code", "message", "path"}}. An "id" in a line comes back with its answer. Exit code 1 if any line was \
            refused.

            Zones come from the zone, the address, the telephone number and the country, the first that tells; several \
            mean that the debtor is in one of them. Legal limits are those of the configuration folder's legal.yaml.

              echo '{"utc":"2027-01-04T12:30:00Z","country":"US","phone":"+12125550100","kind":"consumer",\
            "role":"third party","channel":"voice","open":"07:00","close":"22:00"}' | dunlin contact window --ndjson
            """)

    @OptionGroup var config: ConfigOptions
    @OptionGroup var lines: LineOptions

    func run() throws {
        var desk = ContactDesk(legal: try config.checked().legal, finder: try finder())
        try lines.answer { (question) throws(InputRefusal) in try desk.answer(question) }
    }

    private func finder() throws(Failure) -> ZoneFinder {
        do throws(ZoneDataError) {
            return try ZoneFinder()
        } catch {
            throw Failure(.inputOutput, "\(error)")
        }
    }
}
