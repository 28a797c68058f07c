import Contracts
import Ledger
import Testing
import Transfer

@testable import EmailSender

@Suite struct `The outcome of a mail` {
    static let table: [(MailResult, SubmissionOutcome)] = [
        (.accepted(response: "250 2.0.0 Ok"), .accepted(code: 250, reason: "250 2.0.0 Ok")),
        refusal(550, "5.1.1 no such user", .recipient, .rejected(true)),
        refusal(550, "no such user", .recipient, .rejected(true)),
        refusal(551, "moved", .recipient, .rejected(true)),
        refusal(553, "name not allowed", .recipient, .rejected(true)),
        refusal(554, "5.7.1 relay access denied", .recipient, .rejected(false)),
        refusal(552, "5.2.2 mailbox full", .recipient, .rejected(false)),
        refusal(552, "5.1.6 mailbox has moved", .recipient, .rejected(true)),
        refusal(550, "5.1.8 bad sender", .mail, .rejected(false)),
        refusal(554, "5.6.0 spam", .message, .rejected(false)),
        refusal(554, "no", .data, .rejected(false)),
        refusal(451, "4.7.1 greylisted", .recipient, .deferred),
        refusal(452, "full", .message, .deferred),
        refusal(421, "busy", .greeting, .deferred),
        refusal(554, "go away", .greeting, .deferred),
        refusal(535, "no", .authentication, .deferred),
        (.notSent(reason: "refused", isConfiguration: false), .deferred(code: nil, reason: "refused")),
        (.notSent(reason: "login", isConfiguration: true), .deferred(code: nil, reason: "login")),
        (.unknown(reason: "gone"), .unknown(reason: "gone")),
    ]

    enum Kind {
        case rejected(Bool)
        case deferred
    }

    static func refusal(
        _ code: Int, _ text: String, _ stage: MailStage, _ kind: Kind
    ) -> (MailResult, SubmissionOutcome) {
        let outcome: SubmissionOutcome =
            switch kind {
            case .rejected(let isUndeliverable): .rejected(code: code, reason: text, isUndeliverable: isUndeliverable)
            case .deferred: .deferred(code: code, reason: text)
            }
        return (.refused(code: code, text: text, stage: stage), outcome)
    }

    @Test(arguments: [
        ("5.1.1 arctic.tern unknown", "5.1.1 <recipient> unknown"),
        ("mailbox ARCTIC.TERN is full (arctic.tern)", "mailbox <recipient> is full (<recipient>)"),
        ("Arctic Tern has left", "<recipient> has left"),
        ("arctic.terns are birds, and 5.1.1 stays", "arctic.terns are birds, and 5.1.1 stays"),
        ("2.0.0 queued as 4F2A", "2.0.0 queued as 4F2A"),
        ("", ""),
    ])
    func `does not tell what the recipient is called`(said: String, told: String) {
        let recipient = Mailbox(name: "Arctic Tern", address: "arctic.tern@example.com")
        let outcome = SubmissionOutcome(.refused(code: 550, text: said, stage: .recipient), hiding: recipient)
        #expect(outcome.reason == told && outcome.result == .rejected)
    }

    @Test(arguments: table.indices)
    func `follows from the server's word`(index: Int) {
        let (result, outcome) = Self.table[index]
        #expect(SubmissionOutcome(result) == outcome)
    }
}
