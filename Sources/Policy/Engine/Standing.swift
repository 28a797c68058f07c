import Contracts

/// What a case comes to at an instant: each amount that ages alone, and what of it may be asked for.
///
/// Payment plans and instalments are taken apart, what is disputed or promised in part is taken off, and an item that
/// rests as a whole has a stop. Everything else of the engine goes by these items.
package struct Standing: Sendable {
    /// The oldest first, stopped ones included. Open amounts are without what rests.
    package var items: [OpenItem]
    /// Where each promise stands, in the order in which they were made.
    package var promises: [PromiseStanding]
    /// The first instant at which time alone makes other items of these facts, and why nothing is sent until then if
    /// they leave nothing to send; nil: never.
    var change: (at: Instant, reason: Decision.WaitReason)?
}

extension Standing {
    package init(of facts: CaseFacts, under policy: DunningPolicy, at now: Instant) {
        promises = []
        items = facts.items
        if facts.isIntricate(under: policy) {
            split(facts, under: policy, at: now)
            items.sort(by: OpenItem.isOlder)
            rest(facts, under: policy, at: now)
        } else {
            items.sort(by: OpenItem.isOlder)
        }
        for item in items { item.stop.map { note($0.until, $0.reason.waitReason) } }
    }

    private mutating func note(_ instant: Instant?, _ reason: Decision.WaitReason) {
        guard let instant, instant < change?.at ?? Instant(milliseconds: .max) else { return }
        change = (instant, reason)
    }

    /// Takes plans and instalments apart; a plan goes before an invoice's own instalments.
    private mutating func split(_ facts: CaseFacts, under policy: DunningPolicy, at now: Instant) {
        let today = facts.creditorZone.date(at: now)
        for index in items.indices where !policy.disputes.agesAnew { items[index].agesFrom = nil }
        var planned: Set<Identifier> = []
        var pieces: [OpenItem] = []
        for plan in facts.plans.sorted(by: { $0.id < $1.id }) {
            let covered = items.filter { plan.invoices.contains($0.invoice) && !planned.contains($0.invoice) }
            guard case .running(let end) = plan.standing(on: today, items: covered, rules: policy.plans) else {
                continue
            }
            note(facts.creditorZone.instant(end, minute: 0), .step)
            planned.formUnion(covered.map(\.invoice))
            pieces += Self.pieces(of: covered.sorted(by: OpenItem.isOlder), in: plan)
        }
        for item in items where !planned.contains(item.invoice) {
            pieces += item.instalments.isEmpty ? [item] : Self.pieces(of: item)
        }
        items = pieces
    }

    /// One item for each open instalment of an invoice.
    private static func pieces(of item: OpenItem) -> [OpenItem] {
        Instalment.remaining(of: item.instalments, open: item.openMinor).map { remainder in
            var piece = item
            piece.dueOn = remainder.instalment.dueOn
            piece.agesFrom = item.agesFrom.map { max($0, remainder.instalment.dueOn) }
            piece.amountMinor = remainder.instalment.amountMinor
            piece.openMinor = remainder.openMinor
            piece.instalment = remainder.number
            return piece
        }
    }

    /// The open instalments of a plan dealt out over its invoices, both from the oldest on.
    private static func pieces(of items: [OpenItem], in plan: PaymentPlan) -> [OpenItem] {
        let open = items.reduce(Int64(0)) { $0 + $1.openMinor }
        var remaining = Instalment.remaining(of: plan.instalments, open: open)[...]
        var pieces: [OpenItem] = []
        for item in items {
            var left = item.openMinor
            while left > 0, var first = remaining.first {
                let share = min(left, first.openMinor)
                var piece = item
                (piece.dueOn, piece.agesFrom) = (first.instalment.dueOn, nil)
                (piece.amountMinor, piece.openMinor, piece.instalment) = (share, share, first.number)
                pieces.append(piece)
                left -= share
                first.openMinor -= share
                remaining.removeFirst()
                if first.openMinor > 0 { remaining.insert(first, at: remaining.startIndex) }
            }
        }
        return pieces
    }
}

extension Standing {
    /// Takes off what rests in part: disputes and other parts as the facts give them, then open promises.
    private mutating func rest(_ facts: CaseFacts, under policy: DunningPolicy, at now: Instant) {
        for index in items.indices {
            items[index].rests = []
            // The pieces are what the engine goes by; the facts keep how the invoice is to be paid.
            items[index].instalments = []
        }
        for item in facts.items.sorted(by: OpenItem.isOlder) {
            // Of pieces it matters which part comes first: the order of the facts must not.
            for part in item.rests.sorted(by: PartRest.endsBefore) where part.until.map({ $0 > now }) ?? true {
                let isWhole = part.reason == .disputed && !policy.disputes.restGoesOn
                rest(isWhole ? item.openMinor : part.amountMinor, part.reason, until: part.until) { $0 == item.invoice }
            }
        }
        promises = PromiseToPay.standings(
            of: facts.promises, at: now, in: facts.creditorZone, by: policy.promises)
        for standing in promises where standing.rests {
            let promise = standing.promise
            rest(promise.amountMinor - promise.paidMinor, .promised, until: standing.end, where: promise.names)
        }
        for index in items.indices where !items[index].rests.isEmpty { takeOff(at: index) }
    }

    /// Puts a part to rest, oldest first, as far as there is something that does not rest yet.
    private mutating func rest(
        _ amountMinor: Int64, _ reason: PartRest.Reason, until: Instant?, where names: (Identifier) -> Bool
    ) {
        var left = amountMinor
        for index in items.indices where left > 0 && items[index].stop == nil && names(items[index].invoice) {
            let share = min(left, items[index].openMinor - items[index].restingMinor)
            guard share > 0 else { continue }
            items[index].rests.append(PartRest(share, reason, until: until))
            left -= share
        }
    }

    /// Leaves what does not rest; an item of which nothing is left rests until the first of its parts goes on.
    private mutating func takeOff(at index: Int) {
        let rests = items[index].rests
        let free = items[index].openMinor - items[index].restingMinor
        if free > 0 {
            items[index].openMinor = free
            for part in rests { note(part.until, part.reason == .promised ? .promised : .disputed) }
        } else {
            let first = rests.min { $0.end < $1.end }
            items[index].stop = first.map { Stop($0.reason == .promised ? .promised : .disputed, until: $0.until) }
        }
    }
}

extension CaseFacts {
    /// Whether some item is not simply open, in one sum, from its due date on.
    fileprivate func isIntricate(under policy: DunningPolicy) -> Bool {
        !promises.isEmpty || !plans.isEmpty
            || items.contains { !$0.rests.isEmpty || !$0.instalments.isEmpty || $0.agesFrom != nil }
    }
}

extension OpenItem {
    fileprivate var restingMinor: Int64 { rests.reduce(0) { $0 + $1.amountMinor } }
}

extension PartRest {
    fileprivate var end: Int64 { until?.milliseconds ?? .max }

    fileprivate static func endsBefore(_ left: PartRest, _ right: PartRest) -> Bool {
        (left.end, left.reason.rawValue, left.amountMinor) < (right.end, right.reason.rawValue, right.amountMinor)
    }
}

extension Stop.Reason {
    var waitReason: Decision.WaitReason {
        switch self {
        case .disputed: .disputed
        case .promised: .promised
        case .held, .factsIncomplete, .balanceDiffers: .held
        }
    }
}
