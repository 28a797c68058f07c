import ArgumentParser
import Foundation
import Policy
import Rulebook

/// Where the base rates are.
struct RatesOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Base rates by half-year, in the form of rates.yaml. Default: those that ship.", valueName: "file"))
    var rates: String?

    func read() throws(Failure) -> BaseRates {
        let path = rates ?? Rulebook.defaultFolder.appending(path: "rates.yaml").path
        guard let text = String(validating: try InputFile(path).readAll(), as: UTF8.self) else {
            throw Failure(.configuration, "\(path) is not UTF-8")
        }
        do throws(RulebookProblems) {
            return try RatesFile.rates(in: text, file: path)
        } catch {
            for problem in error.problems.dropFirst() { StandardError.say("\(problem)") }
            throw Failure(.configuration, error.problems.first.map { "\($0)" } ?? "\(path) cannot be used")
        }
    }
}
