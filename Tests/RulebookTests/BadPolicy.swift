import Foundation
import Testing

/// A mistake in a policy file and the one problem that it gives.
struct BadPolicy: Sendable, CustomTestStringConvertible {
    let what: String
    /// What stands in ``PolicyFiles/whole``, and what stands there instead.
    let old: String
    let new: String
    let line: Int?
    let key: String?
    /// The end of the problem, or a part of it: what a person may write instead.
    let reason: String
    /// Whether the JSON Schema sees it too; it cannot compare keys, and knows no YAML.
    let isSeenBySchema: Bool

    init(
        _ what: String, _ old: String, _ new: String, _ line: Int?, _ key: String?, _ reason: String,
        schema: Bool = true
    ) {
        self.what = what
        self.old = old
        self.new = new
        self.line = line
        self.key = key
        self.reason = reason
        isSeenBySchema = schema
    }

    var testDescription: String { what }

    var text: String { PolicyFiles.whole.replacing(old, with: new, maxReplacements: 1) }

    private static let days = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"
    private static let dueWords = "-365 to 3650 days after the due date, or the key 'when' with a rule such as"

    static let all = files + keys + steps + timing + tasksAndFees + hours + amounts + rules + scopes

    static let files = [
        BadPolicy("an empty file", PolicyFiles.whole, "", 1, nil, "is empty", schema: false),
        BadPolicy("remarks only", PolicyFiles.whole, "# To be written\n", 1, nil, "is empty", schema: false),
        BadPolicy("a list", PolicyFiles.whole, "- policy: default\n", 1, nil, "must hold keys", schema: false),
        BadPolicy(
            "a tab", "\n    due: 42", "\n\tdue: 42", 10, nil, "begins with a tab; allowed are blanks", schema: false),
        BadPolicy(
            "a second document", "grace: 3", "---\npolicy: other", 18, nil, "begins a second document", schema: false),
        BadPolicy("a bracket left open", "[monday, friday]", "[monday, friday", 14, nil, "is no YAML", schema: false),
        BadPolicy(
            "a key twice", "speaker: carrying", "grace: 5", 20, nil, "'grace' stands here twice; allowed is once",
            schema: false),
        BadPolicy(
            "a key twice in a step", "channels: [email, letter]", "due: 43", 12, nil,
            "'due' stands here twice; allowed is once", schema: false),
    ]

    static let keys = [
        BadPolicy(
            "an unknown key", "grace: 3", "graze: 3", 18, "graze", "is unknown; allowed are budget, consolidate,"),
        BadPolicy(
            "an unknown key of a step", "tone: friendly", "mood: friendly", 4, "steps[0].mood",
            "is unknown; allowed are channels, due, fee, id,"),
        BadPolicy(
            "an unknown key of a task", "owner: Receivables", "who: Receivables", 8, "steps[2].task.who",
            "allowed are kind, otherwise, owner, within"),
        BadPolicy(
            "an unknown key of a fee", "fixed: {EUR: 500}", "flat: {EUR: 500}", 13, "steps[3].fee.flat",
            "allowed are fixed, percent, least, most"),
        BadPolicy(
            "an unknown key of the window", "until: \"18:00\"", "until: \"18:00\", zone: UTC", 14, "window.zone",
            "allowed are days, from, until"),
        BadPolicy(
            "an unknown key of the budget", "days: 7", "days: 7, weeks: 1", 17, "budget.weeks",
            "allowed are days, messages"),
        BadPolicy(
            "an unknown key of disputes", "ages_anew: false", "age_anew: false", 21, "disputes.age_anew",
            "allowed are ages_anew, owner, rest_goes_on, service_days"),
        BadPolicy(
            "an unknown key of promises", "extensions: 1", "extension: 1", 22, "promises.extension",
            "allowed are broken_template, extensions, grace"),
        BadPolicy(
            "an unknown key of plans", "plans: {grace: 3}", "plans: {grave: 3}", 23, "plans.grave", "allowed are grace"),
        BadPolicy(
            "an unknown key of unapplied", "hold_days: 5", "hold: 5", 24, "unapplied.hold", "allowed are hold_days"),
        BadPolicy(
            "an unknown mark", "segments: [key]", "segment: [key]", 2, "for.segment",
            "allowed are countries, creditors, kinds, segments, tags"),
        BadPolicy("no id", "policy: default\n", "", 1, "policy", "is missing; allowed is 'default', the file's name"),
        BadPolicy(
            "another file's id", "policy: default", "policy: strict", 1, "policy", "must be 'default', the file's name",
            schema: false),
        BadPolicy("no window", "window:", "# window:", 1, "window", "is missing"),
        BadPolicy("no budget", "budget:", "# budget:", 1, "budget", "is missing"),
    ]

