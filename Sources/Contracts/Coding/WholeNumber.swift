/// A 64-bit integer that says where it stands when it cannot be read.
///
/// `JSONDecoder` reports 1.5 and 1e400 without a path and as broken JSON.
struct WholeNumber: Decodable {
    let value: Int64

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            self.value = try container.decode(Int64.self)
        } catch let error as DecodingError {
            throw error
        } catch {
            // JSONDecoder's own error, which it turns into one about the whole document further up.
            throw DecodingError.refused("is not a whole number of 64 bits", at: decoder.codingPath)
        }
    }
}

// Within this module these shadow the standard ones, also in the coding that the compiler writes.
extension KeyedDecodingContainer {
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
        try decode(WholeNumber.self, forKey: key).value
    }

    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try decodeIfPresent(WholeNumber.self, forKey: key)?.value
    }

    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        Int(try decode(WholeNumber.self, forKey: key).value)
    }

    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        (try decodeIfPresent(WholeNumber.self, forKey: key)?.value).map(Int.init)
    }
}
