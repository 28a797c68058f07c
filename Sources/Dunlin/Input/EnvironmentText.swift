import Foundation

/// What an option says, else the environment, else a file that the environment names with `_FILE` behind the name: so a
/// password need stand in no process's arguments, and in no environment either.
enum EnvironmentText {
    /// - Returns: nil: none of them says anything.
    static func of(
        _ name: String, unless option: String?, in environment: [String: String]
    ) throws(Failure) -> String? {
        if let option { return option.isEmpty ? nil : option }
        if let text = environment[name], !text.isEmpty { return text }
        guard let path = environment[name + "_FILE"], !path.isEmpty else { return nil }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else { throw Failure(.configuration, "\(name)_FILE names a file that cannot be read: \(path)") }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
