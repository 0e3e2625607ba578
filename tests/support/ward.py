"""A story in two acts, with options that are hidden, locked in words and a way out, which two weeks pass through."""

WARD = """\
format = 2
[scenario]
id = "ward"
title = "The ward"
role = "You run a hospital ward."
summary = "Three weeks on a ward that has too few nurses."
company = "St Mary's"
support = "judgement"
opening = "It is Monday. Nobody slept."
minutes = 10
[clock]
start = 2030-06-03T08:00
end = "day 21 14:00"
zone = "+02:00"
step = "6h"
desk = "08:00"
[metric.staff]
name = "Staff"
start = 50
headline = true
[metric.money]
name = "Money"
start = 58
headline = true
[metric.left]
name = "Leaning left"
start = "ideal_left"
[metric.right]
name = "Leaning right"
start = "ideal_right"
[budget.hours]
name = "hours"
refill = 3
[cast.alma]
name = "Alma Reyes"
role = "Head of nursing"
leans = "The staff."
adviser = true
forecast = { hours = 1 }
[[cast.alma.remark]]
text = "{one of}They are tired.{or}Nobody slept.{or}I need two more.{end}"
[decision.ask]
title = "Extra shifts"
brief = "{who:alma} asks for extra shifts. {first}It is the first time.{again}Again.{end}"
at = "day 1 08:00"
urgent = true
[decision.ask.option.up]
label = "Pay for them"
cost = { hours = 1 }
effects.staff = [20, "Paid shifts are answered."]
effects.left = 5
outcome = "{one of}They come.{or}They come in early.{end}"
next = { decision = "follow", after = "+2d 09:00" }
advice = { alma = "Please do." }
[decision.ask.option.down]
label = "Order them"
effects.staff = -20
effects.money = 1
effects.right = 5
outcome = "They come, late."
next = { decision = "follow", after = "+2d 09:00" }
advice = { alma = "Please do not." }
[decision.ask.option.strike_fund]
label = "Ask the secret fund"
when = "staff > 80"
hidden = true
effects.money = 5
[decision.follow]
title = "The budget"
brief = "The director wants the money back."
expires = "+4d 09:00"
[decision.follow.lapsed]
text = "Nobody answered the director."
[decision.follow.option.give]
label = "Give it back"
when = "money > 60"
locked = "There is nothing left to give back."
effects.money = -10
[decision.follow.option.borrow]
label = "Borrow"
when = "ask.up and money > 60"
hidden = true
effects.money = 3
[decision.follow.option.nothing]
label = "Say that there is nothing"
otherwise = true
effects.staff = 2
[decision.late]
title = "The inspection"
brief = "An inspector walks the ward."
at = "day 10 08:00"
urgent = true
[decision.late.option.every_door]
label = "Open every door"
effects.staff = 5
outcome = "She writes a lot."
[decision.late.option.tidy]
label = "Tidy up first"
when = "staff > 60"
locked = "Nobody has the strength to tidy up."
effects.money = 2
outcome = "She writes little."
[event.noon]
title = "Two days after"
when = "week.fired and week.days > 2"
text = "Two days after."
effects.staff = 1
[act.week]
title = "The week"
until = "day 8 08:00"
minutes = 5
text = "Seven days."
effects.staff = 5
[act.week.debrief]
text = "What was the week about?"
[[act.week.debrief.question]]
text = "What would you have paid?"
[act.fortnight]
title = "The fortnight"
until = "day 15 08:00"
when = "staff > 82"
minutes = 8
[ending.glad]
title = "A glad week"
text = "They are glad, at {staff:.0f}. {one of}The sun shines.{or}It rains.{end}"
when = "staff > 60"
act = "week"
[ending.tired]
title = "A tired week"
text = "They are tired."
act = "week"
[ending.closed]
title = "Closed"
text = "The ward is closed."
when = "staff < 5"
early = true
[ending.half]
title = "Half of it"
text = "Half of it is done."
act = "fortnight"
[ending.end]
title = "The end"
text = "The end."
[debrief]
text = "What was it about?"
[assumption.ideal_left]
value = 30
[assumption.ideal_right]
value = 70
[mirror]
swap = [["ideal_left", "ideal_right"]]
expect = [["left", "right"]]
"""
