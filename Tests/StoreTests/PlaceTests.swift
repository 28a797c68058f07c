import Foundation
import TestSupport
import Testing

@testable import Store

@Suite struct `The file of a ledger` {
    let ledger: TemporaryStore

    init() throws { ledger = try TemporaryStore(.sqlite) }

    @Test func `is written with a log that is synced at every commit`() throws {
        let database = try ledger.openWithNotes()
        let settings = try database.read { transaction in
            try ["journal_mode", "synchronous", "foreign_keys"].map { name in
                try transaction.first("SELECT CAST(\(name) AS TEXT) FROM pragma_\(name)") { $0.text(0) }
            }
        }
        #expect(settings == ["wal", "2", "1"])
    }

    @Test func `is closed to other users`() throws {
        _ = try ledger.openWithNotes()
        for name in ["ledger.db", "ledger.db.turn"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(ledger.folder)/\(name)")
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o007 == 0, "\(name)")
        }
    }

    @Test func `has one lock file however it is called`() throws {
        _ = try ledger.openWithNotes()
        let link = ledger.folder + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: ledger.address)
        try Database.open(path: link, purpose: .write).addNote(1)
        #expect(!FileManager.default.fileExists(atPath: link + ".turn"))
    }

    @Test func `must exist for readers and have a folder for writers`() throws {
        #expect(throws: StoreError.place(path: ledger.address, reason: "there is no such file")) {
            try Database.open(path: ledger.address, purpose: .read)
        }
        let path = ledger.folder + "/missing/ledger.db"
        #expect(throws: StoreError.place(path: path, reason: "its folder does not exist or can't be entered")) {
            try Database.open(path: path, purpose: .write)
        }
        let folder = ledger.folder + "/"
        #expect(throws: StoreError.place(path: folder, reason: "it is not a plain file")) {
            try Database.open(path: folder, purpose: .write)
        }
    }

    @Test func `must hold a ledger`() throws {
        try Data(repeating: 65, count: 8192).write(to: URL(filePath: ledger.address))
        let error = try #require(throws: StoreError.self) { try Database.open(path: ledger.address, purpose: .write) }
        #expect(error == .corrupt(code: 26))
    }

    @Test(
        arguments: [
            (0x6969, "NFS"), (0xFF53_4D42, "SMB/CIFS"), (0x6573_5546, "FUSE"), (0x0102_1997, "9p"),
            (0x00C3_6400, "Ceph"),
            (0xEF53, nil), (0x5846_5342, nil), (0x9123_683E, nil), (0x0102_1994, nil), (0x794C_7630, nil),
        ] as [(UInt32, String?)])
    func `is remote on some file systems and local on ext4, xfs, btrfs, tmpfs and overlay`(magic: UInt32, name: String?)
    {
        #expect(LedgerFile.remoteFileSystem(magic: magic) == name)
    }

    @Test(.enabled(if: Mount.isPossible, "mounting a file system needs root"))
    func `must be writable`() throws {
        let mount = try Mount(on: ledger.folder, options: "size=1m,ro")
        defer { mount.unmount() }
        let path = ledger.address
        #expect(throws: StoreError.place(path: path, reason: "its folder is not writable for this user (errno 30)")) {
            try Database.open(path: path, purpose: .write)
        }
    }

    @Test(.enabled(if: Mount.isPossible, "mounting a file system needs root"))
    func `that is full fails the transaction as full and loses nothing of the earlier ones`() throws {
        let mount = try Mount(on: ledger.folder, options: "size=1m")
        defer { mount.unmount() }
        let database = try ledger.openWithNotes()
        var stored: [Int64] = []
        let error = try #require(throws: StoreError.self) {
            while true {
                try database.addNote(stored.count)
                stored.append(Int64(stored.count))
            }
        }
        #expect(error == .full)
        #expect(error.isTransient && !error.blamesData)
        #expect(try Database.open(path: ledger.address, purpose: .read).noteIDs == stored)
        try mount.grow(to: "4m")
        try database.addNote(stored.count)
    }

    @Test func `that can't be written for another reason fails as io`() async throws {
        await #expect(processExitsWith: .success) { [folder = ledger.folder as String] in
            signal(SIGXFSZ, SIG_IGN)
            let database = try Database.open(path: folder + "/ledger.db", purpose: .write)
            try database.write { try $0.execute("CREATE TABLE note (id BIGINT PRIMARY KEY, body TEXT NOT NULL)") }
            var limit = rlimit(rlim_cur: 200_000, rlim_max: 200_000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let error = try #require(throws: StoreError.self) {
                for id in 0..<1_000_000 { try database.addNote(id) }
            }
            guard case .io = error else { throw error }
        }
    }
}

/// A tmpfs over a folder of a test.
struct Mount {
    static var isPossible: Bool { geteuid() == 0 && access("/usr/bin/mount", X_OK) == 0 && canMount }
    private let folder: String

    init(on folder: String, options: String) throws {
        self.folder = folder
        try #require(Self.run("/usr/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", folder))
    }

    func grow(to size: String) throws {
        try #require(Self.run("/usr/bin/mount", "-o", "remount,size=\(size)", folder))
    }

    func unmount() {
        if !Self.run("/usr/bin/umount", "-l", folder) { Issue.record("\(folder) stayed mounted") }
    }

    /// Root in a container often lacks the capability.
    private static let canMount: Bool = {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dunlin-mount-\(UUID().uuidString)").path
        guard mkdir(folder, 0o700) == 0 else { return false }
        defer { rmdir(folder) }
        return run("/usr/bin/mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder) && run("/usr/bin/umount", folder)
    }()

    private static func run(_ arguments: String...) -> Bool { (try? Command.run(arguments)) != nil }
}
