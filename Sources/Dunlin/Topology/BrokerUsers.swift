import Contracts

/// Makes users on the broker. A tag without any right tells whose they are.
struct BrokerUsers {
    enum Tag: String {
        case worker = "dunlin-worker"
        case upstream = "dunlin-upstream"
    }

    let broker: ManagementAPI

    /// Whether the user is there.
    /// - Throws: ``Failure`` when it is there and not ours.
    func exists(_ name: String, as tag: Tag) throws(Failure) -> Bool {
        guard let found: Account = try broker.find("users", name) else { return false }
        guard found.tags.contains(tag.rawValue) else {
            throw Failure(
                .configuration, "the broker has a user \(name) that was not made for this",
                remedy: "remove or rename it with rabbitmqctl first")
        }
        return true
    }

    func store(_ login: BrokerLogin, as tag: Tag) throws(Failure) {
        let account =
            if let password = login.password {
                NewAccount(password: password, tags: tag.rawValue)
            } else {
                NewAccount(passwordHash: "", tags: tag.rawValue)
            }
        try broker.put("users", login.user, body: account)
    }

    /// The routing keys come first: without them the broker would allow every key.
    func grant(_ user: BrokerUser) throws(Failure) {
        for permission in user.topicPermissions {
            try broker.put("topic-permissions", broker.vhost, user.name, body: permission)
        }
        try broker.put("permissions", broker.vhost, user.name, body: user.permission)
    }

    func remove(_ name: String) throws(Failure) {
        try broker.delete("users", name)
    }

    private struct Account: Decodable {
        var tags: [String]
    }

    private struct NewAccount: Encodable {
        var password: String?
        /// An empty one fits no password at all.
        var passwordHash: String?
        var tags: String

        enum CodingKeys: String, CodingKey {
            case password, tags
            case passwordHash = "password_hash"
        }
    }
}
