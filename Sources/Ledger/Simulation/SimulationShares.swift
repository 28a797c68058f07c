import Contracts

/// Events dealt out into shares that know nothing of each other, so that each can be played on a thread of its own.
///
/// What one event names belongs together: an account, its addresses, which share a budget, its payer, and each invoice,
/// payment, dispute, hold, promise, plan, task or charge. What names no account is for every share.
struct SimulationShares {
    /// None is empty. Each holds its events in the order given.
    private(set) var shares: [[Simulation.Event]]

    /// - Parameter most: at least 1.
    init(of events: [Simulation.Event], most: Int) {
        var bonds = Bonds()
        var common: Set<Bond> = []
        let bondsOfEvents = events.map(\.message.payload.bonds)
        for (event, named) in zip(events, bondsOfEvents) {
            if let first = named.first { for other in named.dropFirst() { bonds.join(first, other) } }
            if event.message.payload.owner?.account == nil { common.formUnion(named) }
        }
        let groups = zip(events, bondsOfEvents).map { event, named -> Int? in
            guard event.message.payload.owner?.account != nil, let first = named.first,
                common.isDisjoint(with: named)
            else { return nil }
            return bonds.group(of: first)
        }
        shares = [[Simulation.Event]](repeating: [], count: most)
        let places = Self.places(of: groups, among: most)
        for (event, group) in zip(events, groups) {
            if let place = group.flatMap({ places[$0] }) {
                shares[place].append(event)
            } else {
                for place in shares.indices { shares[place].append(event) }
            }
        }
        let alone = Array(shares.prefix(1))
        shares.removeAll(where: \.isEmpty)
        if shares.isEmpty { shares = alone }
    }

    /// The largest groups first, each to the share that has least.
    private static func places(of groups: [Int?], among count: Int) -> [Int: Int] {
        let sizes = groups.reduce(into: [Int: Int]()) { sizes, group in
            if let group { sizes[group, default: 0] += 1 }
        }
        var loads = [Int](repeating: 0, count: count)
        return sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.reduce(into: [:]) { places, entry in
            let lightest = loads.indices.min { loads[$0] < loads[$1] } ?? 0
            places[entry.key] = lightest
            loads[lightest] += entry.value
        }
    }
}

/// Something that events name.
private struct Bond: Hashable {
    enum Kind {
        case account, address, invoice, payment, credit, dispute, hold, promise, plan, task, charge
    }

    var kind: Kind
    var creditor: Identifier
    var name: String
}

/// Which things belong together, directly or through others.
private struct Bonds {
    private var numbers: [Bond: Int] = [:]
    private var parents: [Int] = []

    mutating func join(_ one: Bond, _ other: Bond) {
        let (first, second) = (group(of: one), group(of: other))
        if first != second { parents[second] = first }
    }

    mutating func group(of bond: Bond) -> Int {
        guard var number = numbers[bond] else {
            numbers[bond] = parents.count
            parents.append(parents.count)
            return parents.count - 1
        }
        while parents[number] != number {
            parents[number] = parents[parents[number]]
            number = parents[number]
        }
        return number
    }
}

extension Payload {
    /// What the event names, its account first.
    fileprivate var bonds: [Bond] {
        guard let owner else { return [] }
        func bond(_ kind: Bond.Kind, _ name: Identifier) -> Bond {
            Bond(kind: kind, creditor: owner.creditor, name: name.text)
        }
        let account = owner.account.map { [bond(.account, $0)] } ?? []
        switch self {
        case .account(let data):
            let addresses = data.contacts.compactMap(\.email).map {
                Bond(kind: .address, creditor: owner.creditor, name: $0.lowercased())
            }
            return account + addresses + (data.parent.map { [bond(.account, $0)] } ?? [])
        case .invoice(let data, _): return account + [bond(.invoice, data.invoice)]
        case .payment(let data):
            return account + [bond(.payment, data.payment)]
                + (data.allocations ?? []).map { bond(.invoice, $0.invoice) }
        case .paymentReversal(let data): return account + [bond(.payment, data.payment)]
        case .paymentAllocation(let data):
            return account + [bond(.payment, data.payment)] + data.allocations.map { bond(.invoice, $0.invoice) }
        case .creditNote(let data):
            return account + [bond(.credit, data.creditNote)]
                + (data.allocations ?? []).map { bond(.invoice, $0.invoice) }
        case .dispute(let data, _): return account + [bond(.dispute, data.dispute)]
        case .hold(let data, _): return account + [bond(.hold, data.hold)]
        case .promise(let data, _): return account + [bond(.promise, data.promise)]
        case .plan(let data, _): return account + [bond(.plan, data.plan)]
        case .taskClosed(let data): return account + [bond(.task, data.task)]
        case .chargeWaived(let data): return account + [bond(.charge, data.charge)]
        default: return account
        }
    }
}
