extension CaseFacts {
    /// The number of the run of steps that the case is in, or of the one that its next step begins.
    package func episode(after history: ContactHistory) -> Int { Episode(of: self, after: history).number }
}
