import Contracts
import Testing

@testable import Policy

private let due = CivilDate(2025, 5, 31)
private let paidUp = CivilDate(2025, 7, 31)

private func invoice(
    _ id: Identifier = "i1", _ minor: Int64 = 10_000_00, payments: [PrincipalPayment] = []
) -> ChargedInvoice {
    ChargedInvoice(invoice: id, dueOn: due, amount: Money(minor: minor, currency: euro), payments: payments)
}

private func step(_ id: String, on day: CivilDate, _ items: OpenItem...) -> ChargedStep {
    ChargedStep(
        instance: StepInstance(episode: 2, step: id, occurrence: 0), on: day, currency: euro, items: items)
}

private func rules(
    _ regime: InterestRegime = .de, kind: AccountKind = .business, fees: [String: FeeRule] = [:]
) -> ChargeRules {
    ChargeRules(kind: kind, regime: regime, rates: rates, fees: fees)
}

@Suite struct `The ledger of charges` {
    @Test func `holds the fixed sum and the interest of each half-year with their reasons`() throws {
        let charges = try rules().charges(for: [invoice()], steps: [], on: paidUp)
        #expect(charges.map(\.id) == ["compensation/i1", "interest/i1/2025-H1", "interest/i1/2025-H2"])
        #expect(charges.map(\.amount.minor) == [40_00, 92_63, 87_22])
        #expect(charges.map(\.half) == [nil, half("2025-H1"), half("2025-H2")])
        #expect(charges.map(\.on) == [CivilDate(2025, 6, 1), CivilDate(2025, 6, 30), paidUp])
        #expect(
            charges.map(\.basis) == [
                "fixed sum (de) on 10000.00", "11.27 % for 30 days on 10000.00", "10.27 % for 31 days on 10000.00",
            ])
        #expect(charges.asked(in: euro) == Money(minor: 219_85, currency: euro))
    }

    @Test func `holds nothing on the due date and begins the day after`() throws {
        #expect(try rules().charges(for: [invoice()], steps: [], on: due).isEmpty)
        let first = try rules().charges(for: [invoice()], steps: [], on: due.adding(days: 1))
        #expect(first.map(\.kind) == [.compensation, .interest])
        #expect(first.last?.basis == "11.27 % for 1 day on 10000.00")
    }

    @Test func `leaves the invoice as it is and stays when only the principal is paid`() throws {
        let paid = invoice(payments: [PrincipalPayment(on: paidUp, minor: 10_000_00)])
        let later = try rules().charges(for: [paid], steps: [], on: CivilDate(2025, 12, 31))
        #expect(later == (try rules().charges(for: [invoice()], steps: [], on: paidUp)))
    }

    @Test func `knows nothing of an invoice paid in time`() throws {
        let paid = invoice(payments: [PrincipalPayment(on: due, minor: 10_000_00)])
        #expect(try rules().charges(for: [paid], steps: [], on: CivilDate(2025, 12, 31)).isEmpty)
    }

    @Test func `takes neither interest nor a fixed sum from a consumer`() throws {
        let fees = ["final": FeeRule.fixed([euro: 5_00])]
        let steps = [step("final", on: paidUp, item("i1", due: due))]
        for regime in InterestRegime.allCases {
            var rules = rules(regime, kind: .consumer, fees: fees)
            rules.points = percent("20")
            let charges = try rules.charges(for: [invoice()], steps: steps, on: paidUp)
            #expect(charges.map(\.kind) == [.fee])
        }
    }

    @Test func `claims no fixed sum where the rules leave it out`() throws {
        var rules = rules()
        rules.claimsCompensation = false
        #expect(try rules.charges(for: [invoice()], steps: [], on: paidUp).allSatisfy { $0.kind == .interest })
    }

    @Test func `takes a fee once a step, on what the step named`() throws {
        let fees = ["second": FeeRule.percent(percent("1")), "final": .fixed([euro: 5_00])]
        let steps = [
            step("second", on: CivilDate(2025, 6, 14), item("i1", due: due), item("i2", due: due)),
            step("final", on: CivilDate(2025, 7, 12), item("i1", due: due)),
            step("first", on: CivilDate(2025, 6, 5), item("i1", due: due)),
        ]
        let charges = try rules(.none, fees: fees).charges(for: [], steps: steps, on: CivilDate(2025, 7, 12))
        #expect(charges.map(\.id) == ["fee/2/second/0", "fee/2/final/0"])
        #expect(charges.map(\.amount.minor) == [2_00, 5_00])
        #expect(charges.map(\.invoice) == [nil, "i1"])
        #expect(charges.map(\.step) == ["second", "final"])
        #expect(charges.map(\.basis) == ["1 % of 200.00", "fixed"])
        let before = try rules(.none, fees: fees).charges(for: [], steps: steps, on: CivilDate(2025, 7, 11))
        #expect(before.map(\.id) == ["fee/2/second/0"])
    }

    @Test func `keeps a waived charge in sight and out of what is asked for`() throws {
        let waiver = Waiver(reason: "goodwill after a wrong delivery", author: "operator-7")
        let charges = try rules().charges(
            for: [invoice()], steps: [], waived: ["interest/i1/2025-H1": waiver], on: paidUp)
        #expect(charges.map(\.isWaived) == [false, true, false])
        #expect(charges[1].waiver == waiver && charges[1].amount.minor == 92_63)
        #expect(charges.asked(in: euro).minor == 40_00 + 87_22)
    }

    @Test func `keeps a waiver when a payment of the past is learned of`() throws {
        let waived = ["interest/i1/2025-H1": Waiver(reason: "goodwill", author: "operator-7")]
        let late = invoice(payments: [PrincipalPayment(on: CivilDate(2025, 6, 10), minor: 4_000_00)])
        let charges = try rules().charges(for: [late], steps: [], waived: waived, on: CivilDate(2025, 6, 30))
        #expect(charges.map(\.isWaived) == [false, true])
        #expect(charges[1].amount.minor == 30_88 + 37_05)
        #expect(charges[1].basis == "11.27 % for 10 days on 10000.00; 11.27 % for 20 days on 6000.00")
    }

    @Test func `is the same in any order of the facts, and never mixes currencies in a sum`() throws {
        var foreign = invoice("i3", 500_00)
        foreign.amount = Money(minor: 500_00, currency: try #require(Currency("USD")))
        let invoices = [invoice("i2"), foreign, invoice("i1", 20_00)]
        let charges = try rules().charges(for: invoices, steps: [], on: paidUp)
        #expect(try rules().charges(for: invoices.reversed(), steps: [], on: paidUp) == charges)
        #expect(charges.filter { $0.invoice == "i3" }.allSatisfy { $0.kind == .interest })
        let euros = charges.filter { $0.invoice != "i3" }.reduce(0) { $0 + $1.amount.minor }
        #expect(charges.asked(in: euro).minor == euros)
    }

    @Test func `fixes the rate in the United Kingdom for all of the interest`() throws {
        var debt = invoice("i1", 5_000_00)
        debt.dueOn = CivilDate(2025, 7, 1)
        debt.amount = Money(minor: 5_000_00, currency: try #require(Currency("GBP")))
        let charges = try rules(.uk).charges(for: [debt], steps: [], on: CivilDate(2025, 10, 10))
        #expect(charges.map(\.id) == ["compensation/i1", "interest/i1/2025-H2"])
        #expect(charges.map(\.amount.minor) == [70_00, 169_49])
    }

    @Test func `reckons each instalment from its own due date, payments covering the earliest first`() throws {
        var debt = invoice(payments: [PrincipalPayment(on: CivilDate(2025, 6, 10), minor: 5_000_00)])
        // What the terms end with: no instalment is late by it alone.
        debt.dueOn = paidUp
        debt.instalments = [
            Instalment(dueOn: paidUp, amountMinor: 6_000_00), Instalment(dueOn: due, amountMinor: 4_000_00),
        ]
        let first = try rules().charges(for: [debt], steps: [], on: paidUp)
        #expect(first.map(\.id) == ["compensation/i1", "interest/i1/2025-H1"])
        #expect(first.map(\.amount.minor) == [40_00, 12_35])
        #expect(first[0].basis == "fixed sum (de) on 4000.00")
        let both = try rules().charges(for: [debt], steps: [], on: CivilDate(2025, 8, 31))
        #expect(Array(both.prefix(2)) == first)
        #expect(both.dropFirst(2).map(\.basis) == ["10.27 % for 31 days on 5000.00"])
    }

    @Test func `tells the fixed sums without any rate`() throws {
        var unknown = rules()
        unknown.rates = BaseRates()
        let all = try rules().charges(for: [invoice()], steps: [], on: paidUp)
        #expect(unknown.fixedSums(for: [invoice()], on: paidUp) == all.filter { $0.kind == .compensation })
        #expect(unknown.fixedSums(for: [invoice()], on: due).isEmpty)
    }

    @Test func `says which rate is missing`() {
        let error = #expect(throws: MissingRate.self) {
            try rules().charges(for: [invoice()], steps: [], on: CivilDate(2026, 1, 1))
        }
        #expect(error?.half == half("2026-H1"))
    }
}
