import ArgumentParser
import Contracts

/// A day on the command line: `2026-11-24`.
extension CivilDate: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}
