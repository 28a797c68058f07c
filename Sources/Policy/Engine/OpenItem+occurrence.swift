import Contracts

extension OpenItem {
    /// The occurrence of every step of an item that has a ladder of its own: a number from its invoice and instalment,
    /// the same whatever happens to either.
    ///
    /// From 2^51 to 2^52 - 1, so that it is exact in JSON everywhere and never the number of a day or 0. That two of a
    /// thousand invoices of a case share one has a chance of about one in four thousand million.
    /// - Source: FNV-1a with 64 bits, of which the lower 51 are taken.
    package var occurrenceAlone: Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in invoice.text.utf8 { mix(byte) }
        if let instalment {
            // No identifier holds a zero byte.
            mix(0)
            for byte in String(instalment).utf8 { mix(byte) }
        }
        return Int(hash & (1 << 51 - 1)) | 1 << 51
    }
}
