import Foundation

/// The text of one setting, and what it is called where it was given.
struct GivenText {
    private(set) var text: String?
    private(set) var name: String

    /// From the environment, then from the settings file.
    init(_ declaration: any SettingDeclaration, environment: [String: String], file: SettingsFile?) {
        name = declaration.environmentName
        text = environment[name]
        guard text == nil, let value = file?.values[declaration.key] else { return }
        text = value
        name = "settings file: \(declaration.key)"
    }

    /// Takes the text from the file that the environment names for it, if it names one: without the line break at its end,
    /// which editors leave.
    mutating func readFile(
        _ declaration: any SettingDeclaration, environment: [String: String]
    ) throws(SettingProblem) {
        guard let fileName = declaration.fileName, let path = environment[fileName], !path.isEmpty else { return }
        if let text = environment[declaration.environmentName], !text.isEmpty {
            throw SettingProblem("is given twice, the other time in the file that \(fileName) names")
        }
        name = fileName
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingProblem("names a file that cannot be read: \(path)")
        }
        guard let content = String(data: data, encoding: .utf8) else {
            throw SettingProblem("names a file that holds no text: \(path)")
        }
        text = content.trimmingCharacters(in: .newlines)
    }
}
