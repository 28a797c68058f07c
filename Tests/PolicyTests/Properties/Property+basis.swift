import Contracts
import Policy

/// The hash that lets a claim see whether a message is still true.
extension Property {
    static let basis = [basisFollows, basisStays]

    static let basisFollows = Property(
        sentence: "the basis differs when anything that it covers differs", bug: .basisForgetsStops
    ) { life, engine, chance in
        guard !life.sends.isEmpty else { return nil }
        let sending = chance.pick(life.sends)
        var (facts, reminder) = (sending.facts, sending.reminder)
        let change = change(whatIsCovered: &facts, &reminder, &chance)
        return engine.basis(facts, reminder) != engine.basis(sending.facts, sending.reminder)
            ? nil : "the same after \(change)"
    }

    static let basisStays = Property(
        sentence: "the basis stays when nothing that it covers differs", bug: .basisCoversTheDay
    ) { life, engine, chance in
        guard !life.sends.isEmpty else { return nil }
        let sending = chance.pick(life.sends)
        var (facts, reminder) = (sending.facts, sending.reminder)
        let change = change(whatIsNotCovered: &facts, &reminder, &chance)
        return engine.basis(facts, reminder) == engine.basis(sending.facts, sending.reminder)
            ? nil : "another after \(change)"
    }

    private static func change(
        whatIsCovered facts: inout CaseFacts, _ reminder: inout Reminder, _ chance: inout Chance
    ) -> String {
        let named = chance.pick(reminder.items).invoice
        let contactIndex = facts.contacts.firstIndex { $0.slot == reminder.contact.slot }!
        let index = facts.items.firstIndex { $0.invoice == named }!
        switch chance.below(20) {
        case 0:
            facts.items[index].openMinor += 1
            return "another open amount"
        case 1:
            facts.items[index].dueOn = facts.items[index].dueOn.adding(days: 1)
            return "another due date"
        case 2:
            facts.items[index].stop = Stop(chance.pick([.held, .disputed]))
            return "a stop of an invoice"
        case 3:
            facts.items.remove(at: index)
            return "a payment"
        case 4:
            facts.unappliedMinor += 1
            return "another unapplied amount"
        case 5:
            facts.stop = Stop(chance.pick([.held, .disputed, .factsIncomplete, .balanceDiffers]))
            return "a stop of the case"
        case 6:
            facts.contacts[contactIndex].email = "other@example.com"
            return "another address"
        case 7:
            facts.contacts[contactIndex].hasOptedOut = true
            return "an opt-out"
        case 8:
            facts.contacts[contactIndex].isUndeliverable = true
            return "a refused address"
        case 9:
            facts.contacts.remove(at: contactIndex)
            return "a contact that is gone"
        case 10:
            facts.number += 1
            return "another case"
        case 11:
            reminder.instance.episode += 1
            return "another episode"
        case 12:
            reminder.instance.step += "1"
            return "another step"
        case 13:
            reminder.instance.occurrence += 1
            return "another occurrence"
        default: return change(particularsOf: index, in: &facts, &chance)
        }
    }

    private static func change(
        particularsOf index: Int, in facts: inout CaseFacts, _ chance: inout Chance
    ) -> String {
        let invoice = facts.items[index].invoice
        switch chance.below(6) {
        case 0:
            facts.items[index].rests.append(PartRest(1, chance.pick([.disputed, .promised])))
            return "another part that rests"
        case 1:
            facts.items[index].agesFrom = (facts.items[index].agesFrom ?? facts.items[index].dueOn).adding(days: 1)
            return "another age"
        case 2:
            facts.items[index].instalments.append(
                Instalment(dueOn: facts.items[index].dueOn.adding(days: 90), amountMinor: 1))
            return "another instalment"
        case 3:
            facts.items[index].leftOut.formSymmetricDifference(["some step"])
            return "another step left out"
        case 4:
            facts.promises.append(
                PromiseToPay(
                    id: "another", amountMinor: 1, promisedOn: facts.items[index].dueOn, madeAt: .distantPast,
                    invoices: chance.pick([[], [invoice]]), paidMinor: 0))
            return "another promise"
        default:
            facts.plans.append(
                PaymentPlan(
                    id: "another", invoices: [invoice],
                    instalments: [Instalment(dueOn: facts.items[index].dueOn, amountMinor: 1)]))
            return "another plan"
        }
    }

    private static func change(
        whatIsNotCovered facts: inout CaseFacts, _ reminder: inout Reminder, _ chance: inout Chance
    ) -> String {
        let named = Set(reminder.items.map(\.invoice))
        let index = facts.items.firstIndex { $0.invoice == reminder.items[0].invoice }!
        let contactIndex = facts.contacts.firstIndex { $0.slot == reminder.contact.slot }!
        switch chance.below(7) {
        case 0:
            facts.items = chance.shuffled(facts.items)
            reminder.items = chance.shuffled(reminder.items)
            return "another order of invoices"
        case 1:
            facts.items.removeAll { !named.contains($0.invoice) }
            return "the payment of what is not named"
        case 2:
            facts.items[index].issuedOn = facts.items[index].issuedOn.adding(days: 1)
            facts.items[index].number += "1"
            return "another number and date of issue"
        case 3:
            facts.contacts[contactIndex].name = "Accounts payable"
            facts.contacts[contactIndex].language = "fr"
            return "another name and language of the contact"
        case 4:
            facts.contacts[contactIndex].messages.append(.distantPast)
            return "another message to the address"
        case 5:
            facts.contacts.removeAll { $0.slot != reminder.contact.slot }
            return "other contacts"
        default:
            facts.accountZone = Zone.utc
            facts.creditorZone = Zone.utc
            reminder.today = reminder.today.adding(days: 1)
            return "another zone and day"
        }
    }
}
