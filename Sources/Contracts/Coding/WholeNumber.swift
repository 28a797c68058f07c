/// Whole numbers say where they stand when they cannot be read: `JSONDecoder` reports 1.5 and 1e400 without a path and
/// as broken JSON.
///
/// Within this module these shadow the standard ones, also in the coding that the compiler writes.
extension KeyedDecodingContainer {
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try wholeNumber(type, at: key) }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { Int(try wholeNumber(Int64.self, at: key)) }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try isPresent(key) ? wholeNumber(type, at: key) : nil
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try decodeIfPresent(Int64.self, forKey: key).map(Int.init)
    }

    private func isPresent(_ key: Key) throws -> Bool { try contains(key) && !decodeNil(forKey: key) }
}

extension KeyedDecodingContainerProtocol {
    fileprivate func wholeNumber(_ type: Int64.Type, at key: Key) throws -> Int64 {
        do {
            return try decode(type, forKey: key)
        } catch let error as DecodingError {
            throw error
        } catch {
            // JSONDecoder's own error, which it turns into one about the whole document further up.
            throw DecodingError.refused("is not a whole number of 64 bits", at: codingPath + [key])
        }
    }
}
