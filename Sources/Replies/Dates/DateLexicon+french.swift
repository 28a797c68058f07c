extension DateLexicon {
    static let french = DateLexicon(
        """
        day0 = aujourd'hui|ce jour|ce soir|ce matin|cet après-midi|cet aprem|maintenant|en ce moment|dans la journée|dès aujourd'hui
        day1 = jour suivant|le jour suivant|le jour d'après|jour d'après|demain|demain matin|demain soir|dès demain|le lendemain
        day2 = après-demain|après demain|apres-demain
        day-1 = hier
        day-2 = avant-hier|avant hier
        wd1 = lundi|lun
        wd2 = mardi
        wd3 = mercredi|mer
        wd4 = jeudi|jeu
        wd5 = vendredi|ven|vend
        wd6 = samedi|sam
        wd7 = dimanche|dim
        m1 = janvier|janv|jan
        m2 = février|fév|févr
        m3 = mars
        m4 = avril|avr
        m5 = mai
        m6 = juin
        m7 = juillet|juil|jui
        m8 = août|aoû
        m9 = septembre|sept|sep
        m10 = octobre|oct
        m11 = novembre|nov
        m12 = décembre|déc
        minute = minute|minutes|min|mins|seconde|secondes
        day0 = minuit
        hour = heure|heures|h
        days = jour|jours|jours calendaires|jrs|j
        business = jour ouvré|jours ouvrés|jour ouvrable|jours ouvrables|jours bancaires
        week = semaine|semaines
        weekend = week-end|weekend|week end|fin de semaine
        month = mois
        quarter = trimestre|trimestres
        year = an|ans|année|années|exercice
        quinzaine = quinzaine|quinzaine de jours
        within quinzaine = sous quinzaine|dans la quinzaine|sous une quinzaine|d'ici une quinzaine|d'ici quinze jours|dans une quinzaine|dans une quinzaine de jours|sous quinze jours|sous quinzaine de jours
        within n8 days = sous huitaine|dans la huitaine|d'ici une huitaine|sous huit jours
        next = prochain|prochaine|prochains|prochaines|suivant|suivante|qui vient|suivants
        this = ce|cet|cette|courant|courante|en cours|prochainement ce
        last = dernier|dernière|passé|passée|précédent|précédente|derniers
        overnext week = semaine d'après|semaine suivante encore
        end = fin|fin de|la fin de|la fin du|fin du|à la fin du|à la fin de|en fin de|fin de la|la fin
        start = début|début de|au début de|en début de|début du|au début du|le début de|commencement
        middle = mi|mi-|milieu|milieu de|au milieu de|au milieu du|milieu du|en milieu de
        end this month = fin de mois|fin du mois|fin de ce mois|la fin du mois|fin mois|fin du mois courant|fin de mois courant|le dernier jour du mois|dernier jour du mois
        end this week = fin de semaine|fin de la semaine|fin de cette semaine|la fin de la semaine
        end this year = fin d'année|fin de l'année|la fin de l'année|fin de cette année
        end this quarter = fin de trimestre|fin du trimestre
        end next month = fin du mois prochain|fin de mois prochain|fin du mois suivant
        middle this month = mi-mois|milieu de mois|milieu du mois|au milieu du mois|à la mi-mois
        middle this week = milieu de semaine|milieu de la semaine|en milieu de semaine
        start next month = début de mois|début du mois|au début du mois|en début de mois
        start next month = début du mois prochain|début de mois prochain
        before = avant|avant le|avant la
        by = d'ici|d'ici le|d'ici au|d'ici à|jusqu'au|jusqu'à|au plus tard|au plus tard le|d'ici la|jusqu'à la|au plus tard d'ici|pour le|jusqu'en|d'ici à la
        within = dans|sous|dans les|en|sous un délai de|dans un délai de|sous les|au bout de|d'ici|dans le délai de|dans moins de|dans environ|d'ici à
        after = après|après le|au-delà du
        from = à partir du|à partir de|dès|dès le|depuis|depuis le|à compter du|de|du|à compter de
        ago = il y a
        hence = plus tard|après réception|à compter d'aujourd'hui|à partir de maintenant|à partir d'aujourd'hui|à compter de ce jour
        to = au|à|-|jusqu'au
        and = et|&|puis
        article = le|au|du|le jour|ce|pour le
        inclusive = inclus|compris|incluse|y compris
        filler = de|du|de la|d|l|la|de l|des|les|'|"|(|)
        kw = semaine numéro|semaine n°
        christmaseve = réveillon de noël|veille de noël|la veille de noël
        christmas = noël|jour de noël
        newyearseve = saint-sylvestre|saint sylvestre|réveillon
        newyear = nouvel an|jour de l'an|premier de l'an|1er de l'an
        easter = pâques|dimanche de pâques
        eastermonday = lundi de pâques
        pentecost = pentecôte
        labour = fête du travail
        assumption = assomption
        allsaints = toussaint|jour de la toussaint
        one1 = un|une
        other = en un mot|de suite|en retard|en effet|en cas|en cours de|en attente|en attendant
        """
    )
    .cardinals(
        """
        un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit \
        dix-neuf vingt vingt_et_un/vingt-et-un vingt-deux/vingt_deux vingt-trois/vingt_trois \
        vingt-quatre/vingt_quatre vingt-cinq/vingt_cinq vingt-six/vingt_six vingt-sept/vingt_sept \
        vingt-huit/vingt_huit vingt-neuf/vingt_neuf trente trente_et_un/trente-et-un
        """
    )
    .ordinals("premier/première deuxième/second/seconde troisième quatrième")
}
