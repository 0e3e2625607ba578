"""What can be typed where."""

DESK_HELP = """\
A number opens what stands on your agenda. Then a number chooses an option; a reason may follow it on the same line.
n: let the day pass. nn: let days pass until something needs you.
desk: the whole desk. agenda: what waits. meters: each meter at length. why METRIC: what made a meter what it is.
feed: what was said lately (feed all: ever). story: what happened so far. advisers: who they are.
promises: what you promised, and by when.
q: save and leave. Your game is saved after every answer in any case."""
DECISION_HELP = """\
A number chooses an option; a reason may follow it on the same line, such as: 2 because it was promised.
b: back to the desk without deciding.
desk, agenda, meters, why METRIC, feed, story, advisers, promises: as on the desk.
q: save and leave."""
DEBRIEF_HELP = """\
story: what happened, with your reasons. meters: the course of each and what moved it. why METRIC: every cause of one.
real: your path beside the real one, with sources. questions: what to talk about.
all: all of this, with why for the large meters. q: leave."""
