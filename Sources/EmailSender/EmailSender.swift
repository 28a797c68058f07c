import AMQP
import ArgumentParser
import Contracts
import Logging
import Store
import Transfer
import Worker

/// Hands mails to a mail server, each at most once, if the ledger says so at that instant.
@main struct EmailSender: ParsableCommand {
    static let worker = WorkerDescription(
        name: "email-sender", version: Version.current,
        abstract: "Sends mails by SMTP, each at most once, if the ledger still says so.",
        queues: [Topology.emailSenderQueue], marker: BrokerDefinition.current.marker,
        standard: RuntimeSettings(healthPort: 9103), settings: EmailSenderSettings.all)
    static let configuration = CommandConfiguration(worker)

    @OptionGroup var options: WorkerOptions

    func run() throws {
        guard let runtime = try WorkerRuntime(Self.worker, options) else { return }
        let parts: MailRoomParts
        do {
            parts = try MailRoomParts(runtime)
        } catch let error as SetupProblem {
            runtime.logger.error("\(error)")
            throw error.code
        }
        guard try runtime.awaitTopology() else { return }
        let consumer = runtime.consumer(wake: parts.mails.waker)
        let publisher = runtime.publisher(wake: parts.mails.waker)
        runtime.shutdown.onRequest(parts.mails.waker)
        let room = MailRoom(parts, runtime: runtime, consumer: consumer, publisher: publisher)
        do {
            guard try room.run() else { throw ExitCode.endedEarly }
        } catch is ClaimBook.GaveUp {
            throw ExitCode.endedEarly
        } catch let error as StoreError {
            // Waiting does not mend it; what was not settled is delivered again.
            runtime.logger.critical("the ledger cannot be used", metadata: ["error": "\(error)"])
            throw ExitCode.unavailable
        }
    }
}
