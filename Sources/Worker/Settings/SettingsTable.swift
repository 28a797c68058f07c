import Foundation

/// All settings of one worker: what its help lists, its `--check` prints, and its environment and file are read with.
package struct SettingsTable: Sendable {
    package let worker: String
    package let declarations: [any SettingDeclaration]

    /// Workers of the fleet: a settings file may hold a section for each.
    static let workers: Set<String> = [
        "planner", "renderer", "email-sender", "sms-sender", "voice-sender", "letter-sender", "response-ingester",
        "console",
    ]

    package init(worker: String, _ declarations: [any SettingDeclaration]) {
        let keys = declarations.map(\.key)
        precondition(Set(keys).count == keys.count, "a setting of \(worker) is declared twice")
        self.worker = worker
        self.declarations = declarations
    }

    /// Reads every setting, from the environment before the file, before the default. What is secret may be in a file of
    /// its own that the environment names, as orchestrators mount them.
    ///
    /// A name of the environment that is not known is a problem only where it looks like one that is known and missing: the
    /// environment is shared with others. An unknown key of the file always is one.
    /// - Parameter file: content of the settings file.
    /// - Throws: ``SettingsError`` with every problem there is.
    package func read(environment: [String: String], file: Data? = nil) throws(SettingsError) -> Settings {
        let file = file.map { SettingsFile($0, worker: worker, otherWorkers: Self.workers.subtracting([worker])) }
        var problems = file?.problems ?? []
        var values: [String: any Sendable] = [:]
        var shown: [Settings.Shown] = []
        for declaration in declarations {
            var given = GivenText(declaration, environment: environment, file: file)
            do throws(SettingProblem) {
                try given.readFile(declaration, environment: environment)
                values[declaration.key] = try declaration.value(of: given.text)
            } catch {
                problems.append("\(given.name): \(error.text)")
            }
            shown.append(Settings.Shown(declaration, text: given.text))
        }
        problems += unknown(in: file?.values ?? [:])
        problems += misspelt(in: environment)
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return Settings(values: values, shown: shown)
    }

    private func unknown(in values: [String: String]) -> [String] {
        let known = declarations.map(\.key)
        return values.keys.filter { !known.contains($0) }.sorted().map { key in
            let near = Spelling.closest(to: key, in: known, within: 4)
            return "settings file: \(key): is not a setting of \(worker)" + (near.map { "; did you mean \($0)?" } ?? "")
        }
    }

    private func misspelt(in environment: [String: String]) -> [String] {
        let known = declarations.map(\.environmentName) + declarations.compactMap(\.fileName)
        let missing = known.filter { environment[$0] == nil }
        let strangers = environment.keys.filter { $0.hasPrefix(EnvironmentName.prefix) && !known.contains($0) }
        return strangers.sorted().compactMap { name in
            Spelling.closest(to: name, in: missing, within: 2).map { "\(name): is not known; did you mean \($0)?" }
        }
    }
}

/// Everything that is wrong with a worker's settings.
package struct SettingsError: Error, Equatable, CustomStringConvertible {
    /// One line each: the setting's name, then what is wrong.
    package let problems: [String]

    package var description: String { problems.joined(separator: "\n") }
}

/// What a worker was set to.
package struct Settings: Sendable {
    /// A setting as `--check` prints it.
    struct Shown: Sendable {
        let key: String
        let text: String

        init(_ declaration: any SettingDeclaration, text: String?) {
            key = declaration.key
            let isGiven = text.map { !$0.isEmpty } ?? false
            let value = declaration.isSecret && isGiven ? "***" : text ?? declaration.defaultText ?? "-"
            self.text = isGiven ? Self.withoutPassword(value) : "\(value) (default)"
        }

        /// A URL may carry a password before its host or in its query, also where the setting is none that is secret.
        private static func withoutPassword(_ text: String) -> String {
            guard text.contains("://") else { return text }
            return text.replacing(/:\/\/([^:@\/?]*):.*@/) { "://\($0.1):***@" }
                .replacing(/(?i)(password=)[^&]*/) { "\($0.1)***" }
        }
    }

    private let values: [String: any Sendable]
    private let shown: [Shown]

    init(values: [String: any Sendable], shown: [Shown]) {
        self.values = values
        self.shown = shown
    }

    /// The value of a setting of the table these were read with.
    package subscript<Value>(_ setting: Setting<Value>) -> Value {
        guard let value = values[setting.key] as? Value else {
            preconditionFailure("the setting \(setting.key) is not in the worker's table")
        }
        return value
    }

    /// One line a setting, secrets as `***`.
    package var listing: String {
        let width = shown.map(\.key.count).max() ?? 0
        return shown.map { $0.key.padding(toLength: width, withPad: " ", startingAt: 0) + "  " + $0.text }
            .joined(separator: "\n")
    }
}
