import ArgumentParser
import Contracts
import Foundation
import Ledger
import Rulebook
import Store
import Transfer
import Worker

/// What the sender needs before it takes the first command.
struct MailRoomParts {
    let ledger: Ledger
    let rulebook: ActiveRulebook
    let mails: MailLoop
    let connections: Int
    let signing: DKIMKeys?

    /// - Throws: ``SetupProblem``
    init(_ runtime: WorkerRuntime) throws {
        let settings = runtime.settings
        let server = try Self.server(settings)
        connections = settings[EmailSenderSettings.connections]
        do throws(DKIMKeysProblem) {
            if let path = settings[EmailSenderSettings.dkimKeys] {
                signing = try DKIMKeys(path: path)
            } else {
                signing = nil
            }
        } catch {
            throw SetupProblem(what: "signing", error: "\(error)", code: .configuration)
        }
        do {
            mails = try MailLoop(server: server, connections: connections)
        } catch {
            throw SetupProblem(what: "mail server", error: "\(error)", code: .configuration)
        }
        do {
            ledger = try Ledger.open(
                path: settings[SharedSettings.store], keys: FleetKeys(setting: settings[SharedSettings.key]))
            try ledger.checkKeys()
            ledger.readPolicy = { try RuleFile.policy(in: $0, name: "stored policy") }
        } catch {
            let mayPass = (error as? StoreError)?.isTransient ?? false
            throw SetupProblem(what: "ledger", error: "\(error)", code: mayPass ? .unavailable : .configuration)
        }
        do throws(RulebookProblems) {
            rulebook = try ActiveRulebook(folder: URL(filePath: settings[SharedSettings.config]))
        } catch {
            throw SetupProblem(what: "configuration folder", error: "\(error)", code: .configuration)
        }
    }

    private static func server(_ settings: Settings) throws(SetupProblem) -> MailServer {
        do throws(MailServer.Problem) {
            return try MailServer(
                url: settings[EmailSenderSettings.server], user: settings[EmailSenderSettings.user],
                password: settings[EmailSenderSettings.password], security: settings[EmailSenderSettings.security],
                caFile: settings[EmailSenderSettings.caFile], helloName: settings[EmailSenderSettings.hello],
                connectTimeout: settings[EmailSenderSettings.connectTimeout],
                responseTimeout: settings[EmailSenderSettings.responseTimeout])
        } catch {
            throw SetupProblem(what: "mail server", error: Self.text(error), code: .configuration)
        }
    }

    private static func text(_ problem: MailServer.Problem) -> String {
        switch problem {
        case .url: "DUNLIN_EMAIL_SERVER is no smtp:// or smtps:// URL"
        case .security: "DUNLIN_EMAIL_SECURITY: only tls goes with smtps, and it goes only with smtps"
        case .credentials: "DUNLIN_EMAIL_USER and DUNLIN_EMAIL_PASSWORD need each other"
        case .passwordWithoutTLS:
            "DUNLIN_EMAIL_PASSWORD leaves this machine only over TLS: set DUNLIN_EMAIL_SECURITY to starttls or use smtps"
        case .caFile: "DUNLIN_EMAIL_CA_FILE cannot be read"
        case .helloName: "DUNLIN_EMAIL_HELLO is no host name"
        case .timeout: "DUNLIN_EMAIL_CONNECT_TIMEOUT and DUNLIN_EMAIL_RESPONSE_TIMEOUT are 1s to 1h"
        }
    }
}

/// Why the sender cannot start.
struct SetupProblem: Error, CustomStringConvertible {
    let what: String
    let error: String
    let code: ExitCode

    var description: String { "\(what): \(error)" }
}
