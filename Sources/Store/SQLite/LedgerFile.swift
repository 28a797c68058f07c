import CSQLite
import Glibc

/// Where a ledger's file is, after it was made sure that it can be there.
struct LedgerFile {
    /// Absolute and free of symbolic links: two names of one ledger must lead to one lock file.
    let path: String
    let exists: Bool

    var lockPath: String { path + ".turn" }

    init(path: String, purpose: Database.Purpose) throws(StoreError) {
        let folder: String
        if let real = Self.realPath(path) {
            self.path = real
            exists = true
            folder = Self.folder(of: real)
            guard Self.isPlainFile(real) else { throw .place(path: path, reason: "it is not a plain file") }
        } else {
            guard purpose == .write else { throw .place(path: path, reason: "there is no such file") }
            guard let real = Self.realPath(Self.folder(of: path)) else {
                throw .place(path: path, reason: "its folder does not exist or can't be entered")
            }
            guard let name = path.split(separator: "/", omittingEmptySubsequences: false).last, !name.isEmpty else {
                throw .place(path: path, reason: "it is not a plain file")
            }
            self.path = real == "/" ? "/\(name)" : "\(real)/\(name)"
            exists = false
            folder = real
        }
        try Self.checkIsLocal(folder, for: path)
        guard access(folder, W_OK | X_OK) == 0 else {
            // A reader too writes beside the ledger: the shared index of the write-ahead log.
            throw .place(path: path, reason: "its folder is not writable for this user (errno \(errno))")
        }
    }

    /// Takes from a new file what others than its owner and group may do with it; the log and index files follow suit.
    func closeToOthers() throws(StoreError) {
        var status = stat()
        guard stat(path, &status) == 0, chmod(path, status.st_mode & 0o770) == 0 else {
            throw .io(operation: "chmod", code: errno)
        }
    }

    private static func checkIsLocal(_ folder: String, for path: String) throws(StoreError) {
        let magic = dunlin_file_system_magic(folder)
        guard magic != -1 else { throw .io(operation: "statfs", code: errno) }
        if let name = remoteFileSystem(magic: UInt32(truncatingIfNeeded: magic)) {
            throw .place(
                path: path,
                reason:
                    "it is on \(name); a ledger needs a local file system, since hosts do not share locks and memory")
        }
    }

    /// The name of a file system that several hosts can mount or that a program serves; nil for all others.
    /// - Source: statfs(2) and linux/magic.h
    static func remoteFileSystem(magic: UInt32) -> String? {
        switch magic {
        case 0x6969: "NFS"
        case 0x517B, 0xFF53_4D42, 0xFE53_4D42: "SMB/CIFS"
        case 0x6573_5546: "FUSE"
        case 0x0102_1997: "9p"
        case 0x00C3_6400: "Ceph"
        case 0x5346_414F, 0x6B41_4653: "AFS"
        case 0x7375_7245: "Coda"
        case 0x0116_1970: "GFS2"
        case 0x7461_636F: "OCFS2"
        case 0x0BD0_0BD0: "Lustre"
        case 0x4750_4653: "GPFS"
        case 0x786F_4256: "a VirtualBox shared folder"
        default: nil
        }
    }

    private static func isPlainFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
