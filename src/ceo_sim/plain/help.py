"""What can be typed where, a command a line, so that who listens can go from one to the next."""

_LOOKING = """\
meters: each meter at length. meters NAME: one of them.
why METRIC: what made a meter what it is. why METRIC all: down to the smallest cause.
feed: what was said lately. feed all: ever. feed NAME: by one sender.
story: what happened so far, with your reasons.
advisers: who they are, and what they say now.
who: everybody who has been mentioned, and what they last said. who NAME: one of them.
desk: the whole desk again. agenda: what waits. due: what is due, by date.
promises: what you promised, by when, and how it stands.
stakes: what can be lost, and how far off that is.
values: what you said you stand for.
answers: what you answered, numbered.
back N: change answer number N, in a new save; this one stays as it is.
predictions off: do not ask me for predictions. predictions on: do.
name TEXT: call this game something. note TEXT: keep a note with it."""
DESK_HELP = f"""\
A number opens what stands on your agenda, or can be done with free hours.
n: let time pass, until something needs you or there is something to tell.
d: let exactly one day pass.
{_LOOKING}
q: save and leave. Your game is saved after every answer in any case."""
GOING_ON_HELP = """\
An empty line lets time pass on, until something needs you or there is something to tell.
d: stop here, at your desk. Any other command does so too, and is then obeyed.
q: save and leave."""
DECISION_HELP = f"""\
A number chooses an option; a reason may follow it on the same line, such as: 2 because it was promised.
If none does, you are asked for one; an empty line gives none.
You may then say where you expect the large meters to be a day later. An empty line skips that.
forecast NAME, or o NAME: give time to an adviser's forecast of each option. forecast NAME all: of every meter.
forecast NAME endings: how often each ending came, with their names.
forecast: who gives one, and what it costs.
b: back to the desk without deciding.
{_LOOKING}
q: save and leave."""
DEBRIEF_HELP = """\
story: what happened, with your reasons, and what each day moved most, and why.
meters: the course of the large meters, and what moved them. meters NAME: of another. meters all: of each.
why METRIC: its causes with a running total. why METRIC all: down to the smallest.
values: what you said you stand for, beside what your choices favoured.
forecasts: your predictions and your advisers' forecasts, beside what came.
lenses N: your answer number N through the lenses, the best case for and against each option. lenses all: each answer.
real: your path beside the real one, with sources. real N: beside answer N.
whatif N OPTION: the story if answer N had been another. whatif N OPTION all: with every meter.
rivals N: the story if rival assumptions were right. rivals N all: with every meter.
questions: what to talk about.
roads: how else it could have ended, with odds.
card: a card of this game, to show to others. card picture: keep it as a picture beside the save.
report: how to make a page of this.
answers, feed, promises, advisers, who: as in the game.
back N: change answer number N, in a new save; this one stays as it is.
name TEXT: call this game something. note TEXT: keep a note with it.
all: everything that needs no choice of yours.
q: leave."""
VALUES_HELP = """\
Numbers pick values; an empty line picks none. Nothing in the story changes by it.
Once you have picked, or skipped this, help tells what else can be typed.
q: leave."""

_LEAVING = "q: leave; the option that you chose counts."
REASON_HELP = f"""\
Your reason is kept with your choice, shown to you afterwards, and never judged. An empty line gives none.
Where it is one of the words q, quit, exit, help or ?, type it behind the number of the option, such as: 2 help.
{_LEAVING}"""


def prediction_help(how: str) -> str:
    """What can be typed where a prediction is asked for; `how` says it of the prediction itself."""
    return f"{how}\noff: do not ask me again. Any other command skips this, and is then obeyed.\n{_LEAVING}"


_WORDS = """\
n next nn d day b back desk agenda due promises meters why who feed story history advisers values predictions
answers choices stakes name note forecast o whatif rivals lenses real forecasts questions report all debrief on
roads card"""
COMMANDS = frozenset(_WORDS.split())
"""Words that are commands somewhere: at a question that an empty line skips they skip it, and are then obeyed."""
WORDS = COMMANDS | {"trash", "restore", "export", "import", "folder", "endings"}
"""All words that are commands, at the title too."""
