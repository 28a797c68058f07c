import ArgumentParser
import Foundation
import Ledger
import Rulebook
import Store

/// `dunlin config`: creditors, policies and templates.
struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Checks a configuration folder and makes it the fleet's.",
        subcommands: [ConfigCheckCommand.self, ConfigActivateCommand.self])
}

struct ConfigCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads a configuration folder and names everything that is wrong in it.",
        discussion: """
            Every template is written with sample facts in every language of every creditor. Needs neither broker nor \
            ledger. Problems are named with file and line; exit code 1 if there are any.
            """)

    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let report: ConfigReport
        do {
            report = ConfigReport(folder: configOptions.folder().path, try configOptions.loaded())
        } catch let problems as RulebookProblems {
            report = ConfigReport(folder: configOptions.folder().path, problems)
            if !json {
                for problem in problems.problems { StandardError.say(configOptions.text(of: problem)) }
                StandardError.say(problems.count)
            }
        }
        if json {
            try StandardOutput.say(json: report)
        } else {
            try StandardOutput.say(report.lines)
        }
        if !report.problems.isEmpty { throw ExitCode(ExitReason.refused.rawValue) }
    }
}

struct ConfigActivateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Checks a configuration folder and lets the planner go by it from now on.",
        discussion: """
            Each case is decided anew. Reminders that are under way with another configuration are refused when they \
            are claimed, and planned again. Workers need the same folder: one that lacks it waits and says so.
            """)

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let rulebook = try configOptions.checked()
        let before = try storeOptions.use(.write) { ledger in
            let before = try ledger.activeConfig()
            try ledger.activate(config: rulebook.hash, rulebook.versions)
            return before
        }
        let isNew = before != rulebook.hash
        if json {
            return try StandardOutput.say(json: Done(config: rulebook.hash, activated: isNew, before: before))
        }
        let was = before.map { ", was \($0.prefix(12))" } ?? ""
        try StandardOutput.say([
            isNew
                ? "activated configuration \(rulebook.hash.prefix(12))\(was)"
                : "configuration \(rulebook.hash.prefix(12)) was active already"
        ])
    }

    private struct Done: Encodable {
        var config: String
        var activated: Bool
        var before: String?
    }
}
