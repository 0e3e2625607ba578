"""Each defect gives exactly one diagnostic, with its code, at the marked character."""

from __future__ import annotations

import pytest

from ceo_sim.scenario.codes import RULES
from tests.scenario.sample import SMALL, TURNS, loaded, places, planted, unmarked

# code, what is replaced in the small scenario (nothing: what is added at its end), what by; « stands before the place.
READING = [
    ("E006", 'title = "Small"', 'title = «Small"'),
    ("E006", 'title = "Small"', 'title = "Small"\n«title = "Twice"'),
    ("E012", "start = 50", "start = «" + "9" * 101),
    ("E012", 'title = "Small"', f'title = «"{"x" * 20_001}"'),
    ("E100", "kept_when = ", "kept_when = «[1] #"),
    ("E101", 'formula = "0.5*staff', 'formula = "«' + "1 + " * 250 + "0.5*staff"),
    ("E102", "baseline = 60", 'baseline = "60 «= 60"'),
    ("E102", "baseline = 60", 'baseline = "60 +«"'),
    ("E103", "start = 50", "start = «1e13"),
    ("E103", "start = 50", 'start = "«1e13"'),
    ("E104", "start = 50", 'start = "«' + "1+" * 120 + '1"'),
    ("E104", "start = 50", 'start = "' + "(" * 20 + "«" + "(" * 20 + '1"'),
    ("E200", 'label = "Answer"', "label = «3"),
    ("E201", 'label = "Answer"', f'label = "«{"x" * 8_001}"'),
    ("E202", 'label = "Answer"', r'label = "Ans«\u001b[31mwer"'),
    ("E202", 'name = "Ines"', r'name = "In«\u202ees"'),
    ("E203", 'label = "Answer"', 'label = "Ans«{wer"'),
    ("E204", 'label = "Answer"', 'label = "«{if told}Answer"'),
    ("E204", 'label = "Answer"', 'label = "Answer«{end}"'),
    ("E205", 'label = "Answer"', 'label = "' + "{if told}" * 8 + "«{if told}" + "{end}" * 9 + '"'),
    ("E206", 'brief = "He rings."', 'brief = "{staff:«>9}"'),
    ("E207", 'brief = "He rings."', 'brief = "' + "{staff}" * 200 + '«{staff}"'),
    ("E208", 'label = "Answer"', 'label = «""'),
    ("E208", 'name = "Ines"', 'name = «" "'),
    ("E208", 'name = "Ines"', 'name = «"\u200c\u3164"'),
    ("E208", 'title = "Small"', 'title = «"****"'),
    ("E208", 'brief = "He rings."', 'brief = «"\\n"'),
    ("E401", "half_life", "«halflife"),
    ("E401", 'name = "Ines"', 'name = "Ines"\n«nmae = "I"'),
    ("E401", "format = 1", "format = 1\n«metrics = 3"),
    ("E401", "", "[«metrics.x]\nname = 'x'"),
    ("E402", '[cast.policy]\nname = "Ines"\n', "[cast.«policy]\n"),
    ("E403", 'name = "Ines"', "name = «3"),
    ("E403", "adviser = true", "adviser = «1"),
    ("E403", "refill = 3", "refill = «true"),
    ("E403", 'room = ["policy"]', 'room = «"policy"'),
    ("E403", 'room = ["policy"]', 'room = ["policy", «3]'),
    ("E403", "card.celebrity = ", "card.celebrity = «3 #"),
    ("E403", "range = [0, 3]", "range = «[0, 3, 4]"),
    ("E403", "range = [0, 3]", 'range = [0, «"3"]'),
    ("E403", 'bands = [[0, "angry"], ', "bands = [[0, «2], "),
    ("E404", 'of = "losses"', 'of = «"loses"'),
    ("E404", "format = 1", "format = «3"),
    ("E405", "refill = 3", "refill = «nan"),
    ("E405", "start = 50", "start = «-inf"),
    ("E405", "range = [0.2, 1.0]", "range = [0.2, «inf]"),
    ("E405", "refill = 3", "refill = «9223372036854775808"),
    ("E409", 'half_life = "20d"', 'half_life = «"20 days"'),
    ("E410", "at = 2020-05-29T06:00:00-04:00", "at = «2020-05-29T06:00:00"),
    ("E410", "at = 2020-05-29T06:00:00-04:00", "at = «2020-05-29"),
]
TWO_ACTS = """
[act.week]
title = "W"
{first}
[act.month]
title = "M"
{second}
[ending.calm]
title = "C"
text = "C"
act = "week"
[ending.busy]
title = "B"
text = "B"
act = "month"
"""
MEANING = [
    ("E412", 'label = "Answer"', 'label = "Answer"\n«otherwise = true'),
    ("E413", 'role = "You run it."', 'role = "You run it."\nlanguage = «"en_US"'),
    ("E413", 'role = "You run it."', 'role = "You run it."\nlanguage = «"English, British"'),
    ("E706", 'start = "70 * mood"', 'start = «"170 * mood"'),
    ("E208", 'bands = [[0, "angry"], ', 'bands = [[0, «""], '),
    ("W201", 'label = "Answer"', 'label = «"{if told}Answer{end}"'),
    ("W202", 'brief = "He rings."', 'brief = "He rings. «[Who](example.org)?"'),
    ("W202", 'brief = "He rings."', 'brief = "He rings. «![Who](https://example.org)?"'),
    ("W203", 'brief = "He rings."', 'brief = "He «**rings."'),
    ("W203", 'brief = "He rings."', 'brief = "{if told}**He** {else}«**He {end}rings."'),
    ("W203", 'brief = "He rings."', 'brief = """\nHe\n*rings*.\n\n«*Twice.\n"""'),
    ("W204", 'name = "Crowd"', f'name = «"The {"long " * 9}name"'),
    ("W204", '[0, "angry"]', '[0, «"as angry as anybody ever was"]'),
    ("W204", 'label = "Answer"', f'label = «"{"Answer " * 30}"'),
    ("W204", 'title = "The call"', f'title = «"The {"long " * 14}call"'),
    ("W204", 'title = "The call"', f'title = «"The {"漢" * 40} call"'),
    ("W204", 'role = "You run it."', f'role = "You run it."\ncompany = «"{"Long " * 5}company"'),
    ("W204", 'role = "You run it."', f'role = "You run it."\ncompany = «"{"漢" * 24}"'),
    ("W520", '{ from = "press", ', '{ from = «"polic", '),
    ("W520", '{ from = "press", ', '{ from = «"Policy", '),
    ("W522", "", '[cast.«other]\nname = "O"\nrole = "O"\nadviser = true'),
    (
        "W511",
        "",
        "[decision.d]\ntitle = 'D'\nbrief = 'D'\nat = «2020-06-28T13:00:00-04:00\noption.a.label = 'A'",
    ),
    ("E611", 'half_life = "20d"', 'half_life = «"999999w"'),
    ("N601", "end = 2020-06-28T18:00:00-04:00", "end = «2020-06-28T22:00:00Z"),
    ("N602", "end = 2020-06-28T18:00:00-04:00", "end = «2020-06-28T19:00:00-04:00"),
    ("N603", "at = 2020-05-29T06:00:00-04:00", "at = «2020-05-29T07:00:00-04:00"),
    ("N603", 'due = "14d"', "due = «2020-06-03T09:00:00-04:00"),
    ("N603", 'chance = "0.02 * level"', 'chance = "0.02 * level"\nhour = «9'),
    ("N603", 'chance = "0.02 * level"', 'chance = "0.02 * level"\nuntil = «2020-06-03T09:00:00-04:00'),
    ("W502", "", '[value.«unserved]\nname = "U"'),
    ("W502", "", '[lens.«unseen]\nname = "U"'),
    ("W502", "", '[cast.«unheard]\nname = "Una Heard"\nrole = "U"'),
    ("N601", "at = 2020-05-29T06:00:00-04:00", "at = «2020-05-29T10:00:00Z"),
    ("E301", "baseline = 60", 'baseline = "«stff"'),
    ("E301", "baseline = 60", 'baseline = "staff + «the_post"'),
    ("E301", 'when = "level < 2"', 'when = "level < 2 and the_post«.leave_upp"'),
    ("E301", "baseline = 60", 'baseline = "«weigh"'),
    ("E301", "{staff:.0f}", "{«stff:.0f}"),
    ("E301", "{if told}Again.", "{if «tld}Again."),
    ("E302", "baseline = 60", 'baseline = "«told"'),
    ("E302", 'when = "level < 2"', 'when = "«level"'),
    ("E302", "level = 1, ", 'level = "«told", '),
    ("E302", "told = true }", "told = «2 }"),
    ("E303", "weigh(-3)", "«wiegh(-3)"),
    ("E303", "weigh(-3)", "2 * «weigh(-3, 2)"),
    ("E303", "baseline = 60", 'baseline = "«clamp(staff)"'),
    ("E304", "baseline = 60", 'baseline = "staff / «0"'),
    ("E305", "baseline = 60", 'baseline = "' + "«exp(1e3)" + "*exp(staff)" * 12 + '"'),
    ("E307", 'body = "x if x < 0 else x * gain"', 'body = «"weigh(x) * gain"'),
    ("E309", 'formula = "0.5*staff + 0.5*crowd"', 'formula = «"0.5*staff + 0.5*crowd + 0 * morale"'),
    ("E310", 'start = "70 * mood"', 'start = "70 * mood + «crowd"'),
    ("E406", "", "[event.«Leak]\ntitle = 'L'\nat = 2020-06-01T00:00:00-04:00"),
    ("E406", 'id = "small"', 'id = «"the-post"'),
    ("E406", "", '[function.f]\nargs = ["x", «"Y"]\nbody = "x"'),
    ("E407", "", '[assumption.«hour]\nvalue = 1\nsupport = "judgement"'),
    ("E407", "", '[function.«max]\nargs = ["x"]\nbody = "x"'),
    ("E407", "", '[decision.the_call.option.«open]\nlabel = "Open"'),
    ("E408", "", "[variable.«staff]\nstart = 1"),
    ("E408", "", '[function.f]\nargs = ["x", «"x"]\nbody = "x"'),
    ("E411", 'room = ["policy"]', "room = «" + str(["policy"] * 2_001)),
    ("E501", 'room = ["policy"]', 'room = ["policy", «"polcy"]'),
    ("E501", 'promises = ["review"]', 'promises = ["review", «"reviews"]'),
    ("E501", "effects = { crowd = 1 }", "effects = { «crowds = 1 }"),
    ("E501", "effects = { crowd = 1 }", "effects = { «level = 1 }"),
    ("E501", "sets = { level = 1, ", "sets = { level = 1, «levels = 2, "),
    ("E501", 'decision = "the_call"', 'decision = «"the_cal"'),
    ("E501", 'next = { decision = "the_call", after = "2h" }', 'next = «"the_cal"'),
    ("E501", 'event = "leak"', 'event = "leak"\nnext = «"the_cal"'),
    ("E501", "cost = { ceo_time = 1 }", "cost = { ceo_time = 1, «time = 2 }"),
    ("E501", 'default = "answer"', 'default = «"anser"'),
    ("E501", "values = { candour = 1 }", "values = { candour = 1, «courage = 1 }"),
    ("E501", "lens.rights = ", "lens.«right = "),
    ("E501", "", '[[history.choice]]\ndecision = "the_post"\noption = «"leave"'),
    ("E501", "", '[[target]]\noption = «"the_post.leave"\nshare = [0, 1]'),
    ("E501", "", '[mirror]\nswap = [["gain", «"gian"]]'),
    ("E501", "", '[rival.r]\nname = "R"\nassumes = { «gian = 1 }'),
    ("E502", "effects = { crowd = 1 }", "effects = { «morale = 1 }"),
    ("E503", "start = false", "start = false\n«range = [0, 1]"),
]
TIME = [
    ("E601", "[clock]\nstart = 2020-05-28T18:00:00-04:00\n", "[«clock]\n"),
    ("E602", "start = 2020-05-28T18:00:00-04:00", "turns = 3\n«start = 2020-05-28T18:00:00-04:00"),
    ("E603", "end = 2020-06-28T18:00:00-04:00", "end = «2020-05-28T18:00:00-04:00"),
    ("E604", 'step = "6h"', 'step = «"5h"'),
    ("E605", 'end = 2020-06-28T18:00:00-04:00\nstep = "6h"', 'end = 2050-06-28T18:00:00-04:00\nstep = «"6h"'),
    ("E606", "at = 2020-05-29T06:00:00-04:00", "at = «2020-05-27T06:00:00-04:00"),
    ("E606", "at = 2020-05-29T06:00:00-04:00", "at = «2020-06-28T18:00:00-04:00"),
    ("E606", 'due = "14d"', "due = «2021-06-01T00:00:00Z"),
    ("E607", "at = 2020-05-29T06:00:00-04:00", "at = «3"),
    ("E607", 'due = "14d"', "due = «14"),
    ("E607", 'after = ["1d", "2d"]', "after = «1"),
    (
        "E608",
        'when = "morale < 45 and the_post.answered"',
        'from = 2020-06-02T00:00:00-04:00\nuntil = «2020-06-01T00:00:00-04:00\nwhen = "morale < 45"',
    ),
    ("E810", 'half_life = "20d"', 'half_life = «"0d"'),
    ("E705", 'after = ["1d", "2d"]', 'after = «["2d", "1d"]'),
]
NUMBERS = [
    ("E701", "headline = true", "headline = true\n«start = 3"),
    ("E702", '[metric.crowd]\nname = "Crowd"\nstart = 50', '[metric.«crowd]\nname = "Crowd"'),
    ("E703", "headline = true", "headline = true\n«echo = { share = 0.1, over = '2d' }"),
    ("E704", "baseline = 60\nhalf_life", "«half_life"),
    ("E704", "start = 50", "start = 50\n«baseline = 40"),
    ("E705", "range = [0, 3]", "range = «[3, 0]"),
    ("E706", "start = 50", "start = «150"),
    ("E706", "value = 0.4", "value = «4"),
    ("E707", '[0, "angry"], [50, "calm"]', '[0, "angry"], [50, "calm"], [«50, "glad"]'),
    ("E707", '[50, "calm"]', '[«100, "calm"]'),
    ("W507", '[0, "angry"]', '[«10, "angry"]'),
    ("E708", "[draw.mood]\nlow = 0.8\n", "[draw.«mood]\n"),
    ("E708", "[draw.mood]\nlow = 0.8\nhigh = 1.2", "[draw.«mood]\nmean = 1"),
    ("E709", 'chance = "0.02 * level"', "chance = «1.5"),
    ("E709", "share = 0.25", "share = «2.5"),
    ("E405", "values = { candour = 1 }", "values = { candour = «3 }"),
    ("E710", "low = 0.8\nhigh = 1.2", "mean = 1\nsd = «0"),
    ("E805", "papers]\nnothing = 60\ncard.celebrity = { weight = 6,", "«papers]\ncard.celebrity = { weight = 0,"),
    ("E806", "", '[[«target]]\nending = "out"'),
    ("E806", "", '[[«target]]\nmetric = "staff"\nshare = [0, 1]'),
    (
        "N701",
        '[metric.crowd]\nname = "Crowd"\nstart = 50\nsupport = "judgement"',
        "[metric.«crowd]\nname = 'Crowd'\nstart = 50",
    ),
]
COURSE = [
    (
        "E801",
        "",
        (
            "[decision.«d]\ntitle = 'D'\nbrief = 'D'\nwhen = 'told'\nurgent = true\n"
            "[decision.d.option.o]\nlabel = 'O'\nwhen = 'level > 1'"
        ),
    ),
    ("E803", 'text = "Still there."', 'text = "Still there."\n«when = "day > 3"'),
    (
        "E804",
        '[ending.out]\ntitle = "Out"\ntext = "Out."\nwhen = "walkout.times > 0"',
        '[ending.«out]\ntitle = "Out"\ntext = "Out."',
    ),
    ("E808", 'expires = "3d"\ndefault', "«default"),
    ("E809", "", "[decision.«d]\ntitle = 'D'\nbrief = 'D'\nat = 2020-05-29T06:00:00-04:00\noption = {}"),
    ("E811", 'text = "Still there."', 'text = "Still there."\n«early = true'),
    ("W510", "cost = { ceo_time = 1 }", "cost = { ceo_time = «4 }"),
    ("W501", "", "[decision.«d]\ntitle = 'D'\nbrief = 'D'\n[decision.d.option.o]\nlabel = 'O'"),
    ("W502", "", "[variable.«unread]\nstart = 1"),
    ("W502", "", "[function.«uncalled]\nbody = 1"),
    ("W502", "", "[promise.«unmade]\ntext = 'P'\ndue = '3d'\nkept_when = 'told'"),
    ("W502", "", "[budget.«unspent]\nname = 'B'\nrefill = 1"),
    ("W503", 'when = "level < 2"', 'when = «"gain < 2"'),
    ("W504", "", "[event.«idle]\ntitle = 'Idle'"),
    ("W506", 'args = ["x"]\nbody = "x if x < 0 else x * gain"', 'args = [«"staff"]\nbody = "staff * gain"'),
    ("W508", "urgent = true", "urgent = true\n«expires = '1d'"),
    (
        "W509",
        'default = "answer"\n\n[decision.the_call.option.answer]',
        'default = «"answer"\n\n[decision.the_call.option.answer]\nwhen = "level > 1"',
    ),
]
MANY_EVENTS = "000" + "".join(f'\n[event.many{number}]\ntitle = "E"\nchance = 0.1' for number in range(170))
NEWER = SMALL.replace("format = 1", "format = 2")
LATEST = [
    ("E100", 'staff = "weigh(-3)"', 'staff = [«[1], "It hurts."]'),
    ("E102", 'staff = "weigh(-3)"', 'staff = ["3 «3", "It hurts."]'),
    ("E301", 'staff = "weigh(-3)"', 'staff = ["2 * «strian", "It hurts."]'),
    ("E403", 'staff = "weigh(-3)"', "staff = [-3, «4]"),
    ("E403", 'staff = "weigh(-3)"', 'staff = «[-3, "It hurts.", "It does."]'),
    ("E204", 'label = "Answer"', 'label = "«{one of}a{or}b"'),
    ("E204", 'label = "Answer"', 'label = "{one of}a«{again}b{end}"'),
    ("E204", 'label = "Answer"', 'label = "«{first}a{again}b{again}c{end}"'),
    ("E204", 'label = "Answer"', 'label = "a «{or} b"'),
    ("E301", "sets = { level = 1, told = true }", "sets = { told = true }\nadds = { level = '«lvel' }"),
    ("E503", "sets = { level = 1, told = true }", "sets = { level = 1 }\nadds = { «told = 1 }"),
    ("E409", "at = 2020-05-29T06:00:00-04:00", 'at = «"day 0 06:00"'),
    ("E409", "at = 2020-05-29T06:00:00-04:00", 'at = «"day 2 25:00"'),
    ("E409", "at = 2020-05-29T06:00:00-04:00", 'at = «"tomorrow"'),
    ("E606", "at = 2020-05-29T06:00:00-04:00", 'at = «"day 90"'),
    ("E409", 'half_life = "20d"', 'half_life = «"+20d 09:00"'),
    ("E409", 'step = "6h"', 'step = "6h"\ndesk = «"8 o\'clock"'),
    ("E410", 'step = "6h"', 'step = "6h"\nzone = «"America/New_York"'),
    ("E501", 'brief = "He rings."', 'brief = "{who:«ins} rings."'),
    ("E830", 'label = "Take it down"', 'label = "Take it down"\n«otherwise = true'),
    ("E803", "", '[act.«week]\ntitle = "W"\nuntil = "day 3"'),
    (
        "W560",
        "",
        TWO_ACTS.format(first='until = "day 4"', second='until = «"day 3"'),
    ),
    ("W561", "", TWO_ACTS.format(first='when = «"month.fired"', second='until = "day 9"')),
    (
        "W562",
        "",
        TWO_ACTS.format(first='until = "day 4"\n«start = ["the_post.leave_up"]', second='until = "day 9"'),
    ),
    ("E501", "", TWO_ACTS.format(first='until = "day 4"', second='until = "day 9"\nstart = «["the_post.leave"]')),
    ("E831", "", '[act.«week]\ntitle = "W"\n[ending.calm]\ntitle = "C"\ntext = "C"\nact = "week"'),
    (
        "W530",
        'when = "level < 2"\ncost = { ceo_time = 1 }\npromises = ["review"]',
        """\
«otherwise = true
promises = ["review"]
[decision.the_post.option.wait]
label = "Wait"
cost = { ceo_time = 1 }""",
    ),
    ("W531", 'label = "Answer"', 'label = "Answer"\n«hidden = true'),
    ("W208", "", '[[history.choice]]\ndecision = "the_post"\noption = "leave_up"\ncounterpart = «"nearest"'),
    ("E504", 'label = "Answer"', 'label = "Answer"\nsurveys = [«"crowd"]'),
    ("E832", "", '[stake.«s]\nname = "S"\nmetric = "staff"'),
    ("E833", 'expires = "3d"\ndefault = "answer"', "standing = true\n«urgent = true"),
    (
        "W532",
        '"0.5*staff + 0.5*crowd"',
        '"0.5*staff + 0.5*crowd"\nshown = "debrief"\n[stake.s]\nname = "S"\nmetric = «"morale"\nbelow = 9',
    ),
    ("W533", "headline = true", "headline = true\n«appears = 'told'"),
    ("W535", 'room = ["policy"]', 'room = ["policy"]\npredict = ["staff", «"staff"]'),
    (
        "W534",
        "",
        '[metric.m]\nname = "M"\nstart = 9\nsupport = "judgement"\n[stake.s]\nname = "S"\nmetric = «"m"\nabove = 9',
    ),
]

