// swift-tools-version: 6.2
import PackageDescription

/// Every target of ours: no warning is left standing, `any` is written out, and each file names what it uses.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// What is not ours to write, and why each is here.
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let yaml: Target.Dependency = .product(name: "Yams", package: "Yams")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")

let package = Package(
    name: "dunlin",
    products: [
        .executable(name: "planner", targets: ["Planner"]),
        .executable(name: "renderer", targets: ["Renderer"]),
        .executable(name: "email-sender", targets: ["EmailSender"]),
        .executable(name: "response-ingester", targets: ["ResponseIngester"]),
        .executable(name: "dunlin", targets: ["Dunlin"]),
        .executable(name: "bench", targets: ["Bench"]),
    ],
    dependencies: [
        // Hashes, HMAC, UUIDv5 and the signatures of mails: nobody should write these twice.
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        // `--help`, subcommands and options of every executable.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // The logging and metrics APIs of the server ecosystem; the backends are ours and small.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        // Every HTTP server here: health and metrics of each worker, pages and webhooks of the response ingester.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.0", traits: []),
        // What Hummingbird is made of, where its own types show through: buffers, header names, graceful shutdown.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Templates, behind a strict context of our own.
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
        // The configuration folder is YAML, written and read by people.
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // One fence around each C library.
        .target(name: "CRabbitMQ", linkerSettings: [.linkedLibrary("rabbitmq"), .linkedLibrary("crypto")]),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq"),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),

        .target(name: "Contracts", dependencies: [crypto], swiftSettings: strict),
        .target(name: "Policy", dependencies: ["Contracts", crypto], swiftSettings: strict),
        .target(
            name: "Calendars", dependencies: ["Contracts", "Policy"], resources: [.copy("Data")],
            swiftSettings: strict),
        .target(name: "Templates", dependencies: ["Contracts", mustache], swiftSettings: strict),
        .target(
            name: "Rulebook", dependencies: ["Contracts", "Policy", "Calendars", "Templates", crypto, yaml],
            resources: [.copy("Default")], swiftSettings: strict),
        .target(name: "SMS", swiftSettings: strict),
        .target(name: "Phones", dependencies: ["CPhoneNumber", "Policy", "Calendars"], swiftSettings: strict),
        .target(
            name: "Replies", dependencies: ["Contracts"], resources: [.copy("Data")], swiftSettings: strict),
        .target(name: "Links", dependencies: ["Contracts", crypto], swiftSettings: strict),
        // Crash points and guard switches, compiled in only with `-D FAULTS`.
        .target(name: "Faults", swiftSettings: strict),
        .target(name: "AMQP", dependencies: ["CRabbitMQ", "Faults"], swiftSettings: strict),
        .target(name: "Store", dependencies: ["CSQLite", "CPostgres"], swiftSettings: strict),
        .target(
            name: "Ledger", dependencies: ["Store", "Contracts", "Policy", "Faults", crypto], swiftSettings: strict),
        .target(name: "Transfer", dependencies: ["CCurl"], swiftSettings: strict),
        .target(
            name: "Worker",
            dependencies: [
                "Contracts", "AMQP", "Links", "Faults", arguments, logging, metrics, coreMetrics, hummingbird, nio,
            ], swiftSettings: strict),

        .executableTarget(
            name: "Planner",
            dependencies: [
                "Contracts", "Policy", "Rulebook", "Links", "AMQP", "Store", "Ledger", "Worker", "Faults", crypto,
                arguments, logging, metrics,
            ], swiftSettings: strict),
        .executableTarget(
            name: "Renderer",
            dependencies: ["Contracts", "Rulebook", "Templates", "AMQP", "Worker", arguments, logging],
            swiftSettings: strict),
        .executableTarget(
            name: "EmailSender",
            dependencies: [
                "Contracts", "Policy", "Rulebook", "AMQP", "Store", "Ledger", "Transfer", "Worker", "Faults", crypto,
                cryptoExtras, arguments, logging, metrics,
            ], swiftSettings: strict),
        .executableTarget(
            name: "ResponseIngester",
            dependencies: [
                "Contracts", "Rulebook", "Templates", "Links", "AMQP", "Store", "Ledger", "Worker", crypto, arguments,
                logging, metrics, coreMetrics, hummingbird, hummingbirdCore, nio, httpTypes, lifecycle,
            ], swiftSettings: strict),
        .executableTarget(
            name: "Dunlin",
            dependencies: [
                "Contracts", "Policy", "Calendars", "Rulebook", "Replies", "SMS", "Phones", "AMQP", "Store", "Ledger",
                "Transfer",
                arguments, yaml,
            ], swiftSettings: strict),
        .executableTarget(
            name: "Bench",
            dependencies: ["Contracts", "AMQP", "Store", "Ledger", "Policy", "TestSupport", arguments, crypto],
            swiftSettings: strict),

        // Servers that tests, benchmarks and nobody else start.
        .target(name: "TestSupport", path: "Sources/TestSupport", swiftSettings: strict),

        .testTarget(
            name: "ContractsTests", dependencies: ["Contracts", "TestSupport"],
            exclude: ["Golden"], swiftSettings: strict),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "Contracts"], swiftSettings: strict),
        .testTarget(
            name: "CalendarsTests", dependencies: ["Calendars", "Policy", "Contracts"], swiftSettings: strict),
        .testTarget(name: "SMSTests", dependencies: ["SMS"], swiftSettings: strict),
        .testTarget(name: "PhonesTests", dependencies: ["Phones", "Policy"], swiftSettings: strict),
        .testTarget(name: "TemplatesTests", dependencies: ["Templates", "Contracts"], swiftSettings: strict),
        .testTarget(
            name: "RulebookTests", dependencies: ["Rulebook", "Templates", "Policy", "Contracts", "TestSupport", yaml],
            swiftSettings: strict),
        .testTarget(name: "RepliesTests", dependencies: ["Replies", "Contracts"], swiftSettings: strict),
        .testTarget(name: "LinksTests", dependencies: ["Links", "Contracts"], swiftSettings: strict),
        .testTarget(name: "AMQPTests", dependencies: ["AMQP", "CRabbitMQ", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "StoreTests", dependencies: ["Store", "CSQLite", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "LedgerTests", dependencies: ["Ledger", "Store", "Policy", "Contracts", "TestSupport"],
            swiftSettings: strict),
        .testTarget(name: "TransferTests", dependencies: ["Transfer", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "WorkerTests",
            dependencies: ["Worker", "AMQP", "Contracts", "TestSupport", arguments, logging, metrics, coreMetrics],
            swiftSettings: strict),
        .testTarget(
            name: "RendererTests",
            dependencies: ["Renderer", "Rulebook", "Templates", "AMQP", "Worker", "Contracts", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "EmailSenderTests",
            dependencies: [
                "EmailSender", "Rulebook", "Policy", "Ledger", "Store", "AMQP", "Transfer", "Worker", "Contracts",
                "TestSupport",
            ], swiftSettings: strict),
        .testTarget(
            name: "ResponseIngesterTests",
            dependencies: [
                "ResponseIngester", "Rulebook", "Templates", "Policy", "Ledger", "Store", "Links", "AMQP", "Worker",
                "Contracts", "TestSupport", arguments, logging, httpTypes,
            ], swiftSettings: strict),
        .testTarget(
            name: "DunlinTests",
            dependencies: [
                "Dunlin", "Ledger", "Store", "Rulebook", "Policy", "AMQP", "CRabbitMQ", "Transfer", "Contracts",
                "TestSupport",
            ],
            exclude: ["Fixtures"], swiftSettings: strict),
        // The built executables together, as their users run them.
        .testTarget(
            name: "FleetTests", dependencies: ["Ledger", "Store", "Rulebook", "AMQP", "Contracts", "TestSupport"],
            exclude: ["replay_reference.py"], swiftSettings: strict),
        // What operators are given beside the executables: broker settings, manifests, alert rules.
        .testTarget(
            name: "OperationsTests", dependencies: ["Rulebook", "TestSupport", yaml],
            exclude: ["Schemas", "alerts.test.yaml", "check_manifests.py"], swiftSettings: strict),
    ],
    // libphonenumber's headers want it.
    cxxLanguageStandard: .cxx17
)
