import ArgumentParser
import Contracts
import Policy

extension Currency: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension Percent: ExpressibleByArgument {
    package init?(argument: String) {
        self.init(argument)
    }
}

extension InterestRegime: ExpressibleByArgument {}

extension Money {
    /// An amount on the command line, in major units with a decimal point, 0 or more.
    init(argument text: String, in currency: Currency) throws(Failure) {
        let minor: Int64
        do throws(AmountProblem) {
            minor = try DecimalAmount.minor(text, currency, AmountFormat())
        } catch {
            throw Failure(.usage, "--amount '\(text)' \(error.reason)", remedy: "write it like 1250.00")
        }
        guard minor >= 0 else { throw Failure(.usage, "--amount '\(text)' is less than 0") }
        self.init(minor: minor, currency: currency)
    }
}
