import ArgumentParser
import Foundation
import Rulebook

/// Where creditors, policies and templates are.
struct ConfigOptions: ParsableArguments {
    @Option(
        name: [.customLong("config"), .customLong("folder")],
        help: ArgumentHelp(
            "The configuration folder. Default: DUNLIN_CONFIG, else the one that ships.", valueName: "folder"))
    var config: String?

    func folder(environment: [String: String] = ProcessInfo.processInfo.environment) -> URL {
        guard let path = config ?? environment["DUNLIN_CONFIG"], !path.isEmpty else { return Rulebook.defaultFolder }
        return URL(filePath: path, directoryHint: .isDirectory)
    }

    /// - Throws: ``Failure`` if there is no such folder, ``RulebookProblems`` if what it holds is wrong.
    func loaded() throws -> Rulebook {
        let folder = folder()
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
            throw Failure(
                .inputOutput, "there is no folder '\(folder.path)'", remedy: "give --config FOLDER or set DUNLIN_CONFIG"
            )
        }
        return try Rulebook.load(folder: folder)
    }

    /// For commands that need it whole: names each problem and ends with the first thing to do.
    func checked() throws(Failure) -> Rulebook {
        do {
            return try loaded()
        } catch let problems as RulebookProblems {
            for problem in problems.problems { StandardError.say(text(of: problem)) }
            throw Failure(
                .configuration, "the configuration has \(problems.count); nothing was done",
                remedy: "mend the lines above")
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(.configuration, "the configuration cannot be read: \(error)")
        }
    }

    /// With the folder in front, so that editors find the place.
    func text(of problem: RulebookProblem) -> String {
        let folder = folder().path
        let path = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        return problem.file == nil ? "\(path): \(problem)" : "\(path)/\(problem)"
    }
}

extension RulebookProblems {
    /// `1 problem`
    var count: String { Self.count(of: problems.count) }

    static func count(of problems: Int) -> String { problems == 1 ? "1 problem" : "\(problems) problems" }
}
