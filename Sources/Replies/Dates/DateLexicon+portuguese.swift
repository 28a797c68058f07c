extension DateLexicon {
    static let portuguese = DateLexicon(
        """
        day0 = hoje|hoje mesmo|esta noite|esta tarde|ainda hoje|agora|neste momento|nesse momento|hoje à tarde|o dia de hoje
        day1 = amanhã|amanhã de manhã|o dia seguinte|amanhã à tarde
        day2 = depois de amanhã
        day-1 = ontem
        day-2 = anteontem
        wd1 = segunda-feira|segunda feira|segunda|seg|2ª feira|2a feira
        wd2 = terça-feira|terça feira|terça|3ª feira
        wd3 = quarta-feira|quarta feira|quarta|qua|4ª feira
        wd4 = quinta-feira|quinta feira|quinta|qui|5ª feira
        wd5 = sexta-feira|sexta feira|sexta|sex|6ª feira
        wd6 = sábado|sáb
        wd7 = domingo|dom
        weak2 = ter
        m1 = janeiro|jan
        m2 = fevereiro|fev
        m3 = março|mar
        m4 = abril|abr
        m5 = maio|mai
        m6 = junho|jun
        m7 = julho|jul
        m8 = agosto|ago
        m9 = setembro|set
        m10 = outubro|out
        m11 = novembro|nov
        m12 = dezembro|dez
        minute = minuto|minutos|min
        day0 = meia-noite
        hour = hora|horas
        days = dia|dias|dias corridos
        business = dia útil|dias úteis
        week = semana|semanas
        weekend = fim de semana|final de semana|fim-de-semana
        month = mês|meses
        quarter = trimestre|trimestres
        year = ano|anos
        quinzaine = quinzena
        within quinzaine = dentro de quinze dias|em quinze dias|numa quinzena|no prazo de quinze dias
        next = próximo|próxima|próximos|próximas|que vem|seguinte|seguintes|que vêm
        this = este|esta|neste|nesta|corrente|deste|desta|atual|actual|em curso|essa|esse|nessa|nesse|dessa|desse|agora
        last = último|última|últimos|passado|passada|anterior
        end = fim|final|finais|fim de|final de|final do|fim do|fim da|final da|finais de|fins de|último dia de|último dia do
        start = início|princípio|começo|início de|início do|início da|começo de|começo do|princípios de|primeiros dias de
        middle = meados|meio|meados de|meados do|meio do|metade de
        end this month = fim do mês|final do mês|fim de mês|último dia do mês|final deste mês|fim deste mês|final de mês
        end this week = fim da semana|final da semana|fim desta semana|final desta semana
        end this year = fim do ano|final do ano|fim de ano
        middle this month = meados do mês|meio do mês
        middle this week = meio da semana|meados da semana
        start next month = início do mês
        before = antes de|antes do|antes da
        by = até|até ao|até o|até dia|até o dia|até ao dia|o mais tardar|no máximo até|no mais tardar|até à|até a|para o dia|para dia|para|o mais tardar até|impreterivelmente até
        within = em|dentro de|no prazo de|daqui a|num prazo de|nos|em até|dentro dos|daqui|no prazo máximo de|em cerca de|no espaço de|num|dentro do prazo de|nas|dentro das|nos próximos
        after = após|depois de|depois do|após o|após dia
        from = a partir de|a partir do|a partir do dia|desde|a contar de|do|de
        ago = há|atrás
        hence = depois|mais tarde|a partir de hoje|a partir de agora|a contar de hoje
        to = a|ao|-|até|até ao|e
        and = e|&
        article = dia|no dia|o dia|ao dia|em|o|no|do dia|do|ao
        inclusive = inclusive|incluído
        filler = de|do|da|na|no|dos|das|a|o|'|"|(|)
        kw = semana número|semana n
        christmaseve = véspera de natal
        christmas = natal|dia de natal
        newyearseve = véspera de ano novo|fim de ano
        newyear = ano novo|réveillon|reveillon
        goodfriday = sexta-feira santa|sexta feira santa
        easter = páscoa|domingo de páscoa
        labour = dia do trabalhador|dia do trabalho
        allsaints = todos os santos
        one1 = um|uma
        other = em anexo|em ter|a segunda via|segunda via|2ª via|em mar|em nome|em atraso
        """
    )
    .cardinals(
        """
        um dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze/quatorze quinze \
        dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove vinte vinte_e_um vinte_e_dois \
        vinte_e_três vinte_e_quatro vinte_e_cinco vinte_e_seis vinte_e_sete vinte_e_oito vinte_e_nove trinta \
        trinta_e_um
        """
    )
    .ordinals("primeiro/primeira segundo terceiro/terceira quarto")
}
