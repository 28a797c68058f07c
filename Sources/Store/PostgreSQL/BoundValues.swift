/// The values of one run of a statement, in PostgreSQL's binary form.
struct BoundValues {
    private var bytes: [UInt8] = []
    /// Where each value begins; nil for NULL.
    private var starts: [Int?] = []
    private var lengths: [Int32] = []

    init(_ values: [Value]) throws(StoreError) {
        starts.reserveCapacity(values.count)
        lengths.reserveCapacity(values.count)
        bytes.reserveCapacity(values.count * 16)
        for (number, value) in zip(1..., values) { try append(value, number: number) }
    }

    private mutating func append(_ value: Value, number: Int) throws(StoreError) {
        let start = bytes.count
        switch value {
        case .null:
            starts.append(nil)
            lengths.append(0)
            return
        case .int(let value):
            withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
        case .text(let text):
            bytes.append(contentsOf: text.utf8)
            guard !bytes[start...].contains(0) else {
                throw .unstorable(parameter: number, reason: "text holds a U+0000")
            }
        case .blob(let blob):
            bytes.append(contentsOf: blob)
        }
        guard let length = Int32(exactly: bytes.count - start), length < 1 << 30 else {
            throw .unstorable(parameter: number, reason: "too large")
        }
        starts.append(start)
        lengths.append(length)
    }

    /// Gives the three arrays that libpq wants; their formats are all binary.
    func withPointers<T>(
        _ body: (_ values: [UnsafePointer<CChar>?], _ lengths: [Int32], _ formats: [Int32]) -> T
    ) -> T {
        // One byte more: an empty value at the end needs a pointer too, since NULL means NULL.
        (bytes + [0]).withUnsafeBytes { all in
            let base = all.bindMemory(to: CChar.self).baseAddress
            let pointers = starts.map { start in
                start.flatMap { offset in base.map { $0 + offset } }
            }
            return body(pointers, lengths, [Int32](repeating: 1, count: lengths.count))
        }
    }
}
