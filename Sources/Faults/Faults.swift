/// What `scripts/chaos` does to a worker from within: it dies at named points, leaves a guard out, hastens a wait.
///
/// Compiled in only with `-D FAULTS`, into a build folder of its own. Without it the calls are transparent and come to
/// nothing, so that neither the names of points and guards nor those of the settings are in a product, optimised or not.
/// Transparent functions must be public: what is only inlinable leaves its arguments behind in a debug build, and a
/// package's own are not inlined into other modules at all.
#if !FAULTS
    public enum Faults {
        /// A gap between two steps of the way from event to outcome. The process may die here.
        @_transparent
        public static func pass(_ point: StaticString) {}

        /// Whether a guard is left out, to show that the checker sees what follows.
        @_transparent
        public static func isOff(_ guard: StaticString) -> Bool { no() }

        /// A wait in real time that a short run cannot sit out.
        @_transparent
        public static func hastened(_ wait: Duration) -> Duration { wait }

        /// Writes a line for the checker.
        @_transparent
        public static func note(_ line: @autoclosure () -> String) {}

        /// A constant in its place would make what follows unreachable, and that a warning.
        public static func no() -> Bool { false }
    }
#endif