    static let steps = [
        BadPolicy(
            "no list of steps", PolicyFiles.ladder, "steps: none\n", 3, "steps",
            "must be a list; allowed are entries with keys of their own"),
        BadPolicy(
            "a step that is a word",
            "{id: upcoming, due: -7, template: upcoming, channels: [email], role: billing, tone: friendly}", "upcoming",
            4, "steps[0]", "must hold keys of its own"),
        BadPolicy(
            "an id twice", "id: call", "id: upcoming", 6, "steps[2].id", "'upcoming' is the id of steps[0] as well",
            schema: false),
        BadPolicy("an empty id", "id: call", "id: \"\"", 6, "steps[2].id", "allowed is 1 to 64 letters, digits"),
        BadPolicy(
            "an id with blanks", "id: call", "id: call them", 6, "steps[2].id", "allowed is 1 to 64 letters, digits"),
        BadPolicy(
            "no id of a step", "- id: final-notice\n    due: 42", "- due: 42", 9, "steps[3].id",
            "is missing; allowed is 1 to 64"),
        BadPolicy(
            "no template", "    template: final-notice\n", "", 9, "steps[3].template",
            "is missing; allowed is the name of a folder in templates/"),
        BadPolicy(
            "a template that is not there", "template: final-notice", "template: last-notice", 11, "steps[3].template",
            "template 'last-notice' is not there; allowed are due-today, final-notice,", schema: false),
        BadPolicy(
            "no channels", "    channels: [email, letter]\n", "", 9, "steps[3].channels",
            "is missing; allowed is a list of email, sms, voice, letter"),
        BadPolicy(
            "an empty list of channels", "[email, letter]", "[]", 12, "steps[3].channels",
            "is no list; allowed is a list of email, sms"),
        BadPolicy(
            "one channel that is no list", "[email, letter]", "email", 12, "steps[3].channels",
            "is no list; allowed is a list of email, sms"),
        BadPolicy(
            "an unknown channel", "[email, letter]", "[email, fax]", 12, "steps[3].channels",
            "allowed is a list of email, sms, voice, letter"),
        BadPolicy(
            "a channel twice", "[email, letter]", "[email, email]", 12, "steps[3].channels", "names a channel twice"),
        BadPolicy(
            "an unknown tone", "tone: friendly", "tone: rude", 4, "steps[0].tone",
            "allowed is friendly, neutral, firm, final"),
        BadPolicy(
            "a role that is none", "role: billing", "role: Billing Team", 4, "steps[0].role",
            "allowed is the part of a contact in paying"),
        BadPolicy("an unknown reach", "role: billing", "reach: both", 4, "steps[0].reach", "allowed is first, all"),
    ]

    static let timing = [
        BadPolicy("no day", "    due: 42\n", "", 9, "steps[3].due", "is missing; allowed is \(dueWords)"),
        BadPolicy("a day that is a word", "due: 42", "due: soon", 10, "steps[3].due", "allowed is \(dueWords)"),
        BadPolicy("half a day", "due: 42", "due: 42.5", 10, "steps[3].due", "allowed is \(dueWords)"),
        BadPolicy("no value of a day", "due: 42", "due:", 10, "steps[3].due", "allowed is \(dueWords)"),
        BadPolicy("a huge day", "due: 42", "due: 99999999999999999999", 10, "steps[3].due", "allowed is \(dueWords)"),
        BadPolicy("a day beyond ten years", "due: 42", "due: 3651", 10, "steps[3].due", "allowed is \(dueWords)"),
        BadPolicy(
            "steps out of order", "due: 42", "due: 5", 10, "steps[3].due",
            "is not after step 'first-reminder' (5 days after due); allowed is a later day", schema: false),
        BadPolicy(
            "an early step behind a late one", "due: 42", "due: -3", 10, "steps[3].due",
            "allowed is a place before step 'call'", schema: false),
        BadPolicy(
            "two days", "due: 42", "due: 42\n    when: 42 days after due", 11, "steps[3].when",
            "stands beside 'due'; allowed is one of them"),
        BadPolicy(
            "a rule nobody understands", "9 days after previous step", "nine days later", 7, "steps[2].when",
            "allowed is a rule such as '7 days before due'"),
        BadPolicy(
            "a negative gap", "9 days after previous step", "9 days before previous step", 7, "steps[2].when",
            "allowed is a rule such as", schema: false),
        BadPolicy(
            "no gap", "9 days after previous step", "on previous step", 7, "steps[2].when", "allowed is a rule such as",
            schema: false),
        BadPolicy(
            "a day no month has", "9 days after previous step", "on 32nd of month after due", 7, "steps[2].when",
            "allowed is a rule such as", schema: false),
        BadPolicy(
            "nothing before the first late step", "due: 5,", "when: 5 days after previous step,", 5, "steps[1].when",
            "has no previous step; allowed is a rule that counts from another day", schema: false),
    ]

