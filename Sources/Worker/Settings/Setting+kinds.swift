import Foundation

extension Setting where Value == String {
    package static func string(
        _ key: String, _ doc: String, default: String? = nil, secret: Bool = false
    ) -> Setting {
        Setting(key, doc, unit: "text", default: `default`, secret: secret) { text throws(SettingProblem) in
            guard !text.isEmpty else { throw SettingProblem("must not be empty") }
            return text
        }
    }

    /// One of a few words.
    package static func choice(_ key: String, _ doc: String, of words: [String], default: String?) -> Setting {
        Setting(key, doc, unit: words.joined(separator: "|"), default: `default`) { text throws(SettingProblem) in
            guard words.contains(text) else {
                throw SettingProblem("must be one of \(words.joined(separator: ", "))")
            }
            return text
        }
    }

    /// A file or folder. Whether it exists is for whoever opens it to say.
    package static func path(_ key: String, _ doc: String, default: String? = nil) -> Setting {
        Setting(key, doc, unit: "path", default: `default`) { text throws(SettingProblem) in
            guard !text.isEmpty, !text.utf8.contains(0) else { throw SettingProblem("must be a path") }
            return text
        }
    }
}

extension Setting where Value == Int {
    package static func int(
        _ key: String, _ doc: String, unit: String, default: Int?, range: ClosedRange<Int>
    ) -> Setting {
        Setting(key, doc, unit: unit, default: `default`.map(String.init)) { text throws(SettingProblem) in
            guard let number = Int(text), range.contains(number) else {
                throw SettingProblem("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    /// Bytes, with `KiB`, `MiB` or `GiB`, or plain.
    package static func bytes(
        _ key: String, _ doc: String, default: String?, range: ClosedRange<Int>
    ) -> Setting {
        Setting(key, doc, unit: "bytes", default: `default`) { text throws(SettingProblem) in
            let factors = [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("", 1)]
            for (suffix, factor) in factors where text.hasSuffix(suffix) {
                guard let number = Int(text.dropLast(suffix.count)) else { continue }
                let (bytes, overflows) = number.multipliedReportingOverflow(by: factor)
                if !overflows, range.contains(bytes) { return bytes }
            }
            throw SettingProblem("must be \(range.lowerBound) to \(range.upperBound) bytes, as in 64KiB or 16MiB")
        }
    }
}

extension Setting where Value == Bool {
    package static func bool(_ key: String, _ doc: String, default: Bool?) -> Setting {
        Setting(key, doc, unit: "true|false", default: `default`.map(String.init)) { text throws(SettingProblem) in
            guard let value = Bool(text) else { throw SettingProblem("must be true or false") }
            return value
        }
    }
}

extension Setting where Value == URL {
    /// - Parameter schemes: those allowed, in lower case.
    package static func url(
        _ key: String, _ doc: String, schemes: [String], default: String? = nil, secret: Bool = false
    ) -> Setting {
        let unit = "url (" + schemes.joined(separator: ", ") + ")"
        return Setting(key, doc, unit: unit, default: `default`, secret: secret) { text throws(SettingProblem) in
            guard let url = URL(string: text), let scheme = url.scheme?.lowercased(), schemes.contains(scheme),
                let host = url.host(), !host.isEmpty
            else {
                let starts = schemes.map { $0 + "://" }.joined(separator: " or ")
                throw SettingProblem("must be a URL that begins with \(starts) and names a host")
            }
            return url
        }
    }
}

extension Setting where Value == Duration {
    /// A number and its unit, as in `250ms`, `30s`, `5m` or `2h`.
    package static func duration(
        _ key: String, _ doc: String, default: String?, range: ClosedRange<Duration>
    ) -> Setting {
        Setting(key, doc, unit: "duration", default: `default`) { text throws(SettingProblem) in
            guard let duration = Duration(setting: text), range.contains(duration) else {
                let (low, high) = (range.lowerBound.settingText, range.upperBound.settingText)
                throw SettingProblem("must be a duration from \(low) to \(high), as in 250ms, 30s, 5m or 2h")
            }
            return duration
        }
    }
}

extension Duration {
    /// Longest first: `ms` ends in `s`, and a whole number of hours is told in hours.
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000),
    ]

    /// Reads `250ms`, `30s`, `5m` or `2h`; nil for anything else, a fraction or a sign included.
    package init?(setting text: String) {
        guard let unit = Self.units.first(where: { text.hasSuffix($0.suffix) }) else { return nil }
        let digits = text.dropLast(unit.suffix.count)
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(digits)
        else { return nil }
        let (milliseconds, overflows) = number.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflows else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// As a setting would be written, in the largest unit that is exact.
    package var settingText: String {
        let (seconds, attoseconds) = components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        let unit = Self.units.dropFirst().first { milliseconds != 0 && milliseconds % $0.milliseconds == 0 }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.suffix)" } ?? "\(milliseconds)ms"
    }

    package var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
