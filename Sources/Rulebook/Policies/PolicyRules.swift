import Contracts
import Policy

/// What a policy file says beside its ladder; a key that is left out has its default.
struct PolicyRules {
    let grace: Int
    let minimum: [Currency: Int64]
    let minimumPercent: Int
    let disputes: DisputeRules
    let promises: PromiseRules
    let plans: PlanRules
    let unapplied: UnappliedCashRules
    let consolidation: Consolidation
    let speaker: Speaker
    let fallback: ChannelFallback

    /// What is wrong, is noted.
    init(in file: YAMLOutline) {
        grace = file.optionalNumber("grace", in: 0...365, of: "days") ?? 0
        minimum = Self.minimum(in: file)
        minimumPercent = file.optionalNumber("minimum_percent", in: 0...100, of: "percent") ?? 0
        disputes = Self.disputes(in: file)
        promises = Self.promises(in: file)
        plans = Self.group("plans", in: file, else: PlanRules()) { plans in
            PlanRules(graceDays: plans.optionalNumber("grace", in: 0...60, of: "days") ?? PlanRules().graceDays)
        }
        unapplied = Self.group("unapplied", in: file, else: UnappliedCashRules()) { unapplied in
            UnappliedCashRules(holdDays: unapplied.optionalNumber("hold_days", in: 0...60, of: "days") ?? 0)
        }
        consolidation = Self.consolidation(in: file)
        speaker = file.word("speaker", as: Speaker.self) ?? .carrying
        fallback = Self.fallback(in: file)
    }

    private static func minimum(in file: YAMLOutline) -> [Currency: Int64] {
        group("minimum", in: file, else: [:], keys: "currencies of ISO 4217 such as EUR") { minimum in
            var amounts: [Currency: Int64] = [:]
            for key in minimum.keys {
                guard let currency = Currency(key) else { continue }
                amounts[currency] = minimum.text(key, allowed: "0 to \(Money.largestMinor) minor units") { text in
                    Int64(text).flatMap { (0...Money.largestMinor).contains($0) ? $0 : nil }
                }
            }
            return amounts
        }
    }

    private static func disputes(in file: YAMLOutline) -> DisputeRules {
        group("disputes", in: file, else: DisputeRules()) { disputes in
            DisputeRules(
                restGoesOn: disputes.truth("rest_goes_on") ?? true, agesAnew: disputes.truth("ages_anew") ?? false,
                serviceDays: disputes.optionalNumber("service_days", in: 1...365, of: "days"),
                owner: disputes.optionalText("owner", allowed: Forms.lineWords, Forms.line))
        }
    }

    private static func promises(in file: YAMLOutline) -> PromiseRules {
        let usual = PromiseRules()
        return group("promises", in: file, else: usual) { promises in
            PromiseRules(
                graceDays: promises.optionalNumber("grace", in: 0...60, of: "days") ?? usual.graceDays,
                extensions: promises.optionalNumber("extensions", in: 0...10, of: "extensions") ?? usual.extensions,
                brokenTemplate: promises.optionalText(
                    "broken_template", allowed: "the name of a folder in templates/", Forms.id))
        }
    }

    /// Accounts for which a parent pays are one case before a policy sees them, so `parent` is the same as `account`.
    private static func consolidation(in file: YAMLOutline) -> Consolidation {
        let words: [String: Consolidation] = ["account": .account, "parent": .account, "invoice": .invoice]
        return file.optionalText("consolidate", allowed: "account, parent, invoice") { words[$0] } ?? .account
    }

    private static func fallback(in file: YAMLOutline) -> ChannelFallback {
        let names = Channel.all.joined(separator: ", ")
        return group("fallback", in: file, else: ChannelFallback(), keys: names) { outline in
            var next: [Channel: [Channel]] = [:]
            for key in outline.keys {
                guard let channel = Channel(rawValue: key) else { continue }
                next[channel] = outline.texts(key, allowed: "a list of \(names)") { Channel(rawValue: $0) }
            }
            let fallback = ChannelFallback(next)
            if let circle = fallback.circle {
                outline.refuse(
                    circle[0].rawValue,
                    "goes round in a circle (\(circle.map(\.rawValue).joined(separator: ", "))); allowed is a way that ends"
                )
            }
            return fallback
        }
    }

    /// A key that holds keys; without it the default.
    private static func group<Value>(
        _ key: String, in file: YAMLOutline, else usual: Value, keys: String? = nil, _ read: (YAMLOutline) -> Value
    ) -> Value {
        guard let outline = file.outline(key, isRequired: false) else { return usual }
        let value = read(outline)
        outline.refuseOtherKeys(allowed: keys)
        return value
    }
}
