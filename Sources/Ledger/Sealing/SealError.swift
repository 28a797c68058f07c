/// Why something sealed stays so. Names files and key ids, never a key.
package enum SealError: Error, Equatable, CustomStringConvertible {
    case noFile(String)
    case noKey(String)
    /// Keys of the fleet that are in use and not at hand.
    case missingKeys([String])
    /// Sealed with a key that is neither a data key of the ledger nor one of the fleet at hand.
    case unknownKey(String)
    /// What is stored is not what was sealed, or not for this place.
    case unreadable
    /// The person's data key was deleted.
    case erased

    /// Why a case rests when what is stored about its account does not open.
    static let why = "sealed data cannot be opened"

    /// Whether others are not concerned: no key is missing.
    var isOfOnePerson: Bool {
        switch self {
        case .unreadable, .erased, .unknownKey: true
        case .noFile, .noKey, .missingKeys: false
        }
    }

    package var description: String {
        switch self {
        case .noFile(let path): "the key file cannot be read: \(path)"
        case .noKey(let source): "\(source) holds no key: 32 bytes in Base64, as 'openssl rand -base64 32' writes them"
        case .missingKeys(let ids):
            "the ledger is sealed with the fleet's key \(ids.joined(separator: ", ")), which is not at hand"
        case .unknownKey(let id): "it is sealed with key \(id), which neither the ledger nor the key file holds"
        case .unreadable: "something sealed does not open: what is stored is not what was sealed there"
        case .erased: "its content was erased with the person's data key"
        }
    }
}
