import Foundation

/// One thing that can be set: what it is called, what it means, and how its text is read.
///
/// The key `broker.url` is `DUNLIN_BROKER_URL` in the environment and `{"broker": {"url": …}}` in the settings file.
package struct Setting<Value: Sendable>: Sendable {
    package let key: String
    /// One sentence without the final full stop.
    package let doc: String
    /// What to write: `duration`, `messages`, `port`.
    package let unit: String
    /// As it would be written. nil: there is none.
    package let defaultText: String?
    /// Whether the worker refuses to start without it.
    package let isRequired: Bool
    /// Never shown.
    package let isSecret: Bool
    /// Whether a file may hold it, named by the setting's name in the environment with `_FILE` behind it: what is secret,
    /// and what may hold a password.
    package let mayBeFile: Bool
    /// Reads the text; nil stands for "not given, no default".
    let parse: @Sendable (String?) throws(SettingProblem) -> Value

    init(
        key: String, doc: String, unit: String, defaultText: String?, isRequired: Bool, isSecret: Bool, mayBeFile: Bool,
        parse: @escaping @Sendable (String?) throws(SettingProblem) -> Value
    ) {
        self.key = key
        self.doc = doc
        self.unit = unit
        self.defaultText = defaultText
        self.isRequired = isRequired
        self.isSecret = isSecret
        self.mayBeFile = mayBeFile
        self.parse = parse
    }

    /// - Parameters:
    ///   - unit: what to write, for the help text.
    ///   - default: as it would be written; nil makes the setting required.
    ///   - secret: never shown, not even by `--check`.
    ///   - mayBeFile: nil: a secret may be.
    ///   - read: the value, or a ``SettingProblem`` that says what is wrong without repeating a secret.
    package init(
        _ key: String, _ doc: String, unit: String, default: String?, secret: Bool = false, mayBeFile: Bool? = nil,
        read: @escaping @Sendable (String) throws(SettingProblem) -> Value
    ) {
        self.init(
            key: key, doc: doc, unit: unit, defaultText: `default`, isRequired: `default` == nil, isSecret: secret,
            mayBeFile: mayBeFile ?? secret
        ) { text throws(SettingProblem) in
            guard let text = text ?? `default` else { throw SettingProblem("is required") }
            return try read(text)
        }
    }

    /// The same setting, but it may be left out.
    package func optional() -> Setting<Value?> {
        Setting<Value?>(
            key: key, doc: doc, unit: unit, defaultText: nil, isRequired: false, isSecret: isSecret,
            mayBeFile: mayBeFile
        ) { [parse] text throws(SettingProblem) in
            guard let text, !text.isEmpty else { return nil }
            return try parse(text)
        }
    }
}

/// What is wrong with the text of one setting, to be read after its name: `must be 1 to 65535`.
package struct SettingProblem: Error, Equatable {
    package let text: String

    package init(_ text: String) {
        self.text = text
    }
}

/// A setting of any type, as a table lists it.
package protocol SettingDeclaration: Sendable {
    var key: String { get }
    var doc: String { get }
    var unit: String { get }
    var defaultText: String? { get }
    var isRequired: Bool { get }
    var isSecret: Bool { get }
    var mayBeFile: Bool { get }
    func value(of text: String?) throws(SettingProblem) -> any Sendable
}

extension SettingDeclaration {
    /// `DUNLIN_BROKER_URL` for `broker.url`.
    package var environmentName: String { EnvironmentName.of(key) }
    /// `DUNLIN_BROKER_URL_FILE`, which names the file that holds it; nil: no file may.
    package var fileName: String? { mayBeFile ? environmentName + "_FILE" : nil }
}

extension Setting: SettingDeclaration {
    package func value(of text: String?) throws(SettingProblem) -> any Sendable {
        try parse(text)
    }
}

enum EnvironmentName {
    static let prefix = "DUNLIN_"

    static func of(_ key: String) -> String {
        prefix + key.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }
}
