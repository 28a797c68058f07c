import Contracts

/// Why nothing is sent for now, and until when.
package struct Stop: Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        case factsIncomplete = "facts incomplete"
        case balanceDiffers = "balance differs"
        case disputed, held, promised
    }

    package var reason: Reason
    /// nil: until a fact ends it.
    package var until: Instant?

    package init(_ reason: Reason, until: Instant? = nil) {
        self.reason = reason
        self.until = until
    }
}

extension Stop {
    var action: Decision.Action {
        switch (reason, until) {
        case (.held, let until?): .wait(until: until, .held)
        case (.disputed, let until?): .wait(until: until, .disputed)
        case (.promised, let until?): .wait(until: until, .promised)
        case (.held, nil): .rest(.held)
        case (.disputed, nil): .rest(.disputed)
        case (.promised, nil): .rest(.promised)
        case (.factsIncomplete, _): .rest(.factsIncomplete)
        case (.balanceDiffers, _): .rest(.balanceDiffers)
        }
    }
}
