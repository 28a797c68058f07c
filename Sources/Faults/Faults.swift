/// What `scripts/chaos` does to a worker from within: it dies at named points, leaves a guard out, hastens a wait.
///
/// Compiled in only with `-D FAULTS`, into a build folder of its own. Without it every call is an empty inlined one, and
/// neither the names of points and guards nor those of the settings below are in a product.
#if !FAULTS
    package enum Faults {
        /// A gap between two steps of the way from event to outcome. The process may die here.
        @inlinable @inline(__always)
        package static func pass(_ point: StaticString) {}

        /// Whether a guard is left out, to show that the checker sees what follows.
        @inlinable @inline(__always)
        package static func isOff(_ guard: StaticString) -> Bool { false }

        /// A wait in real time that a short run cannot sit out.
        @inlinable @inline(__always)
        package static func hastened(_ wait: Duration) -> Duration { wait }

        /// Writes a line for the checker.
        @inlinable @inline(__always)
        package static func note(_ line: @autoclosure () -> String) {}
    }
#endif
