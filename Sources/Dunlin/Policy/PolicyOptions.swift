import ArgumentParser
import Foundation
import Policy
import Rulebook

/// Policies by id, from the configuration folder, or by path.
struct PolicyOptions: ParsableArguments {
    @OptionGroup var configOptions: ConfigOptions

    /// - Parameter name: a file if it ends in `.yaml` or names one that is there, else a policy's id.
    func version(named name: String) throws -> PolicyVersion {
        if name.hasSuffix(".yaml") || name.contains("/") {
            return try Self.version(inFile: name)
        }
        let rulebook = try configOptions.checked()
        guard let version = rulebook.version(of: name) else {
            let names = rulebook.policies.map(\.id).joined(separator: ", ")
            throw Failure(.usage, "there is no policy '\(name)'", remedy: "give one of \(names), or a file *.yaml")
        }
        return version
    }

    static func version(inFile path: String) throws -> PolicyVersion {
        do {
            return try RuleFile.version(in: text(inFile: path), name: path)
        } catch let problems as RulebookProblems {
            for problem in problems.problems { StandardError.say("\(problem)") }
            throw Failure(.configuration, "'\(path)' has \(problems.count)", remedy: "mend the lines above")
        }
    }

    static func text(inFile path: String) throws(Failure) -> String {
        guard let text = String(validating: try InputFile(path).readAll(), as: UTF8.self) else {
            throw Failure(.configuration, "'\(path)' is not UTF-8", remedy: "save it as UTF-8")
        }
        return text
    }
}
