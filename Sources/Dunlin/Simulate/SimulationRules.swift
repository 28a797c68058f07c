import Calendars
import Contracts
import Foundation
import Ledger
import Policy
import Rulebook

/// The creditors and policies of a simulation: those that ship, or files of one's own.
struct SimulationRules {
    private let byCreditor: [Identifier: CaseRules]

    /// - Parameters:
    ///   - policy: the policy of every creditor; nil: each has the one that its file names, of those that ship.
    ///   - creditor: the only creditor; nil: those that ship.
    init(policy policyPath: String?, creditor creditorPath: String?) throws(Failure) {
        let creditors = try Self.all(creditorPath, else: "creditors", RuleFile.creditor)
        let policies = try Self.all(policyPath, else: "policies", RuleFile.policy)
        let calendars: [String: BusinessCalendar]
        do {
            calendars = try HolidayCalendar.countries.get()
        } catch {
            throw Failure(.configuration, "the calendars cannot be used: \(error)", remedy: "install Dunlin anew")
        }
        let (legal, zones) = try Self.law()
        var byCreditor: [Identifier: CaseRules] = [:]
        for creditor in creditors {
            let policy = policyPath == nil ? policies.first { $0.id == creditor.policy } : policies.first
            guard let policy else {
                throw Failure(
                    .configuration,
                    "creditor '\(creditor.id)' has the policy '\(creditor.policy)', which does not ship",
                    remedy: "give --policy FILE")
            }
            // A creditor's zone was checked when its file was read.
            byCreditor[creditor.id] = CaseRules(
                policy: policy, zone: Zone(creditor.zone) ?? .utc, language: creditor.language, config: "simulation",
                country: creditor.country, calendars: calendars, legal: legal, zones: zones,
                accounts: AccountRules(
                    of: creditor, policies: policies,
                    selection: PolicySelection(policyPath == nil ? policies : [])))
        }
        self.byCreditor = byCreditor
    }

    /// What ships of law and of the world's clocks.
    private static func law() throws(Failure) -> (LegalProfiles, DebtorZoneLookup) {
        do {
            return (try Rulebook.shippedLegal(), try ZoneFinder().lookup)
        } catch {
            throw Failure(
                .configuration, "the legal limits or time zones cannot be used: \(error)", remedy: "install Dunlin anew"
            )
        }
    }

    func rules(of creditor: Identifier) -> CaseRules? { byCreditor[creditor] }

    /// The first instant after the day in every creditor's zone.
    func end(of day: CivilDate) -> Instant {
        let ends = byCreditor.values.map { $0.zone.instant(day.adding(days: 1), minute: 0) }
        return ends.max() ?? Zone.utc.instant(day.adding(days: 1), minute: 0)
    }

    /// What `path` holds; without one, what ships in the folder of that kind.
    private static func all<Value>(
        _ path: String?, else kind: String, _ reader: (String, String) throws(RulebookProblems) -> Value
    ) throws(Failure) -> [Value] {
        if let path { return [try read(path, reader)] }
        let folder = Rulebook.defaultFolder.appending(path: kind).path
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }
        } catch {
            throw Failure(.configuration, "the rules that ship are not at '\(folder)'", remedy: "install Dunlin anew")
        }
        var values: [Value] = []
        for name in names.sorted() { values.append(try read("\(folder)/\(name)", reader)) }
        return values
    }

    private static func read<Value>(
        _ path: String, _ reader: (String, String) throws(RulebookProblems) -> Value
    ) throws(Failure) -> Value {
        guard let text = String(validating: try InputFile(path).readAll(), as: UTF8.self) else {
            throw Failure(.configuration, "'\(path)' is not UTF-8")
        }
        do throws(RulebookProblems) {
            return try reader(text, path)
        } catch {
            for problem in error.problems { StandardError.say("\(problem)") }
            throw Failure(
                .configuration, "'\(path)' has \(error.count); nothing was simulated", remedy: "mend the lines above")
        }
    }
}
