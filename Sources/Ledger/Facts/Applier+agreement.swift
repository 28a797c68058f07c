import Contracts
import Store

/// Promises to pay and payment plans.
extension Applier {
    func apply(
        _ promise: PaymentPromise, isMade: Bool, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(promise.creditor, promise.account, in: transaction)
        let (person, row) = (
            Person(promise.creditor, promise.account), [promise.creditor.text, promise.promise.text]
        )
        let changed = try transaction.execute(
            """
            INSERT INTO promise (
                creditor, id, account_id, revision, time, event, currency, amount, promised_on, invoices, author,
                reason, is_made)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            ON CONFLICT (creditor, id) DO UPDATE SET
                account_id = excluded.account_id, revision = excluded.revision, time = excluded.time,
                event = excluded.event, currency = excluded.currency, amount = excluded.amount,
                promised_on = excluded.promised_on, invoices = excluded.invoices, author = excluded.author,
                reason = excluded.reason, is_made = excluded.is_made, told = NULL
            WHERE (excluded.revision, excluded.time, excluded.event) > (promise.revision, promise.time, promise.event)
            """,
            .text(promise.creditor.text), .text(promise.promise.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event), .text(promise.amount.currency.code), .int(promise.amount.minor),
            .int(promise.promisedOn.daysSince1970), .text(try IdentifierList.text(of: promise.invoices ?? [])),
            try sealed(promise.author, .promiseAuthor, row, of: person, in: transaction),
            try sealed(promise.reason, .promiseReason, row, of: person, in: transaction), .flag(isMade))
        try complete(version.event, promise.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        try touchCases(ofAccount: account, in: transaction)
        if isMade { try noteCrossing(.promiseMade, account: account, in: transaction) }
        return .applied([])
    }

    func apply(
        _ plan: InstalmentPlan, isAgreed: Bool, _ version: EntityVersion, in transaction: borrowing Transaction
    ) throws -> Application {
        let account = try accountID(plan.creditor, plan.account, in: transaction)
        let (person, row) = (Person(plan.creditor, plan.account), [plan.creditor.text, plan.plan.text])
        let changed = try transaction.execute(
            """
            INSERT INTO plan (
                creditor, id, account_id, revision, time, event, currency, invoices, instalments, author, reason,
                is_agreed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (creditor, id) DO UPDATE SET
                account_id = excluded.account_id, revision = excluded.revision, time = excluded.time,
                event = excluded.event, currency = excluded.currency, invoices = excluded.invoices,
                instalments = excluded.instalments, author = excluded.author, reason = excluded.reason,
                is_agreed = excluded.is_agreed
            WHERE (excluded.revision, excluded.time, excluded.event) > (plan.revision, plan.time, plan.event)
            """,
            .text(plan.creditor.text), .text(plan.plan.text), .int(account), .int(version.revision),
            .int(version.time), .text(version.event), .text(plan.currency.code),
            .text(try IdentifierList.text(of: plan.invoices)), .text(try Self.json(plan.instalments)),
            try sealed(plan.author, .planAuthor, row, of: person, in: transaction),
            try sealed(plan.reason, .planReason, row, of: person, in: transaction), .flag(isAgreed))
        try complete(version.event, plan.creditor, in: transaction)
        guard changed > 0 else { return .applied([]) }
        try touchCases(ofAccount: account, in: transaction)
        if isAgreed { try noteCrossing(.planAgreed, account: account, in: transaction) }
        return .applied([])
    }
}