TURNS_ONLY = [
    ("E605", "turns = 12", "turns = «20001"),
    ("E609", "[clock]\nturns = 12", "[«clock]\nturns = 12" + MANY_EVENTS),
    ("E610", "start = 50", "start = 50\necho = { share = 0.1, over = «10001 }"),
    ("E710", "turns = 12", "turns = «0"),
    ("E602", "turns = 12", "turns = 12\n«step = '6h'"),
    ("E606", "at = 0", "at = «12"),
    ("E607", "at = 0", "at = «2020-05-29T06:00:00Z"),
    ("E607", "start = 50", "start = 50\nbaseline = 40\nhalf_life = «'3d'"),
    ("E607", "", "[event.e]\ntitle = 'E'\nchance = 0.1\n«hour = 9"),
    (
        "E802",
        "[decision.first]",
        """[decision.«second]
title = "S"
brief = "S"
urgent = true
[decision.second.option.o]
label = "O"
next = { decision = "first", after = 0 }
[decision.first.option.more]
label = "More"
next = { decision = "second", after = 0 }
[decision.first]""",
    ),
    ("E803", 'text = "End."', 'text = "End."\n«when = "turn > 3"'),
    (
        "W505",
        '[metric.staff]\nname = "Staff"\nstart = 50\nheadline = true',
        '[metric.«staff]\nname = "Staff"\nstart = 50',
    ),
]
# What takes a proof.
PROVEN = [
    ("W540", 'when = "level < 2"', 'when = "«level > 3"'),
    ("W540", 'when = "level < 2"', 'when = "level < 2 and «level > 2.5"'),
    ("W540", 'when = "level < 2"', 'when = "told and level == 0 and «level == 2"'),
    ("W540", 'when = "level < 2"', 'when = "«the_post.leave_up"'),
    ("W540", 'kept_when = "the_call.answer"', 'kept_when = "the_post.leave_up and «the_post.take_down"'),
    ("W540", 'when = "walkout.times > 0"', 'when = "«walkout.times > 1"'),
    ("W540", 'text = "They left." }', 'text = "They left.", when = "the_call.open and «the_call.lapsed" }'),
    ("W540", "", "[inject.memo]\ntitle = 'M'\nwhen = '«mood > 1.3'"),
    ("W540", "[promise.review]", "[event.e]\ntitle = 'E'\nwhen = \"«staff + crowd > 200\"\n[promise.review]"),
    ("W541", 'when = "level < 2"', 'when = «"level < 2 or not the_post.answered"'),
    ("W541", 'when = "walkout.times > 0"', 'when = «"walkout.days > 1000 or walkout.fired"'),
    ("W542", "{if told}Again.{else}Yes.{end}", "{if «staff > 100}Again.{else}Yes.{end}"),
    ("W542", "{if told}Again.{else}Yes.{end}", "{if told}Again.{elif not told}Yes.«{else}No.{end}"),
    ("W543", "{if told}Again.{else}Yes.{end}", "{if «mood > 0.5}Again.{end} Yes."),
    (
        "W544",
        "",
        (
            "[decision.«d]\ntitle = 'D'\nbrief = 'B'\nwhen = 'told'\n"
            "option.a = { label = 'A', when = 'staff > 60' }\noption.b = { label = 'B', when = 'staff < 60' }"
        ),
    ),
    (
        "W545",
        "[ending.still_there]",
        "[ending.worse]\ntitle = 'W'\ntext = 'W'\nwhen = «'walkout.times == 1'\n[ending.still_there]",
    ),
    (
        "W546",
        "",
        (
            "[event.one]\ntitle = 'O'\nwhen = 'crowd < 40'\n"
            "[event.two]\ntitle = 'T'\nwhen = «'crowd < 30 and not one.fired'"
        ),
    ),
    ("W548", 'chance = "0.02 * level"', 'chance = «"0.6 * level"'),
    ("W548", "weight = 6", 'weight = «"3 - 2 * level"'),
    (
        "W549",
        "",
        (
            "[decision.d]\ntitle = 'D'\nbrief = 'B'\nwhen = 'told'\n"
            "[decision.d.option.a]\nlabel = 'A'\neffects = { crowd = 1 }\n"
            "[decision.d.option.«b]\nlabel = 'B'\neffects = { crowd = -1 }"
        ),
    ),
    ("W550", 'due = "14d"', 'due = «"31d"'),
    ("W550", 'expires = "3d"', 'expires = «"31d"'),
    ("W551", "baseline = 60", "baseline = «660"),
    ("W552", "sets = { level = 1, ", "sets = { level = «4, "),
    ("W553", "{staff:.0f}", "{«staff:.0%}"),
]


