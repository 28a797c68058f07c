import Ledger
import Store

extension Failure {
    /// Runs `work` on a ledger and gives its errors the exit codes of the command line.
    static func reporting<T>(_ work: () throws -> T) throws(Failure) -> T {
        do {
            return try work()
        } catch let failure as Failure {
            throw failure
        } catch let error as LedgerError {
            throw Failure(error)
        } catch let error as StoreError {
            throw Failure(error)
        } catch let error as SealError {
            throw Failure(error)
        } catch {
            throw Failure(.unavailable, "the ledger could not be used: \(error)")
        }
    }

    private init(_ error: LedgerError) {
        switch error {
        case .missing: self.init(.unavailable, "\(error)")
        case .clockIsSettled:
            self.init(.configuration, "\(error)", remedy: "leave --clock out or create another ledger")
        case .clockIsReal:
            self.init(
                .configuration, "\(error)", remedy: "only a ledger made with 'ledger init --clock test' has one to move"
            )
        case .unreadableVersion:
            self.init(
                .configuration, "\(error)", remedy: "'dunlin policy migrate' moves its cases to one that can be read")
        case .clockGoesBack: self.init(.usage, "\(error)", remedy: "name a later time; 'dunlin clock show' tells it")
        }
    }

    private init(_ error: SealError) {
        switch error {
        case .noFile, .noKey:
            self.init(.configuration, "\(error)", remedy: "name a file with the fleet's keys in DUNLIN_KEY_FILE")
        case .missingKeys, .unknownKey:
            self.init(.configuration, "\(error)", remedy: "put that key into the file that DUNLIN_KEY_FILE names")
        case .unreadable: self.init(.unavailable, "\(error)", remedy: "a backup may have it as it was")
        case .erased: self.init(.refused, "\(error)")
        }
    }

    private init(_ error: StoreError) {
        switch error {
        case .schema(.older):
            self.init(.unavailable, "\(error)", remedy: "'dunlin ledger init' brings the ledger up to date")
        case .full: self.init(.inputOutput, "\(error)", remedy: "make room and run the command again")
        case .io: self.init(.inputOutput, "\(error)")
        case .busy: self.init(.unavailable, "\(error)", remedy: "run the command again when that program is done")
        case .unavailable: self.init(.unavailable, "\(error)", remedy: "run the command again when the server answers")
        case .constraint, .unstorable, .corrupt, .schema, .place, .misuse: self.init(.unavailable, "\(error)")
        }
    }
}
