import AMQP
import Contracts
import Crypto
import Faults
import Foundation
import Ledger
import Logging
import Rulebook
import Store
import Transfer
import Worker

/// From a delivery to a claimed mail that has started.
extension MailRoom {
    /// Takes as many commands as can start now, claims them together and starts what is granted.
    func takeIn() throws {
        let now = ContinuousClock.now
        let free = mails.freeSlots
        isIntakePutOff = false
        guard free > 0, standing.mayClaim(at: now) else { return }
        if free < connections / 4, lastIntake.duration(to: now) < Self.intakeRest {
            isIntakePutOff = true
            return
        }
        var commands = admitHeld(limit: min(free, Self.claimsAtOnce), at: now)
        while commands.count < min(free, Self.claimsAtOnce), held.count < holdingLimit {
            let batch = read(max: min(free, Self.claimsAtOnce) - commands.count)
            guard batch.count > 0 else { break }
            for command in batch.commands {
                if limits.admit(command.domain, at: now) { commands.append(command) } else { held.append(command) }
            }
        }
        guard !commands.isEmpty else { return }
        lastIntake = now
        try claim(commands)
        // There may be more in the queue than one claim takes.
        isIntakePutOff = mails.freeSlots > 0 && commands.count == Self.claimsAtOnce
    }

    /// Those held back whose domain has room again.
    private func admitHeld(limit: Int, at now: ContinuousClock.Instant) -> [EmailCommand] {
        guard !held.isEmpty else { return [] }
        var admitted: [EmailCommand] = []
        var full: Set<String> = []
        let stay = held.filter { command in
            guard admitted.count < limit, !full.contains(command.domain) else { return true }
            guard limits.admit(command.domain, at: now) else {
                full.insert(command.domain)
                return true
            }
            admitted.append(command)
            return false
        }
        if !admitted.isEmpty { held = stay }
        return admitted
    }

    /// Takes deliveries; what is no command that can be sent here goes another way at once.
    private func read(max: Int) -> (count: Int, commands: [EmailCommand]) {
        var batch = consumer.next(max: max, waiting: .zero)
        let count = batch.count
        metrics.consumed(batch.messages)
        var commands: [EmailCommand] = []
        var detours: [Reports.Report] = []
        while let delivery = batch.next() {
            let delivery = HeldDelivery(delivery)
            let message = delivery.message
            switch CommandReading(message.body) {
            case .command(let send):
                let command = EmailCommand(delivery, send)
                if let problem = configurationProblem(send) {
                    let messages = detour.retry(message, command.subject, reason: problem, lastly: .config)
                    detours.append(.detour(delivery, command.subject, messages))
                } else {
                    commands.append(command)
                }
            case .broken(let `class`, let path, let reason, let subject):
                let messages = detour.park(message, subject, as: `class`, reason: reason, path: path)
                detours.append(.detour(delivery, subject, messages))
            }
        }
        batch.acknowledge()
        reports.send(detours)
        return (count, commands)
    }

    private func configurationProblem(_ send: EmailSend) -> String? {
        do throws(RulebookProblems) {
            guard try !rulebook.has(send.config) else {
                health.report([], from: "configuration")
                return nil
            }
            return "config: the folder holds \(rulebook.hash.prefix(12)), the command wants another"
        } catch {
            health.report(["configuration: \(error)"], from: "configuration")
            return "config: the folder cannot be read"
        }
    }

    private func claim(_ commands: [EmailCommand]) throws {
        let composed = compose(commands)
        guard !composed.isEmpty else { return }
        let requests = composed.map { command, _ in
            ClaimRequest(
                attempt: command.send.attempt, caseNumber: command.send.case.number, basis: command.send.basis,
                content: SHA256.hash(data: command.incoming.body).hexadecimal, renderer: command.send.renderer,
                renderedAt: command.send.renderedAt)
        }
        Faults.pass("sender.after-receive-before-claim")
        let answers = try book.claim(requests, rules: rulebook.rules)
        let claimedAt = ContinuousClock.now
        Faults.pass("sender.after-claim-before-start")
        var told: [(EmailCommand, DeliveryResult, Int?, String?)] = []
        var settled: [Reports.Report] = []
        for ((command, mail), answer) in zip(composed, answers) {
            if case .success(.granted(let claim)) = answer {
                start(mail, Submission(number: mail.id, command: command, claim: claim, claimedAt: claimedAt))
                continue
            }
            limits.leave(command.domain, wasSent: false)
            switch answer {
            case .success(.granted): break
            case .success(.declined(let reason)):
                sending.note(.declined)
                told.append((command, .declined, nil, reason))
            case .success(.settled(let result, let code, let reason)): told.append((command, result, code, reason))
            case .success(.superseded) where command.incoming.redelivered:
                // Perhaps we were the ones who gave it back, and died before we could tell: the planner looks again.
                told.append((command, .deferred, nil, "superseded"))
            case .success(.superseded), .success(.underWay):
                settled.append(.done(command))
            case .failure(let error):
                let messages = detour.park(
                    command.incoming, command.subject, as: .permanent, reason: "\(error)", path: nil)
                settled.append(.detour(command.delivery, command.subject, messages))
            }
        }
        reports.send(settled)
        try tell(told)
    }

    /// The mails, before anything is claimed: a command that makes no mail must not cost its attempt a claim.
    private func compose(_ commands: [EmailCommand]) -> [(EmailCommand, OutgoingMail)] {
        let now = Instant.now
        var composed: [(EmailCommand, OutgoingMail)] = []
        composed.reserveCapacity(commands.count)
        for command in commands {
            do throws(MailProblem) {
                lastNumber += 1
                composed.append((command, try MailComposer.mail(command.send, number: lastNumber, now: now)))
            } catch {
                limits.leave(command.domain, wasSent: false)
                let messages = detour.park(
                    command.incoming, command.subject, as: .permanent, reason: error.reason, path: error.path)
                reports.send([.detour(command.delivery, command.subject, messages)])
            }
        }
        return composed
    }

    private func start(_ unsigned: OutgoingMail, _ submission: Submission) {
        submissions[submission.number] = submission
        let mail: OutgoingMail
        do {
            mail = try signed(unsigned)
        } catch {
            // The next turn stores that it was not sent.
            unstarted.append(
                .finished(id: unsigned.id, .notSent(reason: "cannot be signed: \(error)", isConfiguration: true)))
            return
        }
        do throws(TransferError) {
            try mails.start(mail)
        } catch {
            // No connection after all: the next turn stores that it was not sent.
            unstarted.append(.finished(id: mail.id, .notSent(reason: "\(error)", isConfiguration: false)))
            submission.recalled = "no free connection"
        }
    }

    /// Only what is claimed and about to go: a signature is the dearest part of a mail.
    private func signed(_ mail: OutgoingMail) throws -> OutgoingMail {
        guard let signing else { return mail }
        let domain = AddressForm.domain(of: mail.sender)
        let keys = signing.keys(for: domain)
        if keys.isEmpty, unsignedDomains.insert(domain).inserted {
            logger.warning(
                "no DKIM key for a sender's domain: its mails go unsigned", metadata: ["domain": "\(domain)"])
        }
        let signatures = try DKIMSigner.signatures(of: mail.content, by: keys, time: .now)
        return try OutgoingMail(
            id: mail.id, sender: mail.sender, recipients: mail.recipients, content: Data(signatures) + mail.content)
    }
}
