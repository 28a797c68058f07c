extension DateLexicon {
    static let polish = DateLexicon(
        """
        day0 = dziś|dzisiaj|dzisiejsza|dzisiejszą|dzisiejszy|dzisiejszego|dziś wieczorem|teraz|obecnego dnia|tego dnia|jeszcze dziś|jeszcze dzisiaj|dnia dzisiejszego|w dniu dzisiejszym
        day1 = jutro|jutra|jutrzejszy|jutrzejszego|jutro rano|w dniu jutrzejszym|następnego dnia
        day2 = pojutrze|po jutrze|dzień po jutrze
        day-1 = wczoraj
        day-2 = przedwczoraj
        wd1 = poniedziałek|poniedziałku|poniedziałkiem|pon|pn|poniedziałkowy
        wd2 = wtorek|wtorku|wtorkiem|wt
        wd3 = środa|środę|środy|środą|śr|śro
        wd4 = czwartek|czwartku|czwartkiem|czw|czwart
        wd5 = piątek|piątku|piątkiem|pt|piąt
        wd6 = sobota|sobotę|soboty|sobotą|sob
        wd7 = niedziela|niedzielę|niedzieli|niedzielą|niedz|ndz
        weak7 = nd
        m1 = styczeń|stycznia|styczniu|sty|styczniem
        m2 = luty|lutego|lutym|lut
        m3 = marzec|marca|marcu|mar|marcem
        m4 = kwiecień|kwietnia|kwietniu|kwi
        m5 = maj|maja|maju|majem
        m6 = czerwiec|czerwca|czerwcu|cze
        m7 = lipiec|lipca|lipcu|lip
        m8 = sierpień|sierpnia|sierpniu|sie|sier|sierp
        m9 = wrzesień|września|wrześniu|wrz
        m10 = październik|października|październiku|paź
        m11 = listopad|listopada|listopadzie|lis
        m12 = grudzień|grudnia|grudniu|gru
        minute = minuta|minuty|minut|min
        day0 = północy|północ
        hour = godzina|godziny|godzin|godz|godzinę
        days = dzień|dni|dnia|dniu|dniach|dni kalendarzowych
        business = dzień roboczy|dni roboczych|dni robocze|dniach roboczych|dniu roboczym|dnia roboczego
        week = tydzień|tygodnia|tygodnie|tygodni|tygodniu|tyg|tygodniem|tygodniach
        weekend = weekend|weekendu|weekendzie
        month = miesiąc|miesiąca|miesiące|miesięcy|miesiącu|m-c|miesiącem
        quarter = kwartał|kwartału|kwartale
        year = rok|roku|lata|lat
        next = następny|następnego|następną|następna|następnym|następnej|przyszły|przyszłym|przyszłego|przyszłą|przyszła|kolejny|kolejnym|kolejnego|przyszłej|kolejną|najbliższych|kolejnych|następne
        this = ten|ta|to|tę|tego|tym|tej|bieżący|bieżącego|bieżącym|najbliższy|najbliższą|najbliższego|obecny|nadchodzący|nadchodzącą|najbliższym|br|bm
        last = ostatni|ostatni|zeszły|zeszłym|zeszłego|ubiegły|ubiegłym|poprzedni|zeszłą|minionego
        end = koniec|końca|końcem|końcu|pod koniec|ostatni dzień|ostatniego dnia|do końca
        start = początek|początku|na początku|początkiem
        middle = połowa|połowie|połowy|w połowie|połową
        end this month = koniec miesiąca|końca miesiąca|końcem miesiąca|pod koniec miesiąca|końcu miesiąca|ostatniego dnia miesiąca|końca bieżącego miesiąca|końca tego miesiąca
        end this week = koniec tygodnia|końca tygodnia|końcem tygodnia|pod koniec tygodnia|końcu tygodnia|końca tego tygodnia
        end this year = koniec roku|końca roku|końcem roku|pod koniec roku
        end this quarter = koniec kwartału|końca kwartału
        middle this month = połowie miesiąca|połowy miesiąca|połowa miesiąca
        middle this week = połowie tygodnia|połowy tygodnia
        start next month = początek miesiąca|początku miesiąca
        before = przed|przed dniem
        by = do|do dnia|najpóźniej|najpóźniej do|najpóźniej w|nie później niż|najpóźniej do dnia|nie później niż do
        within = w ciągu|za|w terminie|przez|w|w przeciągu|za około|za ok|w ciągu najbliższych|w terminie do|w ciągu maksymalnie
        after = po|po dniu
        from = od|od dnia|począwszy od
        ago = temu
        hence = później|od dziś|od dzisiaj|od teraz|od jutra
        to = do|-
        and = i|&|oraz
        article = dnia|w dniu|do dnia|do|na dzień|na|w
        inclusive = włącznie
        filler = w|we|'|"|(|)|dzień|na|r
        kw = tydzień nr|tygodniu nr
        christmaseve = wigilia|wigilię|wigilii|wigilią
        christmas = boże narodzenie|bożego narodzenia|bożym narodzeniem|świętami|święta|świąt
        newyearseve = sylwester|sylwestra|sylwestrem
        newyear = nowy rok|nowego roku|nowym rokiem
        goodfriday = wielki piątek
        easter = wielkanoc|wielkanocy|wielkanocą
        eastermonday = poniedziałek wielkanocny
        assumption = wniebowzięcie
        allsaints = wszystkich świętych
        one1 = jeden|jednego|jedną|jednym
        within one1 week = za tydzień|w ciągu tygodnia|w ciągu jednego tygodnia|w tydzień
        within one1 month = za miesiąc|w ciągu miesiąca
        within one1 days = za dzień
        within n2 week = za dwa tygodnie|w ciągu dwóch tygodni
        other = w sprawie|po raz|na razie|w związku
        """
    )
    .cardinals(
        """
        jeden/jednego dwa/dwóch/dwie/dwoma trzy/trzech cztery/czterech pięć/pięciu sześć/sześciu siedem/siedmiu \
        osiem/ośmiu dziewięć/dziewięciu dziesięć/dziesięciu jedenaście/jedenastu dwanaście/dwunastu \
        trzynaście/trzynastu czternaście/czternastu piętnaście/piętnastu szesnaście/szesnastu \
        siedemnaście/siedemnastu osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu dwadzieścia/dwudziestu
        """
    )
    .cardinals("trzydzieści/trzydziestu", from: 30)
    .ordinals(
        """
        pierwszy/pierwszego/pierwsza drugi/drugiego trzeci/trzeciego/trzecia czwarty/czwartego piąty/piątego \
        szósty/szóstego siódmy/siódmego ósmy/ósmego dziewiąty/dziewiątego dziesiąty/dziesiątego \
        jedenasty/jedenastego dwunasty/dwunastego trzynasty/trzynastego czternasty/czternastego \
        piętnasty/piętnastego szesnasty/szesnastego siedemnasty/siedemnastego osiemnasty/osiemnastego \
        dziewiętnasty/dziewiętnastego dwudziesty/dwudziestego dwudziesty_pierwszy/dwudziestego_pierwszego \
        dwudziesty_drugi/dwudziestego_drugiego dwudziesty_trzeci/dwudziestego_trzeciego \
        dwudziesty_czwarty/dwudziestego_czwartego dwudziesty_piąty/dwudziestego_piątego \
        dwudziesty_szósty/dwudziestego_szóstego dwudziesty_siódmy/dwudziestego_siódmego \
        dwudziesty_ósmy/dwudziestego_ósmego dwudziesty_dziewiąty/dwudziestego_dziewiątego trzydziesty/trzydziestego \
        trzydziesty_pierwszy/trzydziestego_pierwszego
        """)
}
