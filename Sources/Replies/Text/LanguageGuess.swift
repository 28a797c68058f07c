/// Which language a text is in, by its small words and letters.
///
/// A few hundred words that are frequent in one language and rare in the nine others: enough for two or three words of
/// a reply. Where nothing tells, the hint counts, else English.
package enum LanguageGuess {
    package static func of(_ text: String, hint: Language? = nil) -> Language {
        of(Token.tokens(of: text), letters: text, hint: hint)
    }

    static func of(_ tokens: [Token], letters: String, hint: Language?) -> Language {
        var scores = [Int](repeating: 0, count: Language.allCases.count)
        for token in tokens where token.kind == .word {
            for (language, weight) in words[token.text] ?? [] { scores[language] += weight }
        }
        for scalar in letters.unicodeScalars where scalar.value > 0x7F {
            for (language, weight) in marks[scalar] ?? [] { scores[language] += weight }
        }
        if let hint { scores[index(hint)] += 3 }
        var best = index(hint ?? .english)
        for (language, score) in scores.enumerated() where score > scores[best] { best = language }
        return Language.allCases[best]
    }

    private static func index(_ language: Language) -> Int { Language.allCases.firstIndex(of: language) ?? 0 }

    private static let words: [String: [(Int, Int)]] = {
        var table: [String: [(Int, Int)]] = [:]
        for (language, list) in lists {
            for word in Set(list.split(whereSeparator: \.isWhitespace).map { Folding.fold($0) }) {
                table[word, default: []].append((index(language), 2))
            }
        }
        // A word of several languages tells less.
        for (word, entries) in table where entries.count > 1 {
            table[word] = entries.count > 3 ? nil : entries.map { ($0.0, 1) }
        }
        return table
    }()

    private static let marks: [Unicode.Scalar: [(Int, Int)]] = {
        var table: [Unicode.Scalar: [(Int, Int)]] = [:]
        let letters: [(String, [Language])] = [
            ("ß", [.german]), ("üÜ", [.german]), ("äÄöÖ", [.german, .swedish]), ("åÅ", [.swedish, .danish]),
            ("øØæÆ", [.danish]), ("ñÑ¿¡", [.spanish]), ("ãõÃÕ", [.portuguese]), ("ç", [.french, .portuguese]),
            ("êèâîûœ", [.french]), ("àù", [.french, .italian]), ("ìò", [.italian]), ("íóú", [.spanish, .portuguese]),
            ("łąęśżźćńŁŚŻ", [.polish]), ("ë", [.dutch]), ("é", [.french]),
        ]
        for (scalars, languages) in letters {
            for scalar in scalars.unicodeScalars { table[scalar] = languages.map { (index($0), 2) } }
        }
        return table
    }()

    private static let lists: [(Language, String)] = [
        (
            .english,
            """
            the and to of is are was were will would we you your our my this that have has had not with for on it i be can
            please pay paid payment invoice hi hello dear regards thanks thank sorry send sent received from by until next
            week today tomorrow yesterday me us out office back dont cant wont isnt didnt am they he she his her what which
            who how when why there here already been any more just only but if as at an all do does stop money account
            friday monday tuesday wednesday thursday fri mon tue wed thu till gimme gonna pls plz u ur ok still never ever reminder calling number wrong
            """
        ),
        (
            .german,
            """
            der die das und ist sind war wir ich sie nicht ein eine einen wird werden wurde haben hat habe mit fur auf von zu
            dem den des im am zum zur bitte rechnung zahlung betrag uberwiesen uberweisen bezahlt danke guten tag hallo sehr
            geehrte mahnung bereits noch schon kein keine mir mich uns unser ihre ihr ihnen sich auch nur aber wenn wie was
            wann wer woche monat morgen heute gestern freitag montag dienstag mittwoch donnerstag bis nach bei aus uber kann
            konnen moglich leider ware grusse freundlichen gruss bin urlaub erhalten geld zahlen raten nachste
            """
        ),
        (
            .french,
            """
            le la les un une des du de et est sont nous vous je il elle ne pas plus pour par sur avec dans que qui ce cette
            votre notre mon ma mes vos facture paiement virement regle reglee paye payee reglerons payer bonjour merci
            cordialement demain aujourd hui semaine mois jour fin deja bien recu etre avoir ete avons avez sommes suis jusqu au
            aux en ai a lundi mardi mercredi jeudi vendredi relance absent conge comment pourquoi quand sera mais si
            """
        ),
        (
            .spanish,
            """
            el la los las un una de del y es son esta estan fue ha hemos he no nos me que por para con su sus mi nuestro
            nuestra factura pago pagar pagado pagaremos transferencia hola buenos dias gracias saludos manana hoy ayer semana
            mes fin ya pero si como cuando cual cuanto lunes martes miercoles jueves viernes favor estimado recibido
            estoy estamos oficina vacaciones hasta desde muy tengo tenemos puedo podemos usted ustedes le les se lo al a en
            """
        ),
        (
            .dutch,
            """
            de het een en is zijn was wij we ik u uw jullie niet geen met voor op van naar te dat die deze dit zal zullen
            wordt worden heeft hebben hebt al factuur betaling betaald betalen overgemaakt goedemorgen goedendag beste hallo
            bedankt dank groet groeten morgen vandaag gisteren week maand vrijdag maandag dinsdag woensdag donderdag eind
            aanstaande volgende graag kunnen kunt kan nog maar ook als bij tot over uit mijn onze ons mij verlof hoe wat waar
            """
        ),
        (
            .italian,
            """
            il lo la i gli le un una di del della dei e sono abbiamo ho ha non ci vi mi che per con su nel alla al dal
            fattura pagamento pagare pagato pagheremo bonifico buongiorno grazie saluti domani oggi ieri settimana mese fine
            gia ma se come quando quale quanto lunedi martedi mercoledi giovedi venerdi cordiali vostra vostro nostra nostro
            ufficio ferie entro stato stata questa questo sara siamo merce potete posso possiamo prego piu anche
            """
        ),
        (
            .portuguese,
            """
            o a os as um uma de do da dos das e esta foi temos tenho nao nos me que por para com seu sua meu minha nosso
            nossa fatura factura pagamento pagar pago pagaremos transferencia ola bom dia obrigado obrigada cumprimentos
            amanha hoje ontem semana mes fim ja mas se como quando qual quanto segunda terca quarta quinta sexta feira ate
            em no na ao pelo voces vou vamos escritorio ferias estou estamos recebi favor ainda muito sera sao
            """
        ),
        (
            .polish,
            """
            i w z na do nie jest sa sie ze to ten ta za po od dla jak czy prosze dziekuje faktura fakture faktury fakturze
            platnosc zaplata zaplace zaplacimy zaplacone przelew przelejemy dzien dobry witam pozdrawiam jutro dzis dzisiaj
            wczoraj tydzien tygodniu miesiaca miesiac koniec juz ale jesli kiedy ile ktora jestem jestesmy mam mamy moge
            mozemy bedzie zostanie zostala zostal piatek poniedzialek wtorek sroda czwartek panstwo pan pani urlopie o
            """
        ),
        (
            .swedish,
            """
            och att det den en ett ar var vi jag ni du inte med for pa av till fran som har hade ska kommer faktura fakturan
            betalning betalningen betald betala betalar betalat hej tack halsningar imorgon idag igar vecka veckan manad
            manaden slutet redan men om nar hur vilken mandag tisdag onsdag torsdag fredag mvh er ert min mitt var vara
            semester kontoret tillbaka skicka kan skall blir mig oss nasta innan senast
            """
        ),
        (
            .danish,
            """
            og at det den en et er var vi jeg i du ikke med for pa af til fra som har havde skal vil kommer faktura fakturaen
            betaling betalingen betalt betale betaler hej tak hilsen venlig imorgen idag igar uge ugen maned maneden
            udgangen allerede men hvis nar hvordan hvilken mandag tirsdag onsdag torsdag fredag mvh jeres min mit vores
            ferie kontoret tilbage sende kan bliver mig os naeste inden senest ogsa efter om
            """
        ),
    ]
}
