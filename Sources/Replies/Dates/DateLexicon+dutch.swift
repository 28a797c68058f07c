extension DateLexicon {
    static let dutch = DateLexicon(
        """
        day0 = vandaag|vanavond|vanmiddag|vanmorgen|vanochtend|vandaag nog|nu|vannacht|deze avond|deze middag|heden
        day1 = morgen|morgenochtend|morgenmiddag|morgenavond|de volgende dag|morgen vroeg|de dag erna
        day2 = overmorgen
        day-1 = gisteren|gisteravond|gister
        day-2 = eergisteren
        wd1 = maandag|maandagochtend|maandagmiddag|maandagavond|maandags
        wd2 = dinsdag|dinsdagochtend|dinsdagmiddag|dinsdagavond
        wd3 = woensdag|woensdagochtend|woensdagmiddag|woensdagavond
        wd4 = donderdag|donderdagochtend|donderdagmiddag|donderdagavond
        wd5 = vrijdag|vrijdagochtend|vrijdagmiddag|vrijdagavond|vrij
        wd6 = zaterdag
        wd7 = zondag
        weak1 = ma
        weak2 = di|din
        weak3 = wo|woe
        weak4 = do|don
        weak5 = vr
        weak6 = za|zat
        weak7 = zo|zon
        m1 = januari|jan
        m2 = februari|feb
        m3 = maart|mrt
        m4 = april|apr
        m5 = mei
        m6 = juni|jun
        m7 = juli|jul
        m8 = augustus|aug
        m9 = september|sept|sep
        m10 = oktober|okt
        m11 = november|nov
        m12 = december|dec
        minute = minuut|minuten|min
        day0 = middernacht
        hour = uur|uren
        days = dag|dagen|kalenderdagen
        business = werkdag|werkdagen|bankwerkdagen
        week = week|weken|werkweek
        weekend = weekend|weekeinde
        month = maand|maanden
        quarter = kwartaal|kwartalen
        year = jaar|jaren|kalenderjaar
        next = volgende|volgend|daaropvolgende
        this = deze|dit|komende|komend|aanstaande|aankomende|a.s.|lopende|huidige|as|eerstkomende|eerstvolgende|die ene
        last = vorige|vorig|afgelopen|laatste|laatstleden|jongstleden
        next week = komende week|aankomende week
        next month = komende maand|aankomende maand
        next year = komend jaar|aankomend jaar
        next quarter = komende kwartaal|komend kwartaal|aankomende kwartaal
        overnext week = week daarop|over volgende week|week na volgende|week daarna
        end = eind|einde|het einde van|eind van|einde van|eind van de|het eind van|uiterlijk eind|einde van de
        start = begin|begin van|het begin van|begin van de
        middle = half|medio|midden|halverwege|midden van|midden in
        end this month = eind van de maand|einde van de maand|einde maand|eind deze maand|maandeinde|ultimo|eind van deze maand|laatste dag van de maand|einde van deze maand|eind maand
        end this week = eind van de week|einde van de week|eind deze week|einde week|einde van deze week|eind van deze week
        end this year = eind van het jaar|einde van het jaar|jaareinde|eind dit jaar
        end this quarter = eind van het kwartaal|einde van het kwartaal|einde kwartaal
        middle this month = halverwege de maand|medio deze maand|midden van de maand|half deze maand
        middle this week = halverwege de week|midden van de week
        start next month = begin van de maand
        before = voor|vóór|vóór de|voor de
        by = uiterlijk|tot|uiterlijk op|tegen|voor eind|uiterlijk tot|ten laatste|uiterlijk voor|niet later dan|op uiterlijk|tot uiterlijk|ten laatste op
        by inclusive = t/m|tot en met|tem
        within = over|binnen|in|binnen de|binnen een termijn van|in de|over ongeveer|over ca|binnen maximaal|over circa
        after = na|na de|later dan
        from = vanaf|sinds|per|van
        ago = geleden
        hence = later|vanaf nu|vanaf vandaag|na vandaag|na ontvangst|na heden
        to = tot|-|tot en met|t/m|tot aan
        and = en|&|evenals
        article = de|op de|op|het|per|tot de|den|der
        inclusive = inbegrepen|inclusief|incl
        filler = van|van de|in de|van het|'|"|(|)|dag van|het
        kw = weeknummer|weeknr
        christmaseve = kerstavond
        christmas = kerst|kerstmis|eerste kerstdag|de kerst
        newyearseve = oudejaarsdag|oud en nieuw|oudjaar|oudejaarsavond
        newyear = nieuwjaar|nieuwjaarsdag|jaarwisseling
        goodfriday = goede vrijdag
        easter = pasen|eerste paasdag
        eastermonday = tweede paasdag
        pentecost = pinksteren
        labour = dag van de arbeid
        one1 = een|één
        other = voor zo|in de eerste|eind goed|op de hoogte|in orde
        """
    )
    .cardinals(
        """
        één twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien \
        achttien negentien twintig eenentwintig tweeëntwintig drieëntwintig vierentwintig vijfentwintig \
        zesentwintig zevenentwintig achtentwintig negenentwintig dertig eenendertig
        """
    )
    .ordinals(
        """
        eerste tweede derde vierde vijfde zesde zevende achtste negende tiende elfde twaalfde dertiende veertiende \
        vijftiende zestiende zeventiende achttiende negentiende twintigste eenentwintigste tweeëntwintigste \
        drieëntwintigste vierentwintigste vijfentwintigste zesentwintigste zevenentwintigste achtentwintigste \
        negenentwintigste dertigste eenendertigste
        """)
}