@pytest.mark.parametrize("code, old, new", [*READING, *MEANING, *TIME, *NUMBERS, *COURSE, *PROVEN])
def test_a_defect_is_found_once_and_where_it_is(code: str, old: str, new: str) -> None:
    text, line, column = unmarked(planted(old, new))
    assert places(loaded(text).diagnostics) == [(code, line, column)]


@pytest.mark.parametrize("code, old, new", LATEST)
def test_a_defect_of_format_2_is_found_once(code: str, old: str, new: str) -> None:
    text, line, column = unmarked(planted(old, new, NEWER))
    assert places(loaded(text).diagnostics) == [(code, line, column)]


@pytest.mark.parametrize("code, old, new", TURNS_ONLY)
def test_a_defect_on_a_clock_of_turns_is_found_once(code: str, old: str, new: str) -> None:
    text, line, column = unmarked(planted(old, new, TURNS))
    assert places(loaded(text).diagnostics) == [(code, line, column)]


@pytest.mark.parametrize(
    "table, following", [("scenario", "clock"), ("clock", "assumption.gain"), ("ending.out", None)]
)
def test_a_missing_section_is_missed_at_the_first_line(table: str, following: str | None) -> None:
    start = SMALL.index(f"[{table}]")
    end = SMALL.index(f"[{following}]") if following else len(SMALL)
    assert places(loaded(SMALL[:start] + SMALL[end:]).diagnostics) == [("E402", 1, 1)]


