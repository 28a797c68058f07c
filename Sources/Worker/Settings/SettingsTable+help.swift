extension SettingsTable {
    /// The part of `--help` that lists the settings.
    package var help: String {
        var lines = [
            "SETTINGS come from the environment, then from the settings file, then the default. In the file (JSON),",
            "DUNLIN_BROKER_URL is {\"broker\": {\"url\": \"...\"}}. Durations are written 250ms, 30s, 5m or 2h. Where it",
            "says so, NAME_FILE may name a file that holds the value instead.",
            "",
        ]
        for declaration in declarations {
            lines.append("\(declaration.environmentName)  \(declaration.unit), \(fallback(of: declaration))")
            lines += wrap(declaration.doc + ".").map { "    " + $0 }
        }
        lines += ["", "Exit codes: 0 done, 69 not possible now, 75 ended before it had drained, 78 wrong settings."]
        return lines.joined(separator: "\n")
    }

    private func fallback(of declaration: any SettingDeclaration) -> String {
        let file = declaration.mayBeFile ? ", or NAME_FILE" : ""
        if let text = declaration.defaultText { return "default \(text)" + file }
        return (declaration.isRequired ? "required" : "optional") + file
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
