import Contracts

/// What the tasks of a ladder mean for its steps.
struct TaskState: Sendable {
    /// Steps that a task stands for: done, declined, or out of time where the case goes on.
    var passed: [PassedStep] = []
    /// Messages that were approved.
    var approved: [StepInstance] = []
    /// When the last of the open tasks is late.
    var deadline: Instant?
    /// One is late, and nothing goes on without it.
    var isStuck = false
}

extension DunningPolicy {
    func state(of tasks: [PastTask], in zone: Zone, at now: Instant) -> TaskState {
        var state = TaskState()
        for past in tasks {
            guard let step = step(past.instance.step), let task = step.task else { continue }
            let deadline = task.deadline(openedAt: past.openedAt, in: zone)
            switch past.state {
            case .open where now < deadline: state.deadline = max(deadline, state.deadline ?? deadline)
            // An early step lapses with its day: nothing waits for it.
            case .open where task.otherwise == .wait && !step.isEarly: state.isStuck = true
            case .open: state.pass(past.instance, on: zone.date(at: deadline))
            case .done where task.kind == .approve: state.approved.append(past.instance)
            case .done, .declined: state.pass(past.instance, on: zone.date(at: past.settledAt ?? past.openedAt))
            }
        }
        return state
    }
}

extension TaskState {
    fileprivate mutating func pass(_ instance: StepInstance, on day: CivilDate) {
        passed.append(PassedStep(step: instance.step, occurrence: instance.occurrence, day: day))
    }
}
