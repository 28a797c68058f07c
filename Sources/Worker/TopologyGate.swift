import AMQP
import ArgumentParser
import Foundation
import Logging

/// Lets a worker start only on a broker that has what the worker was built for.
package struct TopologyGate: Sendable {
    package let queues: [String]
    package let marker: String

    package init(queues: [String], marker: String) {
        self.queues = queues
        self.marker = marker
    }

    /// Asks the broker once.
    ///
    /// - Throws: ``TopologyMismatch`` if something is missing.
    package func check(_ inspection: borrowing Inspection) throws {
        do throws(AMQPError) {
            try inspection.passivelyDeclare(queues: queues, exchanges: [marker])
        } catch {
            guard case .missing(let missingQueues, let missingExchanges) = error else { throw error }
            throw TopologyMismatch(wanted: queues + [marker], missing: missingQueues + missingExchanges)
        }
    }
}

/// The broker's topology is not the one that this worker was built for.
package struct TopologyMismatch: Error, Equatable, CustomStringConvertible {
    package let wanted: [String]
    package let missing: [String]

    package var description: String {
        let found = wanted.filter { !missing.contains($0) }
        return """
            this worker wants \(wanted.joined(separator: ", ")) on the broker; \
            found: \(found.isEmpty ? "none of them" : found.joined(separator: ", ")); \
            missing: \(missing.joined(separator: ", ")). Run 'dunlin topology apply' of the same version
            """
    }
}
