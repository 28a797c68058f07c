import Foundation

/// The JSON Schema (2020-12) of each message: what upstream teams check against before they publish.
///
/// The schemas say what a schema can say; the fleet's reader also checks dates and amounts against each other.
package enum MessageSchema {
    /// The whole message: envelope and data, with an example.
    package static func document(of type: MessageType) -> JSONValue {
        let envelope = Schema.object(
            summary(of: type),
            [
                Schema.required(
                    "specversion", ["type": "string", "const": "1.0", "description": "The version of CloudEvents."]),
                Schema.required(
                    "id", Schema.identifier("With source the event's name for ever: a second one is taken as a copy.")),
                Schema.required("source", Schema.identifier("The service that publishes, for example /billing.")),
                Schema.required(
                    "type", ["type": "string", "const": .text(type.rawValue), "description": "The message's type."]),
                Schema.required("time", Schema.instant("When it became true in the source.")),
                Schema.optional("datacontenttype", Schema.words("Always application/json.")),
                Schema.optional("traceparent", Schema.words("W3C Trace Context, carried through the fleet.")),
                Schema.required("data", data(of: type)),
            ])
        guard case .object(var members) = envelope else { return envelope }
        members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        members["$id"] = .text("urn:dunlin:schema:" + type.rawValue)
        members["title"] = .text(type.rawValue)
        members["examples"] = [example(of: type)]
        return .object(members)
    }

    static func example(of type: MessageType) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Message.example(of: type).encoded())
        } catch {
            preconditionFailure("the example of \(type.rawValue) is no JSON that can be read")
        }
    }

    /// What the message says, in one sentence.
    static func summary(of type: MessageType) -> String {
        switch type {
        case .accountUpserted: "A debtor of one creditor, in full, as upstream knows it now."
        case .accountStated: "What upstream's books say of one account as of an instant; it proves completeness."
        case .invoiceIssued: "An invoice was issued, in full."
        case .invoiceAdjusted: "An invoice was changed: in full as it is now."
        case .invoiceVoided: "An invoice was declared void: nothing of it is owed."
        case .invoiceWrittenOff: "An invoice was written off: it is no longer asked for."
        case .paymentReceived: "Money came in. It never changes; what is not allocated is unapplied cash."
        case .paymentReversed: "A payment, or a part of it, was taken back. It never changes."
        case .paymentAllocated: "The whole allocation of one payment as it is now; it replaces any earlier one."
        case .creditNoteIssued: "An amount that the creditor gives back on its own invoices. It never changes."
        case .disputeOpened: "The debtor contests an invoice, a part of it, or the account."
        case .disputeClosed: "A dispute is settled."
        case .holdPlaced: "Reminding rests: for a creditor, an account or an invoice."
        case .holdLifted: "A hold is over."
        case .sourceHeartbeat: "The creditor's source is alive and has published everything it knew at that instant."
        case .deliveryAccepted: "The provider has taken the message."
        case .deliveryRejected: "The provider will never take the message."
        case .deliveryDeferred: "The message was refused before acceptance; the planner decides anew after a delay."
        case .deliveryUnknown: "Nobody knows whether the provider took the message; it waits for word."
        case .deliveryDeclined: "The ledger refused the message before it was sent; the reason says why."
        case .attemptParked: "A worker put the attempt's command into a dead-letter queue."
        case .attemptResolved: "Word on an attempt whose outcome was unknown."
        case .responseOptedOut: "The debtor asked that a channel stop."
        case .factsAccepted: "An operator declares an account's facts complete although an event of it is parked."
        case .promiseMade: "The debtor says what will be paid and by when; that part rests until then."
        case .promiseWithdrawn: "A promise to pay counts no longer."
        case .planAgreed: "Invoices are paid in instalments, which replace their due dates."
        case .planCancelled: "A payment plan counts no longer."
        case .taskClosed: "A person has dealt with a task that the fleet opened."
        case .chargeWaived: "A fee or interest is not asked for after all."
        case .promiseKept: "What was promised came in time."
        case .promiseBroken: "What was promised did not come in time, or not all of it."
        case .chargeRaised: "A fee of a step was added to the charge ledger; no invoice's amount changes."
        case .auditRecorded: "An entry of the ledger's audit log, kept beside the ledger."
        case .reminderRender: "Write this reminder: everything a text may say about a case."
        case .emailSend: "Send this mail, if the ledger still says so."
        case .reminderSent: "A reminder was accepted for delivery."
        case .consentChanged: "A debtor's consent to a channel changed."
        case .taskOpened: "Something needs a person."
        case .eventRefused: "An event of upstream could not be taken and lies in a dead-letter queue."
        }
    }

    private static func data(of type: MessageType) -> JSONValue {
        switch type {
        case .accountUpserted: account
        case .accountStated: accountStatement
        case .invoiceIssued, .invoiceAdjusted, .invoiceVoided, .invoiceWrittenOff: invoice
        case .paymentReceived: payment
        case .paymentReversed: paymentReversal
        case .paymentAllocated: paymentAllocation
        case .creditNoteIssued: creditNote
        case .disputeOpened, .disputeClosed: dispute
        case .holdPlaced, .holdLifted: hold
        case .sourceHeartbeat: heartbeat
        case .promiseMade, .promiseWithdrawn: promise
        case .planAgreed, .planCancelled: plan
        case .taskClosed: taskClosed
        case .chargeWaived: chargeWaived
        case .promiseKept, .promiseBroken: promiseOutcome
        case .chargeRaised: chargeRaised
        case .auditRecorded: auditRecorded
        case .deliveryAccepted, .deliveryRejected, .deliveryDeferred, .deliveryUnknown, .deliveryDeclined: delivery
        case .attemptParked: attemptParked
        case .attemptResolved: attemptResolved
        case .responseOptedOut: optOut
        case .factsAccepted: factsAccepted
        case .reminderRender: reminderRender
        case .emailSend: emailSend
        case .reminderSent: reminderSent
        case .consentChanged: consentChanged
        case .taskOpened: taskOpened
        case .eventRefused: eventRefused
        }
    }
}
