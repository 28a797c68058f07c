import Foundation
import Testing

@testable import AMQP

@Suite struct `Acknowledgement windows` {
    @Test func `acknowledge what is settled without a gap with one frame and the rest singly`() {
        var window = AcknowledgementWindow()
        for _ in 1...6 { window.deliver() }
        var answers = [1, 3, 2, 6].map { window.settle($0) }
        var frames = window.frames(singlyBefore: .max)
        #expect(frames == [.init(tag: 3, multiple: true), .init(tag: 6, multiple: false)])
        answers += [4, 5].map { window.settle($0) }
        frames = window.frames(singlyBefore: .max)
        #expect(frames == [.init(tag: 5, multiple: true)])
        #expect(window.outstanding == 0)
        answers += [5, 7].map { window.settle($0) }
        #expect(answers == [true, true, true, true, true, true, false, false])
    }

    @Test func `leave those behind a gap for later, but not those settled before a look`() {
        var window = AcknowledgementWindow()
        for _ in 1...6 { window.deliver() }
        var answers = [1, 3].map { window.settle($0) }
        let look = window.settles
        answers += [5].map { window.settle($0) }
        #expect(answers == [true, true, true])
        var frames = window.frames(singlyBefore: 0)
        #expect(frames == [.init(tag: 1, multiple: true)] && window.untold == 2)
        frames = window.frames(singlyBefore: look)
        #expect(frames == [.init(tag: 3, multiple: false)] && window.untold == 1)
        _ = window.settle(2)
        frames = window.frames(singlyBefore: 0)
        #expect(frames == [.init(tag: 2, multiple: true)] && window.untold == 1)
        _ = window.settle(4)
        frames = window.frames(singlyBefore: 0)
        #expect(frames == [.init(tag: 5, multiple: true)] && window.untold == 0)
    }

    @Test func `are told when enough is settled, after a moment, and singly only after a while`() {
        let start = ContinuousClock.now
        var pace = AcknowledgementPace()
        var window = AcknowledgementWindow()
        for _ in 1...6 { window.deliver() }
        #expect(pace.due(window, at: start, isEnough: true, all: true) == nil)
        #expect(pace.timeLeft(window, at: start) == nil)
        _ = window.settle(1)
        #expect(pace.due(window, at: start, isEnough: false, all: false) == nil)
        #expect(pace.timeLeft(window, at: start) == .milliseconds(5))
        #expect(pace.due(window, at: start + .milliseconds(5), isEnough: false, all: false) == 0)
        _ = window.frames(singlyBefore: 0)
        _ = window.settle(3)
        // The first look was at the start, before delivery 3 was settled.
        #expect(pace.due(window, at: start + .milliseconds(199), isEnough: true, all: false) == nil)
        #expect(pace.due(window, at: start + .milliseconds(200), isEnough: false, all: false) == 1)
        #expect(window.frames(singlyBefore: 1) == [])
        #expect(pace.due(window, at: start + .milliseconds(399), isEnough: false, all: false) == nil)
        #expect(pace.due(window, at: start + .milliseconds(400), isEnough: false, all: false) == 2)
        #expect(window.frames(singlyBefore: 2) == [.init(tag: 3, multiple: false)])
        _ = window.settle(4)
        #expect(pace.due(window, at: start + .milliseconds(401), isEnough: false, all: true) == .max)
    }

    @Test func `go on with one frame for all that was settled before a release`() {
        var window = AcknowledgementWindow()
        for _ in 1...6 { window.deliver() }
        let wasOutstanding = window.release(5)
        let answers = [1, 2, 3, 6].map { window.settle($0) }
        #expect(wasOutstanding && answers.allSatisfy { $0 })
        var frames = window.frames(singlyBefore: .max)
        #expect(frames == [.init(tag: 3, multiple: true), .init(tag: 6, multiple: false)])
        _ = window.settle(4)
        frames = window.frames(singlyBefore: .max)
        #expect(frames == [.init(tag: 4, multiple: true)])
    }

