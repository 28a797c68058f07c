import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// The ledger, and who asks.
struct DeadOptions: ParsableArguments {
    @OptionGroup var storeOptions: StoreOptions

    @OptionGroup var authorOption: AuthorOption

    var actor: String { authorOption.actor }

    /// Opens the ledger, does `work` and tells what fails as ``Failure``.
    func use<T>(_ purpose: Database.Purpose, _ work: (DeadDesk) throws -> T) throws(Failure) -> T {
        try storeOptions.use(purpose) { ledger in
            try Failure.reportingDeadLetters { try work(DeadDesk(ledger: ledger, actor: actor)) }
        }
    }
}

/// A ledger with dead letters, and who asks.
struct DeadDesk {
    let ledger: Ledger
    let actor: String
}

extension Failure {
    fileprivate static func reportingDeadLetters<T>(_ work: () throws -> T) throws -> T {
        do {
            return try work()
        } catch let error as DeadLetterProblem {
            throw Failure(.refused, "\(error)", remedy: "'dunlin dead list --state all' shows what there is")
        } catch let error as ReplayProblem {
            throw Failure(error)
        }
    }

    private init(_ problem: ReplayProblem) {
        switch problem {
        case .noPlan: self.init(.refused, "\(problem)", remedy: "'dunlin dead plans' shows them")
        case .wrongState(_, .running), .wrongState(_, .stopped):
            self.init(.refused, "\(problem)", remedy: "'dunlin dead resume' goes on with it, 'abort' ends it")
        case .wrongState(_, .ready): self.init(.refused, "\(problem)", remedy: "start it with 'dunlin dead replay'")
        case .wrongState: self.init(.refused, "\(problem)", remedy: "make a new one with 'dunlin dead plan'")
        case .wrongCount: self.init(.usage, "\(problem)")
        case .runsElsewhere, .takenOver: self.init(.unavailable, "\(problem)", remedy: "let it finish")
        }
    }
}

/// Which letters.
struct WhereOption: ParsableArguments {
    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "An expression; 'dunlin dead --help' tells its language. Default: all.", valueName: "expression"))
    var expression: String?

    func validate() throws { _ = try filter() }

    func filter() throws(ValidationError) -> DeadLetterFilter {
        guard let expression else { return .all }
        do throws(FilterProblem) {
            return try DeadLetterFilter(expression, now: .now)
        } catch {
            throw ValidationError("--where, \(error)")
        }
    }
}

/// Which states; `waiting` if not said.
struct StateOption: ParsableArguments {
    enum Choice: String, CaseIterable, ExpressibleByArgument {
        case waiting, publishing, replayed, archived, replaced, all

        var states: [DeadLetter.State] {
            DeadLetter.State(rawValue: rawValue).map { [$0] } ?? DeadLetter.State.allCases
        }
    }

    @Option(help: "Letters in this state: \(Choice.allCases.map(\.rawValue).joined(separator: ", ")).")
    var state = Choice.waiting
}
