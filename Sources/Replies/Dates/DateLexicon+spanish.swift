extension DateLexicon {
    static let spanish = DateLexicon(
        """
        day0 = hoy|hoy mismo|esta tarde|esta noche|esta mañana|ahora mismo|en este momento|el día de hoy|ahora|en el día de hoy
        day1 = mañana|mañana mismo|mañana por la mañana|el día siguiente|mañana por la tarde|el día de mañana
        day2 = pasado mañana
        day-1 = ayer|anoche
        day-2 = anteayer|antes de ayer|antier
        wd1 = lunes|lun|lu
        wd2 = martes
        wd3 = miércoles|miér|mié
        wd4 = jueves|jue
        wd5 = viernes|vie
        wd6 = sábado|sáb
        wd7 = domingo|dom
        weak2 = mar
        m1 = enero|ene
        m2 = febrero|feb
        m3 = marzo
        m4 = abril|abr
        m5 = mayo
        m6 = junio|jun
        m7 = julio|jul
        m8 = agosto|ago
        m9 = septiembre|setiembre|sept|sep|set
        m10 = octubre|oct
        m11 = noviembre|nov
        m12 = diciembre|dic
        minute = minuto|minutos|min
        day0 = medianoche|el mediodía
        hour = hora|horas|hs|hrs
        days = día|días|días naturales|dias naturales|días corridos
        business = día hábil|días hábiles|día laborable|días laborables|día laboral|días laborales|días de trabajo|día de trabajo
        week = semana|semanas
        weekend = fin de semana|finde
        month = mes|meses
        quarter = trimestre|trimestres
        year = año|años
        quinzaine = quincena
        within quinzaine = dentro de los quince días|en quince días|dentro de quince días|en los próximos quince días|en una quincena|en el plazo de quince días
        next = próximo|próxima|próximos|próximas|que viene|que vienen|siguiente|siguientes|que entra|entrante|venidero
        this = este|esta|estos|corriente|en curso|actual|presente|de este
        last = último|última|últimos|pasado|pasada|anterior|anteriores
        overnext = subsiguiente
        end = fin|finales|final|fines|fin de|finales de|final de|fines de|final del|a finales del|finales del|último día de|último día del
        start = principios|comienzos|inicio|principio|primeros|principios de|comienzos de|inicio de|inicios de|principios del|inicios|primeros de|primeros días de
        middle = mediados|mitad|mediados de|mitad de|mediados del|a medio
        end this month = fin de mes|finales de mes|final de mes|final del mes|fines de mes|finales del mes|fin del mes|fin de este mes|último día del mes|último del mes|cierre de mes|finales de este mes
        end this week = final de la semana|finales de semana|final de semana|finales de la semana|fines de semana|finales de esta semana|final de esta semana
        end this year = fin de año|final de año|finales de año|final del año|fin del año
        middle this month = mediados de mes|mitad de mes|mediados del mes|mitad del mes
        middle this week = mediados de semana|mitad de semana
        start next month = principios de mes|primeros de mes
        before = antes de|antes del|antes
        by = hasta|hasta el|a más tardar|a más tardar el|como máximo el|como muy tarde el|para el|no más tarde del|a mas tardar el|como tarde el|hasta finales|de aquí al|de aquí a|antes o el|para|como muy tarde
        within = en|dentro de|en un plazo de|dentro de los|en los|en el plazo de|en unos|en menos de|en un máximo de|dentro de un plazo de|dentro de unos|dentro del plazo de
        after = después de|después del|tras el|pasado el|tras|luego del
        from = a partir del|a partir de|desde|desde el|desde hace|del|de
        ago = hace
        hence = después|más tarde|a partir de hoy|a partir de ahora|desde hoy
        to = al|a|-|hasta el|hasta|y el
        and = y|&|e
        article = el|el día|día|al|para el|del|los días|este
        inclusive = inclusive|incluido|ambos incluidos|inclusives
        filler = de|del|de la|la|de los|las|a|por la|'|"|(|)
        kw = semana número|semana n
        christmaseve = nochebuena
        christmas = navidad|navidades
        newyearseve = nochevieja|fin de año viejo
        newyear = año nuevo
        goodfriday = viernes santo
        easter = pascua|domingo de resurrección|domingo de pascua
        labour = día del trabajador|día del trabajo|día internacional de los trabajadores
        epiphany = reyes|día de reyes
        assumption = asunción
        allsaints = todos los santos
        one1 = un|una
        other = para la mar|en cuanto|de nuevo|en lugar|de la mar|pasado tiempo
        """
    )
    .cardinals(
        """
        uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete \
        dieciocho diecinueve veinte veintiuno/veintiún veintidós veintitrés veinticuatro veinticinco veintiséis \
        veintisiete veintiocho veintinueve treinta treinta_y_uno/treinta_y_un
        """
    )
    .ordinals("primero/primer/primera segundo/segunda tercero/tercer/tercera cuarto/cuarta")
}
