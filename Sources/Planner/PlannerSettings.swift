import Foundation
import Links
import Rulebook
import Worker

/// The settings that only the planner has.
enum PlannerSettings {
    static let settle = Setting.duration(
        "planner.settle", "How long a case must be quiet before it is planned, so that an import is seen whole",
        default: "2s", range: .zero ... .seconds(600))
    static let dispatchTimeout = Setting.duration(
        "planner.dispatch-timeout", "How long a command may be under way unclaimed before it is planned anew",
        default: "30m", range: .seconds(10) ... .seconds(86_400))

    static let auditStream = Setting.bool(
        "planner.audit-stream", "Whether every entry of the audit log is also published to the stream dunlin.audit.log",
        default: false)

    static let all: [any SettingDeclaration] = [
        SharedSettings.store, SharedSettings.key, SharedSettings.config, SharedSettings.linksURL,
        SharedSettings.linksKey, settle, dispatchTimeout, auditStream,
    ]
}
