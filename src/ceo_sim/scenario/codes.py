"""Every diagnostic there is: its code, how bad it is, and what it means.

A code keeps its meaning for good; one that is no longer used is not given away again. The first letter says how bad:
E cannot be played, W can be but is hardly meant so, N is worth a thought.
"""

from __future__ import annotations

from typing import Literal

from attrs import frozen

Severity = Literal["error", "warning", "note"]
_SEVERITIES: dict[str, Severity] = {"E": "error", "W": "warning", "N": "note"}


@frozen
class Rule:
    """What a code stands for.

    Attributes:
        code: One letter and three digits.
        title: What is wrong, in a few words.
        explanation: Why that is a problem and how to mend it.
    """

    code: str
    title: str
    explanation: str

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return _SEVERITIES[self.code[0]]


_RULES = """
E001 file cannot be read
    The file or folder is not there, is not a plain file, or may not be read.
E002 not UTF-8
    A scenario is written in UTF-8. Save the file with that encoding.
E003 file too large
    A file may have 1 MB, the files of a folder 8 MB together.
E004 too many files
    A folder may have 64 files, and 64 editions.
E005 link out of the folder
    A file of a scenario folder must be in that folder; a symbolic link that leads out of it is not followed.
E006 not TOML
    The file does not follow the grammar of TOML, so nothing in it could be read.
E007 no scenario here
    A scenario is a file NAME.toml, or a folder with a scenario.toml in it.
E010 nested too deeply
    Arrays, inline tables and dotted keys may be nested 16 levels deep.
E011 too many keys
    A file may have 100,000 keys and array elements.
E012 value too long
    A text may have 20,000 characters in the file, a number 100.
E020 defined twice
    The files of a folder are read as one. A key may have its value in one of them only, and a thing with an id is
    described in one file; another may add tables to it.
E100 not an expression
    An expression is a number, true, false or a text such as "2 * trust".
E101 expression too long
    An expression may have 1,000 characters. Give its parts names with [function].
E102 expression does not make sense
    The text does not follow the grammar of expressions; the caret is at what was not expected.
E103 number out of bounds
    Numbers in expressions lie between -1e12 and 1e12.
E104 expression nested too deeply
    Brackets may be nested about 20 deep, and a chain may have 100 operators. Give its parts names with [function].
E200 not a text
    A text is written in quotes.
E201 text too long
    A text may have 8,000 characters, a name or other short text 4,000.
E202 control character
    Characters that steer a terminal or turn the direction of reading have no place in a text.
E203 single brace
    Braces enclose values and conditions. Write {{ or }} for the brace itself.
E204 {if} does not fit together
    {if condition}…{elif condition}…{else}…{end}: each {if} needs its {end}, and {else} comes last.
E205 {if} nested too deeply
    Variants may be nested 8 levels deep.
E206 format not known
    After the colon stands a format such as .0f, ,.0f, +.1f or .0%.
E207 too many values in a text
    The values and conditions of a text may part it into 200 pieces.
E208 no words
    Whatever has a name, a title, a label or a text needs words in it: it would be shown without any.
E301 unknown name
    An expression can name assumptions, draws, metrics, variables, budgets, day, hour and turn, and ask after decisions,
    events and promises: the_post.leave_up, the_post.answered, walkout.fired, walkout.days, review.broken.
E302 number and condition mixed up
    Numbers and conditions are different things. trust > 40 makes a condition of a number; 1 if … else 0, or count(…),
    makes a number of conditions.
E303 function not known, or with the wrong number of arguments
    The function is neither built in nor under [function], or takes another number of arguments.
E304 division by zero
    The divisor is always zero. (A divisor that becomes zero in play gives 0.)
E305 grows beyond all bounds
    From the ranges of its names the value could grow so large that it is no number any more. Use smaller factors or
    clamp(x, low, high).
E306 takes too long
    With its functions written out the expression takes more than 5,000 operations, or is nested more than 150 deep.
E307 functions in a circle
    Functions may use other functions, but none may lead back to itself.
E308 altogether too many operations
    All expressions and functions of the scenario together take more than a million operations, functions written out.
E309 metrics in a circle
    A metric with a formula may use other metrics, but none may lead back to itself.
E310 not constant
    This is worked out before the story begins and may only use numbers, assumptions and draws.
E401 unknown key
    There is no such key here.
E402 missing key
    This key must be given.
E403 wrong kind of value
    The value has another type than the key wants.
E404 not one of the choices
    The key takes one of a few words.
E405 number not allowed
    A number is not a number (nan), infinite, or out of the bounds of its key.
E406 not an id
    An id begins with a small letter and goes on with at most 47 small letters, digits and underscores.
E407 reserved id
    The word means something in expressions already.
E408 id used twice
    Assumptions, draws, metrics, variables, functions, budgets, decisions, events and promises share one set of names,
    since an expression can name them all.
E409 not a time
    A length of time is written "6h", "2d" or "3w", or as a number of turns on a clock of turns.
E410 date without a zone
    A moment needs its offset from UTC, as in 2020-05-29T06:00:00-04:00, so that it means the same everywhere.
E411 too many
    There may be 2,000 things of a kind.
E413 not a tag of a language
    The language of a text decides how it is read out, hyphenated and in which direction it is written. It is given by
    its tag in BCP 47: en, de, pt-BR, zh-Hant, ar-EG; not English or en_US.
E501 nothing with this id
    The id is not to be found in the table that it refers to.
E502 effect on a metric with a formula
    Such a metric is always exactly its formula. Change what the formula uses.
E503 value does not fit the variable
    A variable that starts as true or false takes conditions, one that starts as a number takes numbers.
E601 no clock
    A clock has start, end and step, or turns.
E602 two clocks
    A clock has start, end and step, or turns, not both.
E603 clock runs backwards
    The end must come after the start.
E604 step does not divide a day
    A day must have a whole number of steps, one at least.
E605 too many steps
    A clock may have 20,000 steps.
E606 outside the clock
    The moment is before the start or after the end.
E607 wrong kind of time
    On a clock of dates moments are dates and lengths "2d"; on a clock of turns both are whole numbers.
E608 window upside down
    `until` must not come before `from`.
E609 too much to follow
    Every step looks at every metric, decision, event, deck and promise; steps times things may come to two million.
E610 echo too long
    Echoes are kept until they have sounded; steps of an echo times the number of echoes may come to 10,000.
E611 beyond the calendar
    A story, and every length of time counted from its end, must lie between the years 2 and 9998.
E620 too many operations a day
    Everything that may happen at a step is added up, each with all formulas, which are worked out anew after it. A day
    may take a million operations, a whole story a hundred million.
E621 too much text at once
    What may be told at one step, or stands in one decision, may have 500,000 characters.
E622 too much happens at once
    What follows from what happens is counted from step to step. 2,000 consequences may take effect at a step; an event
    that brings itself about twice, by `later`, soon goes beyond that.
E623 forecast too large
    A forecast plays a thousand games for each option of a decision, to the end. It may take 200 MB of memory and 20
    thousand million operations.
E701 formula and start
    A metric has either a formula or a value to start with.
E702 neither formula nor start
    A metric has either a formula or a value to start with.
E703 formula with drift
    A metric with a formula is always exactly that; half_life, baseline and echo have no meaning there.
E704 half-life without baseline
    What drifts needs to know where to, and how fast: baseline and half_life go together.
E705 range upside down
    A range is [lowest, highest].
E706 value out of its range
    The value must lie in the range that is given with it.
E707 bands out of order
    Bands are listed from the lowest bound upwards, and within the range.
E708 draw neither uniform nor normal
    A draw has low and high, or mean and sd.
E709 probability out of bounds
    A probability or share lies between 0 and 1.
E710 number must be positive
    Here only a number above zero, or not below it, makes sense.
E801 urgent without a way out
    The clock stops until an urgent decision is answered, so one option must always be open: without `when` and without
    cost.
E802 jumps in a circle
    Decisions open one another at once and for ever, so time would stand still.
E803 last ending has a condition
    The last ending must hold always, so that each story has an end.
E804 endings that cannot be reached
    An ending without `when` holds always, so none after it can be reached.
E805 deck that draws nothing
    The weights of the cards and of `nothing` add up to zero.
E806 claim that claims nothing
    A target has an ending, event or option with a share, or a metric with a range.
E808 waits for ever
    `default` and `lapsed` count when a decision expires, so they need `expires`.
E809 nothing to choose
    A decision needs an option.
E810 time of no length
    Here a length of time must be more than zero.
E811 ending that comes at once
    An ending that is early and has no `when` ends the story at its first step.
E901 an edition changes words only
    An edition may replace texts and names, not numbers, ids, conditions or anything else that moves the story.
E902 edition without a place in the scenario
    An edition can only replace what the scenario has.
E903 no such edition
    An edition is a file editions/NAME.toml in the scenario's folder.
W201 may be left without words
    A title or label of variants has no words where none of its conditions holds. The game then shows the id of the
    thing; an {else} gives it words.
W202 no link
    It looks like a link and is none, so it is shown as it is written. A link is [words](https://address), with http or
    https, without blanks in the address and with its brackets in pairs. There are no images. \\[ is a bracket itself.
W501 never opened
    Nothing opens this decision: it has neither `at` nor `when`, and no `next` names it.
W502 never used
    Nothing uses this.
W503 always or never
    The condition does not depend on anything that changes in play.
W504 event that never happens
    It has neither `at`, `when` nor `chance`, and no `later` brings it about.
W505 no headline
    No metric has headline = true, so the desk has no large meters.
W506 name that is also a thing
    The argument of a function hides the thing with this id.
W507 no word for the lowest values
    The first band should begin at the lower end of the range.
W508 urgent and expiring
    An urgent decision stops the clock, so it is always answered and `expires` has no effect.
W509 default may be locked
    The option that counts when the decision expires has a condition, and there is no `lapsed` for the case that it is
    locked then.
W510 never affordable
    The option costs more than a refill of the budget gives, and what is left over is not kept.
W511 no step meets this moment
    Time moves in steps, and this moment, or this window, lies where none comes any more, or none at which the event is
    considered: one with `chance` is considered once a day, at its `hour` or at the first step.
N021 more problems than are shown
    Only the worst 200 problems are listed. Mend those first.
N601 another offset than the clock's
    The story has the offset of the clock's start from beginning to end, without summer time. A moment with another one
    is the same moment, and is shown at another hour than it is written with.
N602 end between two steps
    The last step is the last one that is not after the end, so the story ends before it.
N701 number without grounds
    Each number that drives the model should say on what it rests: why, source, support.
"""


def _parse(text: str) -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    code, title, explanation = "", "", []
    for line in [*text.strip().splitlines(), ""]:
        if line.startswith(" "):
            explanation.append(line.strip())
            continue
        if code:
            rules[code] = Rule(code, title, " ".join(explanation))
        code, _, title = line.partition(" ")
        explanation = []
    return rules


RULES = _parse(_RULES)
