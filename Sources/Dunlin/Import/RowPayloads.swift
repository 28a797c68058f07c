import Contracts
import Foundation

/// What one row says: an account, an invoice, a payment, or several of them.
extension RowValues {
    func payloads() throws(RowRefusal) -> [Payload] {
        var payloads: [Payload] = []
        if map.has("accounts") { payloads.append(.account(try account())) }
        // A row of a file that mixes both has the id of the one that it is.
        let isMixed = map.has("invoices") && map.has("payments")
        if map.has("invoices"), !isMixed || text(.invoice) != nil { payloads.append(.invoice(try invoice(), .issued)) }
        if map.has("payments"), !isMixed || text(.payment) != nil { payloads.append(.payment(try payment())) }
        if isMixed, payloads.count == (map.has("accounts") ? 1 : 0) {
            throw RowRefusal(.missing, "has neither an invoice nor a payment")
        }
        return payloads
    }

    private func account() throws(RowRefusal) -> Account {
        let kind = try matching(.accountKind, "kind: business or consumer") { AccountKind(rawValue: $0) != nil }
        return Account(
            creditor: try identifier(.creditor), account: try identifier(.account), name: try required(.accountName),
            language: try matching(.accountLanguage, "language tag like de-AT", Self.isLanguage),
            country: try matching(.accountCountry, "country code of two capital letters") {
                $0.utf8.count == 2 && $0.utf8.allSatisfy { (0x41...0x5A).contains($0) }
            },
            zone: try matching(.accountZone, "IANA zone like Europe/Vienna") { TimeZone(identifier: $0) != nil },
            kind: kind.flatMap(AccountKind.init(rawValue:)), segment: text(.accountSegment), contacts: try contacts())
    }

    /// One contact, if the row has a way to reach it.
    private func contacts() throws(RowRefusal) -> [Contact] {
        let email = try matching(.contactEmail, "mail address", reason: .contact, Self.isMailAddress)
        let phone = try matching(.contactPhone, "phone number in E.164, like +4930901820", reason: .contact) {
            $0.first == "+" && (8...16).contains($0.utf8.count)
                && $0.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        }
        guard email != nil || phone != nil else { return [] }
        let contact = try optionalIdentifier(.contactID) ?? "billing"
        return [
            Contact(contact: contact, role: text(.contactRole), name: text(.contactName), email: email, phone: phone)
        ]
    }

    private func invoice() throws(RowRefusal) -> Invoice {
        let issuedOn = try date(.invoiceIssuedOn)
        return Invoice(
            creditor: try identifier(.creditor), account: try identifier(.account), invoice: try identifier(.invoice),
            number: text(.invoiceNumber), amount: try amount(.invoiceAmount), issuedOn: issuedOn,
            dueOn: try dueOn(issuedOn), reference: text(.invoiceReference))
    }

    private func dueOn(_ issuedOn: CivilDate) throws(RowRefusal) -> CivilDate {
        guard map.rules[.invoiceDueInDays] != nil else { return try date(.invoiceDueOn) }
        guard let days = Int(try required(.invoiceDueInDays)), (0...3650).contains(days) else {
            throw refusal(.date, .invoiceDueInDays, "is no number of days from 0 to 3650")
        }
        return issuedOn.adding(days: days)
    }

    private func payment() throws(RowRefusal) -> Payment {
        let amount = try amount(.paymentAmount)
        let invoice = try optionalIdentifier(.paymentInvoice)
        return Payment(
            creditor: try identifier(.creditor), account: try identifier(.account), payment: try identifier(.payment),
            amount: amount, receivedOn: try date(.paymentReceivedOn), reference: text(.paymentReference),
            allocations: invoice.map { [Allocation(invoice: $0, minor: amount.minor)] })
    }

    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return (2...3).contains(parts[0].count)
            && parts.allSatisfy {
                (1...8).contains($0.count) && $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            }
    }

    /// Whether it has the outer form of an address; whether mail arrives there only mail can tell.
    private static func isMailAddress(_ text: String) -> Bool {
        guard let at = text.lastIndex(of: "@"), at > text.startIndex, text.utf8.count <= 254 else { return false }
        let domain = text[text.index(after: at)...]
        return !domain.isEmpty && !domain.hasPrefix(".") && !domain.hasSuffix(".")
            && !text.unicodeScalars.contains {
                $0.value <= 0x20 || $0.value == 0x7F || "<>,;".unicodeScalars.contains($0)
            }
    }
}
