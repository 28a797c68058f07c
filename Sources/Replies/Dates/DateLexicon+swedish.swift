extension DateLexicon {
    static let swedish = DateLexicon(
        """
        day0 = idag|i dag|ikväll|i kväll|i eftermiddag|i morse|nu|under dagen
        day1 = imorgon|i morgon|imorn|i morgon bitti|nästa dag|dagen efter|imorrn
        day2 = i övermorgon|övermorgon|i överimorgon|överimorgon
        day-1 = igår|i går
        day-2 = i förrgår|förrgår
        wd1 = måndag|mån|måndagen|måndags
        wd2 = tisdag|tis|tisdagen
        wd3 = onsdag|ons|onsdagen
        wd4 = torsdag|tors|tor|torsdagen
        wd5 = fredag|fre|fredagen
        wd6 = lördag|lör|lördagen
        wd7 = söndag|sön|söndagen
        m1 = januari|jan
        m2 = februari|feb
        m3 = mars|mar
        m4 = april|apr
        m5 = maj
        m6 = juni|jun
        m7 = juli|jul
        m8 = augusti|aug
        m9 = september|sept|sep
        m10 = oktober|okt
        m11 = november|nov
        m12 = december|dec
        minute = minut|minuter|min
        day0 = midnatt
        hour = timme|timmar|timmen
        days = dag|dagar|dagars|dagarna|dagen|dygn
        business = arbetsdag|arbetsdagar|bankdag|bankdagar|vardag|vardagar|arbetsdagarna|bankdagarna
        week = vecka|veckor|veckan|veckors|veckorna
        weekend = helg|helgen|veckoslut|veckoslutet
        month = månad|månader|månaden|månads
        quarter = kvartal|kvartalet
        year = år|året
        next = nästa|följande|nästkommande|kommande
        this = denna|detta|den här|det här|innevarande|nu på|på|i|nu
        last = förra|senaste|sista|föregående|förrförra
        next week = kommande vecka|kommande veckan|nästkommande vecka
        next month = kommande månad
        this year = i år
        end = slutet av|slutet på|sista dagen i|sista|utgången av|slutet|sista dagen
        start = början av|början på|början
        middle = mitten av|mitten på|mitten|medio
        end this month = månadsskiftet|månadens slut|slutet av månaden|slutet på månaden|sista dagen i månaden|sista i månaden|månadsslutet|ultimo|sista denna månad|slutet av denna månad|månadsslut
        end this week = slutet av veckan|slutet på veckan|veckans slut|slutet av denna vecka
        end this year = årsskiftet|årets slut|slutet av året|slutet på året
        end this quarter = kvartalets slut|kvartalsskiftet|slutet av kvartalet
        middle this month = mitten av månaden|mitten på månaden
        middle this week = mitten av veckan|mitten på veckan
        start next month = början av månaden|början på månaden
        before = före|innan|före den
        by = senast|till|fram till|tills|senast den|till den|fram till den|senast på
        by inclusive = till och med|t.o.m.|tom|t o m|t.o.m. den|tom den|till och med den
        within = om|inom|inom de närmaste|inom loppet av|på|om cirka|om ca|inom högst|inom max
        after = efter|efter den
        from = från|från och med|fr.o.m.|sedan|från den|med början
        ago = sedan
        hence = senare|framåt|från idag|från i dag|från nu|efter mottagandet
        to = till|-|t.o.m.|till den
        and = och|&|samt
        article = den|det
        inclusive = inklusive
        filler = i|på|'|"|(|)|av|den
        kw = veckonummer|v.|vecka nr
        christmaseve = julafton
        christmas = jul|julen|juldagen
        newyearseve = nyårsafton|nyårsaftonen
        newyear = nyår|nyårsdagen|nyårsdag
        goodfriday = långfredagen|långfredag
        easter = påsk|påsken|påskdagen
        eastermonday = annandag påsk
        pentecost = pingst
        labour = första maj
        one1 = en|ett
        fortnight = fjorton dagar
        other = en gång till|i form|på plats|i mars månad
        """
    )
    .cardinals(
        """
        ett två tre fyra fem sex sju åtta nio tio elva tolv tretton fjorton femton sexton sjutton arton nitton tjugo \
        tjugoett tjugotvå tjugotre tjugofyra tjugofem tjugosex tjugosju tjugoåtta tjugonio trettio trettioett
        """
    )
    .ordinals(
        """
        första/förste andra/andre tredje fjärde femte sjätte sjunde åttonde nionde tionde elfte tolfte trettonde \
        fjortonde femtonde sextonde sjuttonde artonde nittonde tjugonde tjugoförsta tjugoandra tjugotredje \
        tjugofjärde tjugofemte tjugosjätte tjugosjunde tjugoåttonde tjugonionde trettionde trettioförsta
        """)
}
