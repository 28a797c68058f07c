import Contracts
import Foundation
import Policy
import Yams

/// A policy or creditor file read alone, outside a configuration folder and without templates: what a simulation needs.
///
/// The file may have any name; its id is the one it states.
package enum RuleFile {
    /// - Parameter name: of the file, for problems.
    package static func policy(in text: String, name: String) throws(RulebookProblems) -> DunningPolicy {
        try read(text, name, idKey: "policy", PolicyFile.policy)
    }

    /// As ``policy(in:name:)``, with its hash and text.
    package static func version(in text: String, name: String) throws(RulebookProblems) -> PolicyVersion {
        PolicyVersion(try policy(in: text, name: name), text: text)
    }

    /// - Parameter name: of the file, for problems.
    package static func creditor(in text: String, name: String) throws(RulebookProblems) -> Creditor {
        try read(text, name, idKey: "creditor", CreditorFile.creditor)
    }

    private static func read<Value>(
        _ text: String, _ name: String, idKey: String, _ reader: (String, String, YAMLOutline.Notes) -> Value?
    ) throws(RulebookProblems) -> Value {
        let notes = YAMLOutline.Notes(file: name)
        guard let value = reader(text, id(under: idKey, in: text), notes) else {
            throw RulebookProblems(notes.problems)
        }
        return value
    }

    /// Empty if the file states none, which its reader will say.
    private static func id(under key: String, in text: String) -> String {
        guard case .success(let root?) = YAMLOutline.compose(text) else { return "" }
        return root[key]?.scalar?.string ?? ""
    }
}
