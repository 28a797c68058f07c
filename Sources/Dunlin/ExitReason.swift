/// How `dunlin` ends. The numbers of 64 and above are those of sysexits.h.
enum ExitReason: Int32, CaseIterable {
    case success = 0
    /// Some of the input was refused; the rest was taken.
    case refused = 1
    /// What was compared differs.
    case differs = 2
    case usage = 64
    /// The broker or the ledger cannot be reached or used. A retry can help.
    case unavailable = 69
    case inputOutput = 74
    case configuration = 78

    var meaning: String {
        switch self {
        case .success: "done"
        case .refused: "some input was refused, the rest was taken"
        case .differs: "what was compared differs"
        case .usage: "the command line cannot be used as it is"
        case .unavailable: "broker or ledger not reached"
        case .inputOutput: "a file could not be read or written"
        case .configuration: "a configuration, map or setting is wrong"
        }
    }
}