    /// A broker's view of the same frames: whatever the order, exactly the settled ones are acknowledged, once.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func `never acknowledge what was not settled, in any order of settling and releasing`(seed: UInt64) {
        var chance = Seeded(seed: seed)
        var window = AcknowledgementWindow()
        var unacknowledged: Set<UInt64> = []
        var open: Set<UInt64> = []
        var settled: Set<UInt64> = []
        for _ in 0..<2000 {
            switch Int.random(in: 0..<10, using: &chance) {
            case 0..<5:
                let tag = window.nextTag
                window.deliver()
                unacknowledged.insert(tag)
                open.insert(tag)
            case 5..<8:
                guard let tag = open.randomElement(using: &chance) else { continue }
                open.remove(tag)
                let isNew = window.settle(tag)
                #expect(isNew)
                settled.insert(tag)
            case 8 where seed % 2 == 0:
                guard let tag = open.randomElement(using: &chance) else { continue }
                open.remove(tag)
                let isNew = window.release(tag)
                #expect(isNew)
            default:
                for frame in window.frames(singlyBefore: .max) {
                    #expect(unacknowledged.contains(frame.tag), "the broker closes the channel over an unknown tag")
                    let meant: Set<UInt64> = frame.multiple ? unacknowledged.filter { $0 <= frame.tag } : [frame.tag]
                    #expect(meant.isSubset(of: settled))
                    unacknowledged.subtract(meant)
                    settled.subtract(meant)
                }
                #expect(settled.isEmpty)
            }
        }
    }
}

@Suite struct `Confirm windows` {
    private let submission = Submission(
        messages: (0..<10).map {
            OutgoingMessage(exchange: "x", routingKey: "k", messageID: "\($0)", type: "t", body: Data(count: 10))
        }, receipt: Receipt(count: 10, completions: Monitor(())), refused: [:])

    private func full() -> ConfirmWindow {
        var window = ConfirmWindow()
        for index in 0..<10 { window.send(Item(submission: submission, index: index), at: .now) }
        return window
    }

    @Test func `resolve single, multiple and repeated confirms once each`() {
        var window = full()
        var done: [Int] = []
        window.resolve(3, multiple: false) { item, _ in done.append(item.index) }
        window.resolve(5, multiple: true) { item, _ in done.append(item.index) }
        window.resolve(5, multiple: true) { item, _ in done.append(item.index) }
        window.resolve(99, multiple: false) { item, _ in done.append(item.index) }
        #expect(done == [2, 0, 1, 3, 4])
        #expect(window.count == 5)
        #expect(window.bytes == 50)
        let rest = window.reset().map(\.index)
        #expect(rest == [5, 6, 7, 8, 9])
    }

    @Test func `tell how long messages were on the wire`() {
        var window = ConfirmWindow()
        let start = ContinuousClock.now
        for index in 0..<3 { window.send(Item(submission: submission, index: index), at: start + .seconds(index)) }
        #expect(window.resolve(2, multiple: true, at: start + .seconds(10)) { _, _ in } == .seconds(10 + 9))
        #expect(window.resolve(2, multiple: true, at: start + .seconds(10)) { _, _ in } == .zero)
        #expect(window.resolve(3, multiple: false, at: start + .seconds(10)) { _, _ in } == .seconds(8))
    }

    @Test func `match a returned message to its own confirm`() {
        var window = full()
        let failure = PublishFailure.returned(code: 312, reason: "NO_ROUTE")
        let matched = window.markReturned(messageID: "4", exchange: "x", routingKey: "k", as: failure)
        #expect(matched)
        let strange = window.markReturned(messageID: "4", exchange: "y", routingKey: "k", as: failure)
        #expect(!strange)
        var failures: [Int: PublishFailure] = [:]
        window.resolve(10, multiple: true) { item, failure in failures[item.index] = failure }
        #expect(failures == [4: failure])
    }
}

/// A generator that gives the same numbers for the same seed (SplitMix64).
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
