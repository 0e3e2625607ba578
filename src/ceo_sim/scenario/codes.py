"""Every diagnostic there is: its code, how bad it is, and what it is called.

A code keeps its meaning for good; one that is no longer used is not given away again. The first letter says how bad:
E cannot be played, W can be but is hardly meant so, N is worth a thought.

A new code is a line here and a page `docs/diagnostics/CODE.md`; see `pages` for its form.
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
    """

    code: str
    title: str

    @property
    def severity(self) -> Severity:
        """How bad it is."""
        return _SEVERITIES[self.code[0]]


_TITLES = """
E001 file cannot be read
E002 not UTF-8
E003 file too large
E004 too many files
E005 link out of the folder
E006 not TOML
E007 no scenario here
E010 nested too deeply
E011 too many keys
E012 value too long
E020 defined twice
E100 not an expression
E101 expression too long
E102 expression does not make sense
E103 number out of bounds
E104 expression nested too deeply
E200 not a text
E201 text too long
E202 control character
E203 single brace
E204 {if} does not fit together
E205 {if} nested too deeply
E206 format not known
E207 too many values in a text
E208 no words
E301 unknown name
E302 number and condition mixed up
E303 function not known, or with the wrong number of arguments
E304 division by zero
E305 grows beyond all bounds
E306 takes too long
E307 functions in a circle
E308 altogether too many operations
E309 metrics in a circle
E310 not constant
E401 unknown key
E402 missing key
E403 wrong kind of value
E404 not one of the choices
E405 number not allowed
E406 not an id
E407 reserved id
E408 id used twice
E409 not a time
E410 date without a zone
E411 too many
E412 of a later format
E413 not a tag of a language
E501 nothing with this id
E502 effect on a metric with a formula
E503 value does not fit the variable
E504 survey of what is not surveyed
E601 no clock
E602 two clocks
E603 clock runs backwards
E604 step does not divide a day
E605 too many steps
E606 outside the clock
E607 wrong kind of time
E608 window upside down
E609 too much to follow
E610 echo too long
E611 beyond the calendar
E620 too many operations a day
E621 too much text at once
E622 too much happens at once
E623 forecast too large
E701 formula and start
E702 neither formula nor start
E703 formula with drift
E704 half-life without baseline
E705 range upside down
E706 value out of its range
E707 bands out of order
E708 draw neither uniform nor normal
E709 probability out of bounds
E710 number must be positive
E801 urgent without a way out
E802 jumps in a circle
E803 last ending has a condition
E804 endings that cannot be reached
E805 deck that draws nothing
E806 claim that claims nothing
E808 waits for ever
E809 nothing to choose
E810 time of no length
E811 ending that comes at once
E830 way out with a condition
E831 act without end
E832 stake without a threshold
E833 standing decision with a deadline
E901 an edition changes words only
E902 edition without a place in the scenario
E903 no such edition
W022 allowance without a reason
W023 allowance of what cannot be allowed
W201 may be left without words
W202 no link
W203 mark without its partner
W204 too long for the screen
W205 hard to read
W206 loaded word of the narrator
W207 real name outside the case file
W208 nearest to what is not said
W501 never opened
W502 never used
W503 always or never
W504 event that never happens
W505 no headline
W506 name that is also a thing
W507 no word for the lowest values
W508 urgent and expiring
W509 default may be locked
W510 never affordable
W511 no step meets this moment
W520 sender who may be meant for somebody
W521 advice from outside the room
W522 adviser who never speaks
W530 way out that is never taken
W531 nothing to hide
W532 stake that cannot be seen
W533 appears where it means nothing
W534 stake on which nothing hangs
W535 prediction that is not asked
W540 can never hold
W541 always holds
W542 variant that cannot be read
W543 variant that is always read
W544 all options may be locked
W545 ending that is never reached
W546 something else comes first
W547 hangs on what never happens
W548 out of bounds for some values
W549 no better on anything
W550 after the end
W551 baseline out of the range
W552 set to what is out of the range
W553 not a share
W560 acts out of order
W561 act that waits for a later one
W562 start of a first act
N021 more problems than are shown
N022 allowance that allows nothing
N401 id is not the name of the file
N535 more predictions than are asked
N601 another offset than the clock's
N602 end between two steps
N603 moment between two steps
N701 number without grounds
"""

RULES = {code: Rule(code, title) for code, _, title in (line.partition(" ") for line in _TITLES.strip().splitlines())}