def test_a_decision_that_is_missing_is_said_to_leave_another_one_unopened() -> None:
    text = planted('decision = "the_call"', 'decision = "the_cal"').replace('"Answer"', '"Answer"\nnext = "last"')
    more = "[decision.last]\ntitle = 'L'\nbrief = 'B'\noption.a.label = 'A'\n"
    (found,) = loaded(text + more).diagnostics
    assert found.message == 'there is no decision "the_cal", so nothing opens "the_call", "last"'


def test_all_that_a_table_misses_is_one_diagnostic() -> None:
    text, line, column = unmarked(planted("", "[promise.«p]\nbroken = { effects = { crowd = -4 } }"))
    found = loaded(text)
    assert places(found.diagnostics) == [("E402", line, column)]
    assert found.diagnostics[0].message == '"text", "due" and "kept_when" are missing'


def test_a_name_misspelt_where_it_is_defined_is_told_once() -> None:
    effects = "\n".join(
        f"[event.e{number}]\ntitle = 'E'\nwhen = 'told'\neffects.staff = {number}" for number in range(9)
    )
    text = planted("", effects).replace("[metric.staff]", "[metric.staf]").replace("staff:", "staf:")
    found = loaded(text.replace("0.5*staff", "0.5*staf").replace('staff = "weigh', 'staf = "weigh'))
    assert [(one.code, one.message) for one in found.diagnostics] == [
        ("E501", 'there is no metric "staff", here and in 8 other places')
    ]


def test_every_code_that_a_single_file_can_have_is_planted_here() -> None:
    planted_codes = {
        code for code, _, _ in [*READING, *MEANING, *TIME, *NUMBERS, *COURSE, *PROVEN, *LATEST, *TURNS_ONLY]
    }
    elsewhere = {"E001", "E002", "E003", "E004", "E005", "E007", "E010", "E011", "E020", "E306", "E308"}
    elsewhere |= {"W205", "W206", "W207", "W521"}  # test_style, test_people
    elsewhere |= {"W022", "W023", "N022", "N401", "E620", "E621", "E622", "E623", "E901", "E902", "E903", "N021"}
    elsewhere |= {"W547", "N535"}  # test_proofs, test_predict_key
    assert planted_codes | elsewhere == set(RULES)
