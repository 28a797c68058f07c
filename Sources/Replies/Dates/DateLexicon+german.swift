extension DateLexicon {
    static let german = DateLexicon(
        """
        day0 = heute|heute abend|heute noch|noch heute|heute morgen|heute nachmittag|heute vormittag|jetzt
        day1 = morgen|morgen frueh|morgen früh|morgen abend|morgen vormittag|morgen nachmittag|am nächsten tag|am folgetag
        day2 = übermorgen|uebermorgen
        day-1 = gestern
        day-2 = vorgestern
        wd1 = montag|montags|montagmorgen|montagabend|montagvormittag|montagnachmittag|kommenden montag
        wd2 = dienstag|dienstags|dienstagabend|dienstagvormittag|dienstagnachmittag
        wd3 = mittwoch|mittwochs|mittwochabend|mittwochvormittag|mittwochnachmittag
        wd4 = donnerstag|donnerstags|donnerstagabend|donnerstagvormittag|donnerstagnachmittag
        wd5 = freitag|freitags|freitagabend|freitagvormittag|freitagnachmittag
        wd6 = samstag|sonnabend|samstags
        wd7 = sonntag|sonntags
        weak1 = mo
        weak2 = di
        weak3 = mi
        weak4 = do
        weak5 = fr
        weak6 = sa
        weak7 = so
        m1 = januar|jan|jänner
        m2 = februar|feb|feber
        m3 = märz|maerz|mrz|mär
        m4 = april|apr
        m5 = mai
        m6 = juni|jun|juno
        m7 = juli|jul
        m8 = august|aug
        m9 = september|sept|sep
        m10 = oktober|okt|october
        m11 = november|nov
        m12 = dezember|dez|december
        minute = minute|minuten|min|sekunde|sekunden
        day0 = mitternacht|zu dieser zeit|mittags
        hour = stunde|stunden|std
        days = tag|tage|tagen|tages|tg|kalendertage|kalendertagen
        business = werktag|werktage|werktagen|arbeitstag|arbeitstage|arbeitstagen|bankarbeitstage|bankarbeitstagen|geschäftstage|geschäftstagen|banktage|banktagen
        week = woche|wochen|wo
        weekend = wochenende|we
        month = monat|monate|monaten|monats
        quarter = quartal|quartals|quartale
        year = jahr|jahre|jahren|jahres
        next = nächste|nächsten|nächster|nächstes|nächstem|naechste|naechsten|naechster|naechstes|naechstem|folgenden|folgende|darauffolgenden|nächstfolgenden
        this = diese|diesen|dieser|dieses|diesem|kommende|kommenden|kommender|kommendes|laufenden|laufende|laufender|dies|jetzigen|aktuellen
        last = letzte|letzten|letzter|letztes|letztem|vergangene|vergangenen|vergangener|vorige|vorigen|voriger
        next week = kommende woche|kommender woche|der kommenden woche|die kommende woche|folgewoche|kommenden woche
        next month = kommenden monat|kommenden monats|kommender monat|folgemonats|folgemonat|des folgemonats
        next year = kommendes jahr|kommenden jahres|kommenden jahr
        overnext = übernächste|übernächsten|übernächster|übernächstes|uebernaechste|uebernaechsten|uebernaechster
        end = ende|ende des|ende der|spätestens ende
        start = anfang|beginn|zu beginn|anfang des|anfang der
        middle = mitte|mitte des|mitte der
        end this month = monatsende|ende des monats|ende monat|zum monatsende|monatsultimo|ultimo|monatsletzten|letzten des monats|letzten tag des monats|zum monatsletzten|ende des laufenden monats|monatsschluss
        end this week = wochenende hin|ende der woche|ende dieser woche|wochenschluss
        end this quarter = quartalsende|ende des quartals
        end this year = jahresende|ende des jahres|jahresschluss
        middle this month = monatsmitte|mitte des monats|mitte monat
        middle this week = wochenmitte|mitte der woche
        start next month = monatsanfang|monatsbeginn|anfang des monats|monatswechsel
        before = vor|vor dem|vor der|bevor
        by = bis|bis zum|bis zur|bis spätestens|spätestens|bis spaetestens|spaetestens|bis zu|bis am|bis spätestens am|spätestens am|spätestens bis|bis einschl|spätestens zum|bis zum ablauf des
        within = in|innerhalb von|innerhalb|binnen|innert|in den|in etwa|in ca|in spätestens|innerhalb der|in ungefähr|in den kommenden|in rund|in max|in maximal|in weniger als
        after = nach|nach dem
        from = ab|ab dem|von|vom|seit|seit dem
        ago = her
        hence = später|ab heute|ab jetzt|nach erhalt|von heute an|ab sofort gerechnet
        to = bis|-|bis zum
        and = und|&|sowie
        article = am|der|den|dem|zum|bis zum|des|die|vom
        inclusive = einschließlich|inklusive|inkl|einschl|mit einschluss
        filler = des|der|im|in der|vom|'|"|(|)|noch|tag
        kw = kw|kalenderwoche
        christmaseve = heiligabend|heilig abend|weihnachtsabend
        christmas = weihnachten|weihnachtstag|den feiertagen|1. weihnachtstag
        newyearseve = silvester|sylvester
        newyear = neujahr|jahreswechsel
        goodfriday = karfreitag
        easter = ostern|ostersonntag
        eastermonday = ostermontag
        pentecost = pfingsten|pfingstsonntag
        labour = tag der arbeit|maifeiertag
        one1 = ein|eine|einem|einer|einen|eines
        within one1 = vierzehn
        fortnight = zwei wochen frist
        other = nach und nach|in der regel|vor allem|vor ort|so dass|do not|mi casa
        """
    )
    .cardinals(
        """
        eins zwei/beiden drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn \
        siebzehn achtzehn neunzehn zwanzig einundzwanzig zweiundzwanzig dreiundzwanzig vierundzwanzig \
        fünfundzwanzig sechsundzwanzig siebenundzwanzig achtundzwanzig neunundzwanzig dreißig einunddreißig
        """
    )
    .ordinals(
        """
        ersten/erster/erste/erstes zweiten/zweiter/zweite/zweites dritten/dritter/dritte/drittes \
        vierten/vierter/vierte/viertes fünften/fünfter/fünfte sechsten/sechster/sechste \
        siebten/siebter/siebte/siebenten achten/achter/achte neunten/neunter/neunte zehnten/zehnter/zehnte \
        elften/elfter/elfte zwölften/zwölfter/zwölfte dreizehnten/dreizehnter vierzehnten/vierzehnter \
        fünfzehnten/fünfzehnter sechzehnten/sechzehnter siebzehnten/siebzehnter achtzehnten/achtzehnter \
        neunzehnten/neunzehnter zwanzigsten/zwanzigster einundzwanzigsten zweiundzwanzigsten dreiundzwanzigsten \
        vierundzwanzigsten fünfundzwanzigsten sechsundzwanzigsten siebenundzwanzigsten achtundzwanzigsten \
        neunundzwanzigsten dreißigsten/dreißigster einunddreißigsten
        """)
}
