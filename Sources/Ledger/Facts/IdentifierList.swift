import Contracts
import Foundation

/// Lists of identifiers as the ledger stores them: a JSON array of texts.
///
/// A case that is planned reads one for each message it ever got, and most hold one plain name: what needs no escapes is
/// read and written without the general coder, which takes five microseconds each.
enum IdentifierList {
    static func text(of identifiers: [Identifier]) throws -> String {
        let escaped: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "\\")]
        if identifiers.contains(where: { $0.text.utf8.contains(where: escaped.contains) }) {
            return try Applier.json(identifiers)
        }
        return "[" + identifiers.map { "\"" + $0.text + "\"" }.joined(separator: ",") + "]"
    }

    static func identifiers(in text: String) throws -> [Identifier] {
        let bytes = text.utf8
        guard bytes.count > 4, !bytes.contains(UInt8(ascii: "\\")), text.hasPrefix("[\""), text.hasSuffix("\"]") else {
            return try JSONDecoder().decode([Identifier].self, from: Data(bytes))
        }
        let inside = text.dropFirst(2).dropLast(2)
        guard inside.utf8.contains(UInt8(ascii: "\"")) else { return [try Ledger.identifier(String(inside))] }
        return try inside.split(separator: "\",\"", omittingEmptySubsequences: false).map { part in
            try Ledger.identifier(String(part))
        }
    }
}
