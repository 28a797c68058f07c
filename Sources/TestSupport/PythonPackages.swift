import Foundation

/// The Python that `scripts/setup` gave packages which Debian does not have.
package enum PythonPackages {
    package static let interpreter = URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../.build/python/bin/python3").standardizedFileURL.path
}
