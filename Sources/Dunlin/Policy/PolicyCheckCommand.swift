import ArgumentParser
import Contracts
import Foundation
import Policy
import Rulebook

/// `dunlin policy check`: what is wrong in a policy file or a configuration folder.
struct PolicyCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Reads a policy file, or a configuration folder, and names everything that is wrong in it.",
        discussion: """
            A file is read alone: whether its templates are there only a folder can tell. A folder is checked as a \
            whole, as 'dunlin config check' does it. Each problem is one line: file, line, key, what is allowed. Exit \
            code 1 if there are any. Needs neither broker nor ledger.

              dunlin policy check policies/default.yaml
            """)

    @Argument(help: "A policy file or a configuration folder. Default: DUNLIN_CONFIG, else the folder that ships.")
    var path: String?

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let found = try checked()
        if json {
            try StandardOutput.say(
                json: Report(
                    policies: found.policies,
                    problems: found.problems.map {
                        Report.Problem(file: $0.file, line: $0.line, key: $0.key, reason: $0.reason)
                    }))
        } else {
            for problem in found.problems { StandardError.say("\(problem)") }
            if !found.problems.isEmpty { StandardError.say(RulebookProblems.count(of: found.problems.count)) }
            try StandardOutput.say(found.policies.map { "policy \($0.policy): \($0.hash.prefix(12))" })
        }
        if !found.problems.isEmpty { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private func checked() throws -> (policies: [Report.Line], problems: [RulebookProblem]) {
        do {
            if let path, !isFolder(path) {
                let version = try RuleFile.version(in: try PolicyOptions.text(inFile: path), name: path)
                return ([Report.Line(policy: version.policy.id, hash: version.hash)], [])
            }
            var arguments: [String] = []
            if let path { arguments = ["--config", path] }
            let rulebook = try ConfigOptions.parse(arguments).loaded()
            return (rulebook.versions.map { Report.Line(policy: $0.policy.id, hash: $0.hash) }, [])
        } catch let problems as RulebookProblems {
            return ([], problems.problems)
        }
    }

    private func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private struct Report: Encodable {
        /// None if there are problems.
        var policies: [Line]
        var problems: [Problem]

        struct Line: Encodable {
            var policy: String
            var hash: String
        }

        struct Problem: Encodable {
            var file: String?
            var line: Int?
            var key: String?
            var reason: String
        }
    }
}
