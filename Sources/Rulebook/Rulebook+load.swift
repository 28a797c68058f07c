import Calendars
import Contracts
import Foundation
import Policy
import Templates

extension Rulebook {
    /// Reads and checks a configuration folder.
    /// - Throws: everything that is wrong, at once.
    package static func load(folder: URL) throws(RulebookProblems) -> Rulebook {
        let folder = try ConfigurationFolder(folder)
        var loading = RulebookLoading(folder: folder)
        loading.readFiles()
        loading.readCalendars()
        let legal = loading.legal ?? loading.shippedLegal()
        let rates = loading.rates ?? loading.shippedRates()
        let rulebook = Rulebook(
            hash: folder.hash, creditors: loading.creditors, policies: loading.policies,
            templates: TemplateLibrary(loading.emails), calendars: loading.calendars, rates: rates,
            legal: legal, zones: loading.zones)
        // Half a configuration would only tell of what is missing because it could not be read.
        if loading.problems.isEmpty { loading.problems += RulebookCheck(rulebook, lines: loading.lines).problems }
        guard loading.problems.isEmpty else { throw RulebookProblems(loading.problems) }
        return rulebook
    }

    /// The ``hash`` that the folder's rulebook has, whether or not it is without problems. Reads every file.
    package static func hash(of folder: URL) throws(RulebookProblems) -> String {
        try ConfigurationFolder(folder).hash
    }
}

/// Turns files into creditors, policies and templates, and collects what is wrong on the way.
private struct RulebookLoading {
    let folder: ConfigurationFolder
    var problems: [RulebookProblem] = []
    var creditors: [Creditor] = []
    var policies: [PolicyVersion] = []
    /// Where each key stands, by file and path.
    var lines: [String: [String: Int]] = [:]
    var emails: [String: [String: EmailTemplate]] = [:]
    var calendars: [String: BusinessCalendar] = [:]
    var zones = DebtorZoneLookup { _ in nil }
    var rates: BaseRates?
    var legal: LegalProfiles?

    init(folder: ConfigurationFolder) {
        self.folder = folder
    }

    mutating func readFiles() {
        for path in folder.files.keys.sorted() where path != "README.md" {
            let parts = path.split(separator: "/").map(String.init)
            switch (parts.first, parts.count) {
            case ("creditors", 2) where parts[1].hasSuffix(".yaml"):
                if let creditor = read(path, parts[1], CreditorFile.creditor) { creditors.append(creditor) }
            case ("policies", 2) where parts[1].hasSuffix(".yaml"):
                if let policy = read(path, parts[1], PolicyFile.version) { policies.append(policy) }
            case ("rates.yaml", 1):
                rates = read(path, path) { text, _, notes in RatesFile.rates(in: text, notes: notes) }
            case ("legal.yaml", 1):
                legal = read(path, parts[0]) { text, _, notes in LegalFile.profiles(in: text, notes: notes) }
            case ("templates", 3): readTemplate(path, name: parts[1], fileName: parts[2])
            default:
                note(
                    path,
                    "is not read by anything; allowed are creditors/<id>.yaml, policies/<id>.yaml, legal.yaml, "
                        + "rates.yaml, templates/<name>/<language>.email.txt and .email.html")
            }
        }
    }

    mutating func readCalendars() {
        do throws(CalendarError) {
            calendars = try HolidayCalendar.countries.get()
        } catch {
            problems.append(RulebookProblem(file: nil, reason: "the calendars cannot be used: \(error)"))
        }
        do throws(ZoneDataError) {
            zones = try ZoneFinder().lookup
        } catch {
            problems.append(RulebookProblem(file: nil, reason: "the time zones cannot be used: \(error)"))
        }
    }

    /// A folder without a `legal.yaml` has the one that ships: leaving it out must not lift a limit.
    mutating func shippedLegal() -> LegalProfiles {
        // A folder that has one, but with mistakes, is refused with these.
        guard folder.files["legal.yaml"] == nil else { return LegalProfiles(rules: []) }
        do throws(RulebookProblems) {
            return try Rulebook.shippedLegal()
        } catch {
            problems += error.problems
            return LegalProfiles(rules: [])
        }
    }

    /// A folder without a `rates.yaml` has the one that ships.
    mutating func shippedRates() -> BaseRates {
        guard folder.files["rates.yaml"] == nil else { return BaseRates() }
        do throws(RulebookProblems) {
            return try Rulebook.shippedRates()
        } catch {
            problems += error.problems
            return BaseRates()
        }
    }

    private mutating func read<Value>(
        _ path: String, _ fileName: String, _ reader: (String, String, YAMLOutline.Notes) -> Value?
    ) -> Value? {
        guard let content = text(of: path) else { return nil }
        let notes = YAMLOutline.Notes(file: path)
        let value = reader(content, String(fileName.dropLast(".yaml".count)), notes)
        problems += notes.problems
        lines[path] = notes.lines
        return value
    }

    /// Both files of a mail are read when its text's turn comes.
    private mutating func readTemplate(_ path: String, name: String, fileName: String) {
        let (textSuffix, htmlSuffix) = (".email.txt", ".email.html")
        let suffix = fileName.hasSuffix(textSuffix) ? textSuffix : htmlSuffix
        let language = String(fileName.dropLast(suffix.count))
        guard fileName.hasSuffix(suffix), LanguageTag(language)?.text == language else {
            return note(path, "is no template; allowed is <language>.email.txt or <language>.email.html")
        }
        let stem = "templates/\(name)/\(language)"
        guard suffix == textSuffix else {
            if folder.files[stem + textSuffix] == nil { note(path, "has no '\(language)\(textSuffix)' beside it") }
            return
        }
        guard folder.files[stem + htmlSuffix] != nil else {
            return note(path, "has no '\(language)\(htmlSuffix)' beside it")
        }
        guard let content = text(of: path), let html = text(of: stem + htmlSuffix) else { return }
        do throws(EmailTemplate.Problems) {
            emails[name, default: [:]][language] = try EmailTemplate(
                text: content, html: html, catalogue: ReminderFacts.catalogue)
        } catch {
            for (file, found) in [(path, error.text), (stem + htmlSuffix, error.html)] {
                problems += found.map { RulebookProblem(file: file, line: $0.line, reason: $0.reason) }
            }
        }
    }

    private mutating func text(of path: String) -> String? {
        guard let data = folder.files[path], let text = String(validating: data, as: UTF8.self) else {
            note(path, "is not UTF-8")
            return nil
        }
        return text
    }

    private mutating func note(_ path: String, _ reason: String) {
        problems.append(RulebookProblem(file: path, reason: reason))
    }
}
