/// This version of Dunlin, in all its executables.
package enum Version {
    package static let current = "0.1.0"
}
