extension DateLexicon {
    static let italian = DateLexicon(
        """
        day0 = oggi|in giornata|stasera|stamattina|questa sera|oggi stesso|questo pomeriggio|adesso|ora|entro oggi
        day1 = domani|domani mattina|domattina|il giorno dopo|domani sera
        day2 = dopodomani|dopo domani
        day-1 = ieri
        day-2 = l'altro ieri|altroieri|avantieri
        wd1 = lunedì|lun
        wd2 = martedì|mar
        wd3 = mercoledì|mer
        wd4 = giovedì|gio
        wd5 = venerdì|ven
        wd6 = sabato|sab
        wd7 = domenica|dom
        m1 = gennaio|gen
        m2 = febbraio|feb
        m3 = marzo
        m4 = aprile|apr
        m5 = maggio|mag
        m6 = giugno|giu
        m7 = luglio|lug
        m8 = agosto|ago
        m9 = settembre|sett|set
        m10 = ottobre|ott
        m11 = novembre|nov
        m12 = dicembre|dic
        minute = minuto|minuti|min
        day0 = mezzanotte
        hour = ora|ore
        days = giorno|giorni|gg
        business = giorno lavorativo|giorni lavorativi|giorno feriale|giorni feriali|gg lavorativi|giorni bancari
        week = settimana|settimane
        weekend = fine settimana|weekend|week-end|week end
        month = mese|mesi
        quarter = trimestre|trimestri
        year = anno|anni
        quinzaine = quindicina di giorni
        within quinzaine = entro quindici giorni|tra quindici giorni|fra quindici giorni
        next = prossimo|prossima|prossimi|prossime|seguente|successivo|successiva|che viene|p.v.|venturo
        this = questo|questa|corrente|in corso|quest|questi|c.m.
        last = ultimo|ultima|ultimi|scorso|scorsa|scorsi|passato|passata
        end = fine|la fine di|la fine del|la fine della|fine del|fine della|fine di|fine dell|la fine dell
        start = inizio|inizi|primi di|primi giorni di|primi del|inizio della|inizio del|primi giorni della|gli inizi di|gli inizi della
        middle = metà|meta|metà di|metà della|metà del
        end this month = fine mese|fine del mese|fine di questo mese|ultimo giorno del mese|fine mese corrente|la fine del mese
        end this week = fine della settimana|fine di questa settimana|la fine della settimana
        end this year = fine anno|fine dell'anno
        end this quarter = fine trimestre|fine del trimestre
        middle this month = metà mese|metà del mese
        middle this week = metà settimana|metà della settimana
        start next month = inizio mese|inizio del mese|primi del mese
        before = prima di|prima del|prima della|prima dell
        by = entro|entro il|entro la|fino al|fino a|non oltre il|al più tardi|entro e non oltre il|entro e non oltre|al massimo il|per il|fino alla|entro al|al più tardi il|al massimo entro|entro l
        by inclusive = fino al incluso|fino a tutto il
        within = entro|tra|fra|in|nel giro di|nei|entro i|nell'arco di|nelle|entro le|nel|entro massimo|entro circa|tra circa|fra circa|nei prossimi
        after = dopo|dopo il|dopo la|oltre il
        from = dal|da|a partire dal|a partire da|dalla|a decorrere dal|dall
        ago = fa|or sono
        hence = dopo|più tardi|da oggi|da adesso|a partire da oggi|dal ricevimento|da ora
        to = al|a|-|fino al|e il
        and = e|ed|&
        article = il|il giorno|giorno|al|del|il prossimo|dell|lo|l|per il|in data|dal
        inclusive = incluso|compreso|inclusa
        filler = di|del|della|dello|dei|nel|nella|la|le|i|gli|'|"|(|)
        kw = settimana numero|settimana n
        christmaseve = vigilia di natale|vigilia|la vigilia di natale
        christmas = natale|giorno di natale
        newyearseve = san silvestro|ultimo dell'anno
        newyear = capodanno|primo dell'anno|nuovo anno|anno nuovo
        goodfriday = venerdì santo
        easter = pasqua|domenica di pasqua
        eastermonday = pasquetta|lunedì dell'angelo
        pentecost = pentecoste
        labour = festa del lavoro|festa dei lavoratori
        epiphany = epifania|befana
        assumption = ferragosto|assunzione
        allsaints = ognissanti|tutti i santi|festa dei santi|giorno dei santi
        one1 = un|una|uno
        other = in merito|in attesa|in corso di|a mar|prima possibile|al più presto
        """
    )
    .cardinals(
        """
        uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici \
        diciassette diciotto diciannove venti ventuno/ventun ventidue ventitré ventiquattro venticinque ventisei \
        ventisette ventotto ventinove trenta trentuno/trentun
        """
    )
    .ordinals("primo/prima secondo/seconda terzo/terza quarto/quarta")
}
