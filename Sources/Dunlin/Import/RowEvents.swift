import Contracts
import Foundation

/// Turns rows into events. The same rows as of the same instant always give the same events, ids included.
///
/// An account that several rows describe makes one event: its first row stands. An invoice or payment that comes again
/// with the same content makes no second event; with other content its row is refused.
struct RowEvents {
    struct Counts: Equatable {
        var accounts = 0
        var invoices = 0
        var payments = 0
        /// Rows whose invoice or payment stood before, with the same content.
        var repeated = 0
        /// Rows that describe their account otherwise than its first row.
        var otherAccounts = 0
    }

    let source: String
    /// The instant of which the file tells; orders it against other events.
    let asOf: Instant
    let map: ColumnMap
    private(set) var counts = Counts()
    private var seen: [Entity: Stand] = [:]

    init(map: ColumnMap, source: String, asOf: Instant) {
        self.map = map
        self.source = source
        self.asOf = asOf
    }

    private struct Entity: Hashable {
        let type: MessageType
        let creditor: Identifier
        let id: Identifier
    }

    private struct Stand {
        let line: Int
        let content: Int
    }

    /// The events that `row` adds, all or none.
    mutating func events(of row: ImportRow) throws(RowRefusal) -> [WireEvent] {
        let payloads = try RowValues(map: map, row: row).payloads()
        var fresh: [(entity: Entity, payload: Payload)] = []
        var isRepeated = false
        var isOther = false
        for payload in payloads {
            let entity = Self.entity(payload)
            guard let stand = seen[entity] else {
                fresh.append((entity, payload))
                continue
            }
            switch (payload, stand.content == payload.hashValue) {
            case (.account, let isSame): isOther = !isSame
            case (_, true): isRepeated = true
            case (_, false):
                throw RowRefusal(.conflict, "its \(Self.noun(payload)) stands on line \(stand.line) with other content")
            }
        }
        let events = try fresh.map { (entry) throws(RowRefusal) in try event(entry.payload, row) }
        for (entity, payload) in fresh {
            seen[entity] = Stand(line: row.line, content: payload.hashValue)
            switch payload {
            case .account: counts.accounts += 1
            case .invoice: counts.invoices += 1
            default: counts.payments += 1
            }
        }
        if isRepeated { counts.repeated += 1 }
        if isOther { counts.otherAccounts += 1 }
        return events
    }

    /// Reads the event back as the planner will, so that nothing is published that would be parked there.
    private func event(_ payload: Payload, _ row: ImportRow) throws(RowRefusal) -> WireEvent {
        var message = Message(id: "-", source: source, time: asOf, payload: payload)
        let content = String(decoding: message.encoded(), as: UTF8.self)
        message.id = MessageID.named("import", content)
        let event = WireEvent(message)
        do throws(MessageRefusal) {
            _ = try Message(body: event.body)
        } catch {
            let field = Self.field(at: error.path, of: payload)
            let reason: RowRefusal.Reason = field?.isDate == true ? .date : field?.isAmount == true ? .amount : .value
            let column = field.flatMap { map.rules[$0]?.columns.first }
            let message = field == nil ? "\(error.path) \(error.reason)" : error.reason
            throw RowRefusal(reason, message, field: field, column: column)
        }
        return event
    }

    private static func field(at path: String, of payload: Payload) -> Field? {
        switch (path, payload) {
        case ("$.data.dueOn", _): .invoiceDueOn
        case ("$.data.name", _): .accountName
        case ("$.data.amount.minor", .invoice): .invoiceAmount
        case ("$.data.amount.minor", _): .paymentAmount
        default: nil
        }
    }

    private static func entity(_ payload: Payload) -> Entity {
        switch payload {
        case .account(let account): Entity(type: payload.type, creditor: account.creditor, id: account.account)
        case .invoice(let invoice, _): Entity(type: payload.type, creditor: invoice.creditor, id: invoice.invoice)
        case .payment(let payment): Entity(type: payload.type, creditor: payment.creditor, id: payment.payment)
        default: preconditionFailure("a row makes accounts, invoices and payments only")
        }
    }

    private static func noun(_ payload: Payload) -> String {
        if case .payment = payload { "payment" } else { "invoice" }
    }
}
