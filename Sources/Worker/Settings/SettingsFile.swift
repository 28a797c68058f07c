import Foundation

/// A settings file: JSON, nested or with dotted keys, one for a worker or one for the whole fleet.
///
/// `{"broker": {"url": "…"}, "planner": {"batch.size": 128}}`: an object named like a worker holds what is meant for that
/// worker alone, wins over the rest, and is ignored by the other workers.
struct SettingsFile {
    /// Texts by dotted key; numbers and truth values as they would be written.
    private(set) var values: [String: String] = [:]
    private(set) var problems: [String] = []

    /// - Parameters:
    ///   - worker: whose section counts.
    ///   - otherWorkers: whose sections are ignored.
    init(_ data: Data, worker: String, otherWorkers: Set<String>) {
        let json: Any
        do {
            json = try JSONSerialization.jsonObject(with: data)
        } catch {
            problems = ["settings file: is not JSON"]
            return
        }
        guard let object = json as? [String: Any] else {
            problems = ["settings file: must hold one JSON object"]
            return
        }
        let sections = otherWorkers.union([worker])
        add(object.filter { !sections.contains($0.key) }, under: "")
        switch object[worker] {
        case nil: break
        case let section as [String: Any]: add(section, under: "")
        default: problems.append("settings file: \(worker): must be an object with the settings of that worker")
        }
    }

    private mutating func add(_ object: [String: Any], under prefix: String) {
        for (name, value) in object {
            let key = prefix + name
            switch value {
            case let inner as [String: Any]: add(inner, under: key + ".")
            case let text as String: values[key] = text
            case let number as NSNumber: values[key] = Self.text(of: number)
            default: problems.append("settings file: \(key): must be a text, a number or a truth value")
            }
        }
    }

    private static func text(of number: NSNumber) -> String {
        CFBooleanType.isBoolean(number) ? (number.boolValue ? "true" : "false") : number.stringValue
    }
}

/// JSON's `true` arrives as a number; only its kind tells it from 1.
private enum CFBooleanType {
    static func isBoolean(_ number: NSNumber) -> Bool {
        type(of: number) == type(of: NSNumber(value: true)) && number.objCType.pointee == CChar(UInt8(ascii: "c"))
    }
}
