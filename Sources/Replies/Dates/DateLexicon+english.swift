extension DateLexicon {
    static let english = DateLexicon(
        """
        day0 = today|tonight|this evening|this morning|this afternoon|now|right now|this very day|later today
        day1 = tomorrow|tmrw|tmr|tomorow|tommorow|tomorrow morning|tomorrow evening|the next day|the following day
        day2 = day after tomorrow|the day after tomorrow|overmorrow
        day-1 = yesterday|last night|yday
        day-2 = the day before yesterday|day before yesterday
        wd1 = monday|mon|mondays|on the monday
        wd2 = tuesday|tue|tues|tuesdays
        wd3 = wednesday|wed|weds|wednesdays
        wd4 = thursday|thu|thur|thurs|thursdays
        wd5 = friday|fri|fridays
        wd6 = saturday|sat|saturdays
        wd7 = sunday|sun|sundays
        m1 = january|jan
        m2 = february|feb
        m3 = march|mar
        m4 = april|apr
        m5 = may
        m6 = june|jun
        m7 = july|jul
        m8 = august|aug
        m9 = september|sept|sep
        m10 = october|oct
        m11 = november|nov
        m12 = december|dec
        minute = minute|minutes|min|mins|second|seconds|sec|secs
        day0 = midnight|at this time
        hour = hour|hours|hrs|hr
        days = d|day|days|calendar day|calendar days
        business = working day|working days|business day|business days|workday|workdays|banking days|bank days|weekdays
        week = week|weeks|wk|wks|workweek|working week
        weekend = weekend|week-end|week end
        month = month|months|mth|calendar month
        quarter = quarter|quarters|qtr
        year = year|years|yr
        fortnight = fortnight|fortnights
        next = next|following|upcoming
        this = this|coming|this coming|the coming|current|this upcoming|this very|the current|forthcoming
        last = last|past|previous
        next week = the week to come|coming week|the coming week|this coming week|week commencing
        this week = this week|current week|the current week
        next month = the coming month|coming month|this coming month
        overnext week = week after next|the week after next|week after
        overnext month = month after next|the month after next
        end = end|end of|the end of|close of|latter part of|late|back end of|back of
        start = start|beginning|beginning of|early|early in|start of|first part of|earlier part of
        middle = middle|mid|mid-|middle of|halfway through
        end this month = eom|month end|month-end|the month-end|end of month|end of the month|monthend|end of this month|last day of the month|last day of month|the last of the month|the last day of the month|last of the month|end of the current month|the last day of this month
        end this week = eow|end of week|end of the week|week's end|end of this week|the end of the week
        end this quarter = quarter end|quarter-end|end of the quarter|end of quarter
        end this year = eoy|year end|year-end|end of the year|end of year|the end of the year
        end next month = next month end|next month-end|end of next month
        middle this month = mid-month|mid month|middle of the month|the middle of the month|midmonth
        middle this week = mid-week|midweek|middle of the week
        day0 = eod|cob|end of day|end of the day|close of business|close of play|end of business|end of play|by the end of the day|at the end of the day
        before = before|ahead of|prior to
        by = by|until|till|til|no later than|not later than|on or before|latest|up until|up to|at the latest by|by the latest|through|before or on
        within = in|within|inside|inside of|in less than|in under|in about|in around|in approximately|in no more than|in roughly
        after = after|following the
        from = from|starting|as of|beginning on|starting on|as from|since|not before
        ago = ago|before now|earlier|back
        hence = hence|from now|from today|later|time|out|from this date|from the date of this email|of today|of receipt of this
        to = to|-|through to|thru
        and = and|&|plus
        article = the|on|on the|by the|of the
        inclusive = inclusive|incl|included|including|up to and including|until and including
        filler = of|in the|falling|day of|dated|'|"|(|)
        kw = week no|week number|calendar week|cw|wk no
        christmaseve = christmas eve|xmas eve
        christmas = christmas|xmas|christmas day|x-mas
        newyearseve = new years eve|new year eve|new year's eve
        newyear = new year|new years|new years day|the new year|new year's day|new year day
        goodfriday = good friday
        easter = easter|easter sunday
        eastermonday = easter monday
        pentecost = whitsun|pentecost
        labour = may day
        one1 = a|an|one
        fortnight = two weeks' time
        other = second hand|may i|may not|may be|may we|may have|may you|sun shine|sat on|sat down|in may be
        """
    )
    .cardinals(
        """
        one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
        eighteen nineteen twenty twenty-one/twenty_one twenty-two/twenty_two twenty-three/twenty_three \
        twenty-four/twenty_four twenty-five/twenty_five twenty-six/twenty_six twenty-seven/twenty_seven \
        twenty-eight/twenty_eight twenty-nine/twenty_nine thirty thirty-one/thirty_one
        """
    )
    .cardinals("forty-five/forty_five", from: 45).cardinals("sixty", from: 60).cardinals("ninety", from: 90)
    .ordinals(
        """
        first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth \
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first/twenty_first \
        twenty-second/twenty_second twenty-third/twenty_third twenty-fourth/twenty_fourth twenty-fifth/twenty_fifth \
        twenty-sixth/twenty_sixth twenty-seventh/twenty_seventh twenty-eighth/twenty_eighth \
        twenty-ninth/twenty_ninth thirtieth thirty-first/thirty_first
        """)
}
