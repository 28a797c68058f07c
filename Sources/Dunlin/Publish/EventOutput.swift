import AMQP
import Foundation

/// Where events go: nowhere, into a file as NDJSON, or to the broker.
enum EventOutput: ~Copyable {
    case nowhere
    case file(OutputFile)
    case broker(EventPublisher)

    /// - Returns: why single events were refused, by their place.
    mutating func send(_ events: [WireEvent]) throws(Failure) -> [Int: PublishFailure] {
        switch consume self {
        case .nowhere:
            self = .nowhere
            return [:]
        case .file(var file):
            do throws(Failure) {
                for event in events { try file.write(line: event.body) }
            } catch {
                self = .nowhere
                throw error
            }
            self = .file(file)
            return [:]
        case .broker(let publisher):
            self = .broker(publisher)
            return try publisher.publish(events)
        }
    }

    /// Writes or confirms what is left; nothing can be sent after it.
    mutating func finish() throws(Failure) {
        switch consume self {
        case .nowhere:
            self = .nowhere
        case .file(var file):
            self = .nowhere
            try file.finish()
        case .broker(let publisher):
            self = .nowhere
            publisher.close()
        }
    }
}
