import Contracts
import Policy
import Testing

@Suite struct `A step with a task` {
    private let now = morning(2026, 11, 2)
    private let items = [item("a", due: CivilDate(2026, 9, 1))]
    private let instance = StepInstance(episode: 1, step: "due5", occurrence: 0)

    private func policy(_ kind: ManualTask.Kind, otherwise: ManualTask.Timeout = .wait) -> DunningPolicy {
        PolicyTests.policy(
            task: ManualTask(kind, owner: "collections", withinDays: 3, otherwise: otherwise), at: "due5")
    }

    private func history(_ state: PastTask.State) -> ContactHistory {
        ContactHistory(
            attempts: [], contacts: [],
            tasks: [
                PastTask(
                    instance: instance, state: state, openedAt: now, settledAt: state == .open ? nil : now,
                    invoices: ["a"])
            ])
    }

    @Test(arguments: ManualTask.Kind.allCases)
    func `is opened as one and not sent`(kind: ManualTask.Kind) {
        guard case .task(let due) = policy(kind).decision(on: facts(items), after: .none, now: now).action else {
            return #expect(Bool(false), "no task")
        }
        #expect(due.instance == instance && due.task.kind == kind && due.invoices == ["a"])
        #expect(due.totalMinor == 10_000 && due.deadline == berlin.instant(CivilDate(2026, 11, 6), minute: 0))
    }

    @Test func `holds the case while it is open and in time`() {
        let deadline = berlin.instant(CivilDate(2026, 11, 6), minute: 0)
        for day in [2, 5] {
            let decision = policy(.call, otherwise: .goOn).decision(
                on: facts(items), after: history(.open), now: morning(2026, 11, day))
            #expect(decision.action == .wait(until: deadline, .task))
        }
    }

    @Test func `waits on or goes on when it is late`() {
        let late = morning(2026, 11, 30)
        let waiting = policy(.call).decision(on: facts(items), after: history(.open), now: late)
        #expect(waiting.action == .rest(.task))
        let going = policy(.approve, otherwise: .goOn).decision(on: facts(items), after: history(.open), now: late)
        #expect(going.step == "due14")
    }

    @Test(
        arguments: [
            (ManualTask.Kind.call, PastTask.State.done, nil), (.review, .done, nil), (.handOver, .declined, nil),
            (.approve, .done, "due5"), (.approve, .declined, nil),
        ] as [(ManualTask.Kind, PastTask.State, String?)])
    func `counts as taken once it is settled, and an approved message goes out`(
        kind: ManualTask.Kind, state: PastTask.State, step: String?
    ) {
        let decision = policy(kind).decision(on: facts(items), after: history(state), now: now)
        #expect(decision.step == step)
        // Nine days lie between the steps of day 5 and day 14.
        if step == nil { #expect(decision.waitsUntil == berlin.instant(CivilDate(2026, 11, 11), minute: 480)) }
    }

    @Test func `belongs to the episode of the invoices that it names`() {
        let paid = policy(.call).decision(
            on: facts([item("new", due: CivilDate(2026, 9, 1))]), after: history(.done), now: now)
        guard case .task(let due) = paid.action else { return #expect(Bool(false), "no task") }
        #expect(due.instance.episode == 2)
    }
}