    static let tasksAndFees = [
        BadPolicy(
            "an unknown task", "kind: call", "kind: visit", 8, "steps[2].task.kind",
            "allowed is call, review, approve, hand over"),
        BadPolicy(
            "a task without a term", "within: 3, ", "", 8, "steps[2].task.within",
            "is missing; allowed is 0 to 365 days"),
        BadPolicy(
            "a task with a negative term", "within: 3", "within: -3", 8, "steps[2].task.within",
            "allowed is 0 to 365 days"),
        BadPolicy(
            "an unknown end of a task", "otherwise: go on", "otherwise: escalate", 8, "steps[2].task.otherwise",
            "allowed is wait, go on"),
        BadPolicy(
            "a task that is a word", "task: {kind: call, owner: Receivables, within: 3, otherwise: go on}",
            "task: call", 8, "steps[2].task", "must hold keys of its own"),
        BadPolicy(
            "a text for a call", "when: 9 days after previous step",
            "template: upcoming\n    when: 9 days after previous step", 7, "steps[2].template", "is unknown"),
        BadPolicy(
            "a fee that is a number", "fee: {fixed: {EUR: 500}}", "fee: 5", 13, "steps[3].fee",
            "allowed are keys of its own"),
        BadPolicy(
            "a fee over 100 percent", "fee: {fixed: {EUR: 500}}", "fee: {percent: 101}", 13, "steps[3].fee.percent",
            "allowed is more than 0 and at most 100"),
        BadPolicy(
            "a fee in no currency", "fixed: {EUR: 500}", "fixed: {EUX: 500}", 13, "steps[3].fee.fixed",
            "'EUX' needs a currency code of ISO 4217"),
    ]

    static let hours = [
        BadPolicy(
            "a window that never opens", "until: \"18:00\"", "until: \"08:00\"", 14, "window.until",
            "is the same time as 'from'; allowed is another", schema: false),
        BadPolicy(
            "an hour that no day has", "\"18:00\"", "\"25:00\"", 14, "window.until",
            "allowed is a time \"HH:MM\" from 00:00 to 24:00"),
        BadPolicy(
            "a window from midnight's end", "\"08:00\"", "\"24:00\"", 14, "window.from",
            "allowed is a time \"HH:MM\" from 00:00 to 23:59"),
        BadPolicy(
            "a time in other words", "\"08:00\"", "8 am", 14, "window.from",
            "allowed is a time \"HH:MM\" from 00:00 to 23:59"),
        BadPolicy(
            "no day of the week", "[monday, friday]", "[]", 14, "window.days",
            "is no list; allowed is a list of days: \(days)"),
        BadPolicy(
            "a day that is none", "[monday, friday]", "[mon, fri]", 14, "window.days",
            "allowed is a list of days: \(days)"),
    ]

    static let amounts = [
        BadPolicy(
            "an unknown currency", "JPY: 500", "EUX: 500", 15, "minimum.EUX",
            "is unknown; allowed are currencies of ISO 4217 such as EUR"),
        BadPolicy(
            "a negative minimum", "JPY: 500", "JPY: -5", 15, "minimum.JPY", "allowed is 0 to 1000000000000 minor units"),
        BadPolicy(
            "a minimum with a point", "JPY: 500", "JPY: 5.50", 15, "minimum.JPY",
            "allowed is 0 to 1000000000000 minor units"),
        BadPolicy(
            "a huge minimum", "JPY: 500", "JPY: 1000000000001", 15, "minimum.JPY",
            "allowed is 0 to 1000000000000 minor units"),
        BadPolicy(
            "a minimum without currencies", "{EUR: 500, JPY: 500}", "500", 15, "minimum", "must hold keys of its own"),
        BadPolicy(
            "more than all of it", "minimum_percent: 10", "minimum_percent: 101", 16, "minimum_percent",
            "allowed is 0 to 100 percent"),
        BadPolicy(
            "a percent sign", "minimum_percent: 10", "minimum_percent: 10 %", 16, "minimum_percent",
            "allowed is 0 to 100 percent"),
        BadPolicy(
            "no message at all", "messages: 2", "messages: 0", 17, "budget.messages", "allowed is 1 to 100 messages"),
        BadPolicy("a budget over no days", "days: 7", "days: 0", 17, "budget.days", "allowed is 1 to 365 days"),
        BadPolicy(
            "a budget without days", "messages: 2, days: 7", "messages: 2", 17, "budget.days",
            "is missing; allowed is 1 to 365 days"),
        BadPolicy("a negative grace", "grace: 3", "grace: -1", 18, "grace", "allowed is 0 to 365 days"),
    ]

