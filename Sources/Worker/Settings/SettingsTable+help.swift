extension SettingsTable {
    /// The part of `--help` that lists the settings.
    package var help: String {
        var lines = [
            "SETTINGS come from the environment, then from the settings file, then the default. In the file (JSON),",
            "DUNLIN_BROKER_URL is {\"broker\": {\"url\": \"...\"}}. Durations are written 250ms, 30s, 5m or 2h.",
            "What NAME[_FILE] sets may be in a file instead that NAME_FILE names.",
            "",
        ]
        for declaration in declarations {
            let name = declaration.environmentName + (declaration.mayBeFile ? "[_FILE]" : "")
            lines.append("\(name)  \(declaration.unit), \(fallback(of: declaration))")
            lines += wrap(declaration.doc + ".").map { "    " + $0 }
        }
        lines += ["", "Exit codes: 0 done, 69 not possible now, 75 ended before it had drained, 78 wrong settings."]
        return lines.joined(separator: "\n")
    }

    private func fallback(of declaration: any SettingDeclaration) -> String {
        if let text = declaration.defaultText { return "default \(text)" }
        return declaration.isRequired ? "required" : "optional"
    }

    /// Lines of at most 74 characters, which fit a terminal of 80 with their indent.
    private func wrap(_ text: String) -> [String] {
        text.split(separator: " ").reduce(into: [String]()) { lines, word in
            if let last = lines.last, last.count + word.count < 74 {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
    }
}
