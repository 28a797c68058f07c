import Foundation

/// What stands for a character that the GSM alphabet does not have.
enum Respelling {
    /// Signs that look much alike, and letters that are the same ones in another width. nil: none.
    static func sign(_ scalar: Unicode.Scalar) -> String? {
        if let sign = signs[scalar] { return sign }
        switch scalar.properties.generalCategory {
        case .dashPunctuation: return "-"
        case .spaceSeparator: return " "
        case .lineSeparator, .paragraphSeparator: return "\n"
        // Joiners, marks of direction, byte order marks, and control characters that no phone shows.
        case .format, .control: return ""
        default: break
        }
        if scalar.properties.isVariationSelector { return "" }
        // Full width, ligatures, fractions, small forms: the same characters in another dress.
        let plain = String(scalar).precomposedStringWithCompatibilityMapping
        guard plain != String(scalar) else { return nil }
        var output = ""
        for part in plain.unicodeScalars {
            if GSMAlphabet.septets(of: part) != nil {
                output.unicodeScalars.append(part)
            } else if let sign = signs[part] {
                output += sign
            } else {
                return nil
            }
        }
        return output
    }

    /// As ``sign(_:)``, and letters without their accents.
    static func letter(_ scalar: Unicode.Scalar) -> String? {
        if let sign = sign(scalar) { return sign }
        if let letter = letters[scalar] { return letter }
        let parts = String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars
        let base = parts.filter { $0.properties.generalCategory != .nonspacingMark }
        guard base.count < parts.count else { return nil }
        var output = ""
        for part in base {
            guard let plain = GSMAlphabet.septets(of: part) == nil ? letters[part] : String(part) else { return nil }
            output += plain
        }
        return output
    }

    /// By what stands for them: signs that no property of Unicode leads to.
    private static let signs = table([
        ("\"", "«»“”„‟❝❞〝〞〟ʺˮ"), ("'", "‘’‚‛❛❜ʹʻʼʽˈ´ˊˋ`′"), ("\"", "″"), ("<", "‹"), (">", "›"), ("-", "−⁃•·∙◦▪"),
        ("...", "…"), ("/", "⁄∕⧸÷"), ("\\", "⧵⧹"), ("|", "¦∣⏐❘"), ("*", "∗⁎⁕✱✲✳"), ("x", "×"), ("~", "∼˜"), ("^", "ˆ"),
        ("_", "‗"),
        ("+", "˖"), (":", "ː∶꞉"), (";", "⁏"), ("=", "꞊"), ("!", "ǃ"), ("(", "❨❪⟮"), (")", "❩❫⟯"), ("{", "❴"),
        ("}", "❵"),
        (",", "、"), (".", "。"), ("o", "°"), ("(c)", "©"), ("(R)", "®"), (" ", "\t"),
    ])

    /// By what stands for them: letters that are no other letter with an accent.
    private static let letters = table([
        ("l", "ł"), ("L", "Ł"), ("d", "đð"), ("D", "ĐÐ"), ("i", "ı"), ("oe", "œ"), ("OE", "Œ"), ("th", "þ"),
        ("TH", "Þ"),
        ("h", "ħ"), ("H", "Ħ"), ("t", "ŧ"), ("T", "Ŧ"), ("n", "ŋ"), ("N", "Ŋ"), ("k", "ĸ"), ("SS", "ẞ"),
        // Greek capitals that look like Latin ones; the alphabet has the others.
        ("A", "Α"), ("B", "Β"), ("E", "Ε"), ("Z", "Ζ"), ("H", "Η"), ("I", "Ι"), ("K", "Κ"), ("M", "Μ"), ("N", "Ν"),
        ("O", "Ο"), ("P", "Ρ"), ("T", "Τ"), ("Y", "Υ"), ("X", "Χ"),
    ])

    private static func table(_ rows: [(plain: String, scalars: String)]) -> [Unicode.Scalar: String] {
        var table: [Unicode.Scalar: String] = [:]
        for row in rows {
            for scalar in row.scalars.unicodeScalars { table[scalar] = row.plain }
        }
        return table
    }
}
