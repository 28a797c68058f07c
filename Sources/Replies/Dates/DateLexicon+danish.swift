extension DateLexicon {
    static let danish = DateLexicon(
        """
        day0 = i dag|idag|i aften|i kveld|i eftermiddag|nu|i formiddag|d.d.
        day1 = i morgen|imorgen|næste dag|dagen efter|i morgen tidlig
        day2 = i overmorgen|overmorgen
        day-1 = i går|igår
        day-2 = i forgårs|forgårs
        wd1 = mandag|man|mandagen|mandags
        wd2 = tirsdag|tirs|tir|tirsdagen
        wd3 = onsdag|ons|onsdagen
        wd4 = torsdag|tors|tor|torsdagen
        wd5 = fredag|fre|fredagen
        wd6 = lørdag|lør|lørdagen
        wd7 = søndag|søn|søndagen
        m1 = januar|jan
        m2 = februar|feb
        m3 = marts|mar|mars
        m4 = april|apr
        m5 = maj|mai
        m6 = juni|jun
        m7 = juli|jul
        m8 = august|aug
        m9 = september|sept|sep
        m10 = oktober|okt
        m11 = november|nov
        m12 = december|dec|desember|des
        minute = minut|minutter|min
        day0 = midnat
        hour = time|timer|timers
        days = dag|dage|dages|dager|dagene
        business = hverdag|hverdage|arbejdsdag|arbejdsdage|bankdag|bankdage|virkedager|arbeidsdager|bankdager
        week = uge|uger|ugen|uke|uker|uken|ugers
        weekend = weekend|weekenden|helg|helgen
        month = måned|måneder|måneden|md|måneders
        quarter = kvartal|kvartalet
        year = år|året
        next = næste|neste|følgende|førstkommende|kommende
        this = denne|dette|den her|det her|indeværende|på|nu på|inneværende|førstkommende
        last = sidste|forrige|seneste|siste
        next week = kommende uge
        next month = kommende måned
        this year = i år
        end = slutningen af|slutningen|udgangen af|udgangen|slut|slutten av|ultimo|sidste dag i|utgangen av
        start = starten af|begyndelsen af|begyndelsen|starten|primo|begynnelsen av
        middle = midten af|midten|medio|midt i|midten av
        end this month = månedens udgang|udgangen af måneden|slutningen af måneden|sidste dag i måneden|månedsskiftet|månedens slutning|ultimo måneden|sidst på måneden|sidste i måneden|udgangen af denne måned|slutningen af denne måned|ultimo denne måned|slutten av måneden
        end this week = slutningen af ugen|ugens udgang|sidst på ugen|udgangen af ugen|slutningen af denne uge|ugens slutning
        end this year = årets udgang|udgangen af året|årsskiftet|slutningen af året|årets slutning
        end this quarter = kvartalets udgang|udgangen af kvartalet
        middle this month = midten af måneden|medio måneden
        middle this week = midten af ugen|midt på ugen|midt i ugen
        start next month = starten af måneden|først på måneden|primo måneden
        before = før|inden|inden den|før den|forinden
        by = senest|til|indtil|senest den|til den|frem til|inden udgangen af|senest på|indtil den|innen
        by inclusive = til og med|t.o.m.|tom|til og med den|t.o.m. den
        within = om|inden for|indenfor|inden for de næste|i løbet af|på|inden|innen|om cirka|om ca|inden for højst
        after = efter|efter den|etter
        from = fra|fra og med|siden|fra den|f.o.m.
        ago = siden
        hence = senere|fra i dag|fra nu|frem|etter i dag
        to = til|-|til og med|til den
        and = og|&|samt
        article = den|d.|d|det
        inclusive = inklusive|inkl|incl
        filler = i|på|'|"|(|)|af|den
        kw = ugenummer|uge nr
        christmaseve = juleaften|julaften
        christmas = jul|julen|juledag|1. juledag|1 juledag|første juledag
        newyearseve = nytårsaften|nyttårsaften
        newyear = nytår|nytårsdag|nyttår|1. nyttårsdag
        goodfriday = langfredag
        easter = påske|påsken|påskedag
        eastermonday = anden påskedag|2. påskedag
        pentecost = pinse
        one1 = en|et|én|ét|ett
        fortnight = fjorten dage
        other = en gang til|man kan|man skal|man har
        """
    )
    .cardinals(
        """
        et/én to tre fire fem seks syv/sju otte/åtte ni ti elleve/elve tolv tretten fjorten femten seksten sytten/sytten \
        atten nitten tyve/tjue enogtyve toogtyve treogtyve fireogtyve femogtyve seksogtyve syvogtyve otteogtyve \
        niogtyve tredive/tretti enogtredive
        """
    )
    .ordinals(
        """
        første anden/andre tredje fjerde femte sjette syvende/sjuende ottende/åttende niende tiende \
        ellevte/ellevende tolvte trettende fjortende femtende sekstende syttende attende nittende tyvende/tjuende
        """)
}
