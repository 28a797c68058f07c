import Contracts

/// Makes the broker what the fleet needs, in an order that leaves no worker with half of it.
struct TopologyApplication {
    let broker: ManagementAPI
    let wanted: BrokerDefinition
    let credentials: CredentialsFolder?
    let rotates: Bool
    /// Workers log in with client certificates: no user of theirs gets a password.
    let usesCertificates: Bool
    let dropsOldMarkers: Bool

    func perform(endpoint: BrokerEndpoint) throws(Failure) -> TopologyReport {
        let before = try comparison()
        try refuseWhatCannotChange(before)
        let logins = try newLogins()
        try broker.post(
            "definitions", broker.vhost,
            body: Import(
                exchanges: wanted.exchanges, queues: wanted.queues, bindings: wanted.bindings,
                policies: wanted.policies))
        for login in logins {
            // The file first: a user without a file could never log in again.
            if let password = login.password {
                try credentials?.store(endpoint.url(user: login.user, password: password), for: login.user)
            }
            try BrokerUsers(broker: broker).store(login, as: .worker)
        }
        for user in BrokerUser.fleet { try BrokerUsers(broker: broker).grant(user) }
        let after = try comparison()
        try refuseWhatIsLeft(after)
        try broker.put("exchanges", broker.vhost, wanted.marker, body: wanted.markerExchange)
        let otherMarkers = after.found.markers.filter { $0 != wanted.marker }
        if dropsOldMarkers {
            for marker in otherMarkers { try broker.delete("exchanges", broker.vhost, marker) }
        }
        return TopologyReport(
            marker: wanted.marker, hash: wanted.hash,
            changed: (before.differences + [before.missingMarker].compactMap { $0 }).filter { $0.kind != .extra },
            extra: after.differences, newUsers: logins.map(\.user), usesCertificates: usesCertificates,
            usersWithoutFile: withoutFile(except: logins), oldMarkers: dropsOldMarkers ? [] : otherMarkers)
    }

    /// The part of a definition that the broker takes in one request.
    private struct Import: Encodable {
        let exchanges: [BrokerExchange]
        let queues: [BrokerQueue]
        let bindings: [BrokerBinding]
        let policies: [BrokerPolicy]
    }

    private func comparison() throws(Failure) -> TopologyComparison {
        TopologyComparison(wanted: wanted, found: try BrokerState(of: broker))
    }

    /// The broker keeps a queue or exchange that exists, whatever an import says of it.
    private func refuseWhatCannotChange(_ comparison: TopologyComparison) throws(Failure) {
        let fixed = comparison.differences.first {
            $0.kind == .different && ($0.subject.hasPrefix("queue ") || $0.subject.hasPrefix("exchange "))
        }
        if let fixed {
            throw Failure(
                .configuration, "nothing was changed: \(fixed.line)",
                remedy: "this cannot change in place: empty it, delete it, and apply again")
        }
    }

    private func refuseWhatIsLeft(_ comparison: TopologyComparison) throws(Failure) {
        guard let left = comparison.differences.first(where: { $0.kind != .extra }) else { return }
        throw Failure(
            .configuration, "applied, but not as it must be, so the marker was not set: \(left.line)",
            remedy: "mend it and apply again; `dunlin topology verify` shows all of it")
    }

    private func newLogins() throws(Failure) -> [BrokerLogin] {
        var logins: [BrokerLogin] = []
        for user in BrokerUser.fleet {
            let isNew = try !BrokerUsers(broker: broker).exists(user.name, as: .worker)
            guard isNew || rotates else { continue }
            logins.append(usesCertificates ? BrokerLogin(certificateOf: user.name) : BrokerLogin(user: user.name))
        }
        if logins.contains(where: { $0.password != nil }), credentials == nil {
            throw Failure(
                .usage,
                "nothing was changed: new passwords for \(logins.map(\.user).joined(separator: ", ")) need a place",
                remedy: "give --credentials FOLDER, or --certificate-logins for workers with client certificates")
        }
        return logins
    }

    private func withoutFile(except logins: [BrokerLogin]) -> [String] {
        guard let credentials, !usesCertificates else { return [] }
        let written = Set(logins.map(\.user))
        return BrokerUser.fleet.map(\.name).filter { !written.contains($0) && !credentials.holds($0) }
    }
}
