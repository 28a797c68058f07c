/// Numbers of invoices and payment references, as they are written in the text.
struct CodeReader {
    private(set) var invoices: [String] = []
    private(set) var references: [String] = []

    init(_ text: String) {
        var before: [String] = []
        for piece in text.split(whereSeparator: { $0.isWhitespace || ",;()<>\"".contains($0) }) {
            var code = Substring(piece.reversedDrop { ".:!?'".contains($0) })
            while let first = code.first, "#'".contains(first) { code = code.dropFirst() }
            let folded = Folding.fold(code)
            if isCode(folded) {
                take(String(code), folded, before)
            }
            if !Self.fillers.contains(folded.filter { $0.isLetter }) || isCode(folded) {
                before.append(isCode(folded) ? "#" : folded)
                if before.count > 3 { before.removeFirst() }
            }
        }
    }

    private mutating func take(_ code: String, _ folded: String, _ before: [String]) {
        var last = before.last ?? ""
        // "INV-1042 and 1043": what goes for the first goes for the second.
        if last == "#", before.count > 1 { last = before[before.count - 2] }
        if Self.referenceWords.contains(last) {
            if !references.contains(code) { references.append(code) }
            return
        }
        let letters = folded.prefix { $0.isLetter }
        let isNamed = Self.invoiceWords.contains(last)
        guard isNamed || Self.prefixes.contains(String(letters)) && folded.utf8.count > letters.utf8.count + 2 else {
            return
        }
        let written = code.first?.isLetter == true ? code.uppercased() : code
        if !invoices.contains(written) { invoices.append(written) }
    }

    /// Three digits at least, and nothing but digits, letters and the marks between them.
    private func isCode(_ folded: String) -> Bool {
        var digits = 0
        for byte in folded.utf8 {
            switch byte {
            case 0x30...0x39: digits += 1
            case 0x61...0x7A, 0x2D, 0x2F, 0x5F: break
            // A mark of amounts and dates.
            default: return false
            }
        }
        return digits >= 3
    }

    private static let fillers: Set<String> = [
        "", "no", "nr", "n", "number", "num", "nummer", "numero", "nos", "the", "die", "la", "le", "of", "and", "und",
        "et", "y", "en", "e",
        "is", "ist", "&", "numer", "och", "og",
    ]
    private static let prefixes: Set<String> = [
        "inv", "re", "rg", "rnr", "rech", "fa", "fac", "fact", "fv", "ft", "fak", "si", "vf", "in", "f", "r", "invoice",
    ]
    private static let invoiceWords: Set<String> = [
        "invoice", "invoices", "inv", "bill", "rechnung", "rechnungen", "rechnungsnummer", "rechnungsnr", "re",
        "facture",
        "factures", "factura", "facturas", "factuur", "facturen", "factuurnummer", "fattura", "fatture", "fatura",
        "faturas",
        "faktura", "faktury", "fakture", "fakturze", "fakturan", "fakturaen", "fakturor", "fakturaer", "fakturanummer",
    ]
    private static let referenceWords: Set<String> = [
        "reference", "ref", "verwendungszweck", "referenz", "referencia", "kenmerk", "riferimento", "referencja",
        "tytul",
        "referens", "transaction", "transaktion", "case",
    ]
}