    static let rules = [
        BadPolicy(
            "an unknown consolidation", "consolidate: account", "consolidate: customer", 19, "consolidate",
            "allowed is account, parent, invoice"),
        BadPolicy(
            "an unknown speaker", "speaker: carrying", "speaker: loudest", 20, "speaker",
            "allowed is carrying, oldest, highest"),
        BadPolicy(
            "a truth that is none", "rest_goes_on: true", "rest_goes_on: maybe", 21, "disputes.rest_goes_on",
            "allowed is true or false"),
        BadPolicy(
            "a dispute answered at once", "service_days: 10", "service_days: 0", 21, "disputes.service_days",
            "allowed is 1 to 365 days"),
        BadPolicy(
            "promises without end", "extensions: 1", "extensions: 11", 22, "promises.extensions",
            "allowed is 0 to 10 extensions"),
        BadPolicy(
            "a long grace of a promise", "promises: {grace: 2", "promises: {grace: 61", 22, "promises.grace",
            "allowed is 0 to 60 days"),
        BadPolicy(
            "a broken promise without a text", "third-reminder", "broken", 22, "promises.broken_template",
            "template 'broken' is not there; allowed are", schema: false),
        BadPolicy(
            "a long grace of a plan", "plans: {grace: 3}", "plans: {grace: 61}", 23, "plans.grace",
            "allowed is 0 to 60 days"),
        BadPolicy(
            "a negative hold of cash", "hold_days: 5", "hold_days: -5", 24, "unapplied.hold_days",
            "allowed is 0 to 60 days"),
        BadPolicy(
            "a fallback on itself", "email: [letter]", "email: [email]", 25, "fallback.email",
            "goes round in a circle (email, email); allowed is a way that ends", schema: false),
        BadPolicy(
            "a circle of two", "email: [letter]", "email: [sms]", 25, "fallback.email",
            "goes round in a circle (email, sms, email)", schema: false),
        BadPolicy(
            "a circle of three", "email: [letter]", "email: [letter], letter: [sms]", 25, "fallback.email",
            "goes round in a circle (email, letter, sms, email)", schema: false),
        BadPolicy(
            "a fallback from an unknown channel", "sms: [email]", "fax: [email]", 25, "fallback.fax",
            "is unknown; allowed are email, sms, voice, letter"),
        BadPolicy(
            "a fallback to an unknown channel", "sms: [email]", "sms: [fax]", 25, "fallback.sms",
            "allowed is a list of email, sms, voice, letter"),
    ]

    static let scopes = [
        BadPolicy(
            "a policy for nobody", "{segments: [key], countries: [DE]}", "{}", 2, "for",
            "is for nobody; allowed are creditors, segments, kinds, countries and tags"),
        BadPolicy(
            "an unknown kind", "segments: [key]", "kinds: [company]", 2, "for.kinds",
            "allowed is a list of business, consumer"),
        BadPolicy(
            "an unknown country", "[DE]", "[XX]", 2, "for.countries", "allowed is a list of countries of ISO 3166",
            schema: false),
        BadPolicy(
            "a country in words", "[DE]", "[Germany]", 2, "for.countries", "allowed is a list of countries of ISO 3166"),
        BadPolicy(
            "an unknown creditor", "segments: [key]", "creditors: [nobody]", 2, "for.creditors",
            "creditor 'nobody' is not there; allowed are harbour-supplies", schema: false),
        BadPolicy("a segment that is no list", "[key]", "key", 2, "for.segments", "is no list"),
    ]
}

/// Policy files of the tests.
enum PolicyFiles {
    /// The key `steps` and all in it.
    static let ladder = String(whole[whole.range(of: "steps:")!.lowerBound..<whole.range(of: "window:")!.lowerBound])

    /// One with every key that there is.
    static let whole = """
        policy: default
        for: {segments: [key], countries: [DE]}
        steps:
          - {id: upcoming, due: -7, template: upcoming, channels: [email], role: billing, tone: friendly}
          - {id: first-reminder, due: 5, template: first-reminder, channels: [email]}
          - id: call
            when: 9 days after previous step
            task: {kind: call, owner: Receivables, within: 3, otherwise: go on}
          - id: final-notice
            due: 42
            template: final-notice
            channels: [email, letter]
            fee: {fixed: {EUR: 500}}
        window: {days: [monday, friday], from: "08:00", until: "18:00"}
        minimum: {EUR: 500, JPY: 500}
        minimum_percent: 10
        budget: {messages: 2, days: 7}
        grace: 3
        consolidate: account
        speaker: carrying
        disputes: {rest_goes_on: true, ages_anew: false, service_days: 10, owner: Disputes}
        promises: {grace: 2, extensions: 1, broken_template: third-reminder}
        plans: {grace: 3}
        unapplied: {hold_days: 5}
        fallback: {email: [letter], sms: [email]}

        """
}
