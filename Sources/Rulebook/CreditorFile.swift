import Contracts
import Foundation
import Policy
import Templates

/// Reads `creditors/<id>.yaml`.
enum CreditorFile {
    /// nil if anything is wrong; what, is in `notes`.
    static func creditor(in text: String, named fileName: String, notes: YAMLOutline.Notes) -> Creditor? {
        guard let file = YAMLOutline(text: text, notes: notes) else { return nil }
        let before = notes.problems.count
        let id = file.text("creditor", allowed: "an id of 1 to 128 bytes that is the file's name") {
            $0 == fileName ? Identifier($0) : nil
        }
        let name = file.text("name", allowed: "the legal name", line)
        let country = file.text("country", allowed: "a country code of ISO 3166-1 such as DE", Self.country)
        let zone = file.text("zone", allowed: "a time zone of the IANA database such as Europe/Berlin") {
            $0.contains("/") || $0 == "UTC" ? Zone($0)?.name : nil
        }
        let language = file.text("language", allowed: languageForm, Self.language)
        let languages = file.texts("languages", allowed: "a list of languages, each \(languageForm)", Self.language)
        let postal = file.text("postal", allowed: "the postal address in one or more lines", lines)
        let phone = file.optionalText("phone", allowed: "a phone number", line)
        let signatory = file.optionalText("signatory", allowed: "a person's name", line)
        let website = file.optionalText("website", allowed: "an https address", webAddress)
        let policy = file.text("policy", allowed: "a policy's id", line)
        let (from, reply) = mailboxes(in: file)
        let bank = Self.bank(in: file)
        let payment = Self.payment(in: file)
        let brand = Self.brand(in: file)
        let overrides = CreditorOverrides(in: file, languages: languages ?? [])
        let interest = file.outline("interest", isRequired: false).flatMap(InterestClaim.init)
        let freshness = file.optionalText("freshness", allowed: freshnessForm, Self.freshness)
        let resend = file.optionalText("resend_unknown", allowed: "email") {
            Channel(rawValue: $0) == .email ? $0 : nil
        }
        file.refuseOtherKeys()
        if let language, let languages, !languages.contains(language) {
            notes.note(
                line: file.lines["languages"], key: "languages", "must hold '\(language)', the creditor's own language")
        }
        guard notes.problems.count == before, let id, let name, let country, let zone, let language, let languages,
            let postal, let policy, let from, let reply, let payment
        else { return nil }
        return Creditor(
            id: id, name: name, country: country, zone: zone, language: language, languages: languages, from: from,
            reply: reply, postal: postal, phone: phone, signatory: signatory, website: website, bank: bank,
            payment: payment, policy: policy, brand: brand, overrides: overrides, interest: interest,
            freshness: freshness, resendsUnknown: resend == nil ? [] : [.email])
    }

    private static func mailboxes(in file: YAMLOutline) -> (from: Mailbox?, reply: String?) {
        guard let email = file.outline("email", isRequired: true) else { return (nil, nil) }
        let from = email.outline("from", isRequired: true)
        let name = from?.text("name", allowed: "a name to show", line)
        let address = from?.text("address", allowed: mailboxForm, mailbox)
        from?.refuseOtherKeys()
        let reply = email.text("reply", allowed: mailboxForm + " with at most 30 bytes before the @") { text in
            // The token of a case goes in front of the @, and 64 bytes are the limit there.
            (text.firstIndex(of: "@").map { text[..<$0].utf8.count } ?? 0) <= 30 ? mailbox(text) : nil
        }
        email.refuseOtherKeys()
        guard let name, let address else { return (nil, reply) }
        return (Mailbox(name: name, address: address), reply)
    }

    private static func bank(in file: YAMLOutline) -> BankAccount? {
        guard let bank = file.outline("bank", isRequired: false) else { return nil }
        let holder = bank.text("holder", allowed: "the account holder's name", line)
        let iban = bank.text("iban", allowed: "an IBAN with right check digits") { text in
            let iban = text.filter { $0 != " " }
            return AddressChecks.isIBAN(iban) ? iban : nil
        }
        let bic = bank.optionalText("bic", allowed: "a BIC of 8 or 11 characters") {
            AddressChecks.isBIC($0) ? $0 : nil
        }
        bank.refuseOtherKeys()
        guard let holder, let iban else { return nil }
        return BankAccount(holder: holder, iban: iban, bic: bic)
    }

    private static func payment(in file: YAMLOutline) -> PaymentPage? {
        guard let payment = file.outline("payment", isRequired: true) else { return nil }
        let names = PaymentPage.placeholders.map { "{\($0)}" }.joined(separator: " ")
        let page = payment.text("url", allowed: "an https address (http on loopback) with \(names)", PaymentPage.init)
        payment.refuseOtherKeys()
        return page
    }

    private static func brand(in file: YAMLOutline) -> Brand {
        guard let brand = file.outline("brand", isRequired: false) else { return .plain }
        let colour = brand.text("colour", allowed: "\"#rrggbb\", dark enough to carry white text") {
            AddressChecks.isDarkColour($0) ? $0.lowercased() : nil
        }
        let logo = brand.optionalText("logo", allowed: "an https address", webAddress)
        brand.refuseOtherKeys()
        return Brand(colour: colour ?? Brand.plain.colour, logo: logo)
    }

    // MARK: Forms of values

    private static let languageForm = "a tag of BCP 47 such as de or de-AT"
    private static let mailboxForm = "an address such as billing@example.com"

    private static let freshnessForm = "a time from 1m to 30d such as 15m, 2h or 1d"

    private static func freshness(_ text: String) -> Duration? {
        guard let unit = text.last, let seconds = ["m": 60, "h": 3600, "d": 86_400][unit],
            let count = Int(text.dropLast()), count >= 1, count <= 30 * 86_400 / seconds
        else { return nil }
        return .seconds(count * seconds)
    }

    private static func line(_ text: String) -> String? {
        let line = SingleLine.of(text)
        return !line.isEmpty && line == text && text.utf8.count <= 200 ? line : nil
    }

    private static func lines(_ text: String) -> [String]? {
        let lines = text.split(whereSeparator: \.isNewline).map { SingleLine.of(String($0)) }.filter { !$0.isEmpty }
        return (1...8).contains(lines.count) && text.utf8.count <= 500 ? lines : nil
    }

    private static func country(_ text: String) -> String? {
        Countries.all.contains(text) ? text : nil
    }

    private static func language(_ text: String) -> String? {
        LanguageTag(text)?.text == text ? text : nil
    }

    private static func mailbox(_ text: String) -> String? {
        AddressChecks.isMailbox(text) ? text : nil
    }

    private static func webAddress(_ text: String) -> String? {
        WebAddress.isAllowed(text) ? text : nil
    }
}
