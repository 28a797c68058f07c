import Foundation

/// Bodies that no upstream should send, seeded: wrong types, huge numbers, deep nesting, bytes that are no UTF-8.
struct HostileBodies {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Their creditor is not the one whose good events must go through: a refused event rests its account.
    func bodies(_ count: Int) -> [Data] {
        var copy = self
        return (0..<count).map { copy.body($0) }
    }

    private mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }

    private mutating func body(_ number: Int) -> Data {
        switch below(10) {
        case 0: return Data((0..<below(400)).map { _ in UInt8(truncatingIfNeeded: below(256)) })
        case 1: return event(number, data: String(repeating: "[", count: 2000 + below(60_000)))
        case 2: return event(number, amount: "1" + String(repeating: "0", count: 18 + below(300)))
        case 3: return event(number, amount: ["1.5", "\"12\"", "null", "[1]", "-1", "1e400", "true"][below(7)])
        case 4: return event(number, id: String(repeating: "i", count: 300))
        case 5: return event(number, type: ["dunlin.invoice.issued.v2", "other", "", "dunlin."][below(4)])
        case 6: return event(number, due: ["2026-02-30", "soon", "20261124", "2026-11-24T00:00:00Z"][below(4)])
        case 7: return event(number, account: ["", "a\\u0000b", String(repeating: "x", count: 200)][below(3)])
        case 8: return Data(event(number).dropLast(1 + below(200)))
        default: return Data([UInt8](event(number)).map { below(40) == 0 ? 0xFF : $0 } + [0xC3])
        }
    }

    private func event(
        _ number: Int, id: String? = nil, type: String = "dunlin.invoice.issued.v1", amount: String = "100",
        due: String = "2026-11-24", account: String = "a", data: String? = nil
    ) -> Data {
        let invoice = """
            {"creditor":"hostile","account":"\(account)","invoice":"h\(number)","amount":{"minor":\(amount),\
            "currency":"EUR"},"issuedOn":"2026-11-01","dueOn":"\(due)"}
            """
        return Data(
            """
            {"specversion":"1.0","id":"\(id ?? "h\(number)")","source":"/hostile","type":"\(type)",\
            "time":"2026-11-24T08:00:00Z","data":\(data ?? invoice)}
            """.utf8)
    }
}
