"""`ceo-sim replay`: a save as a transcript."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import restored
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.engine.game import Game
    from ceo_sim.engine.people import ShownExhibit
    from ceo_sim.saves.reopen import ReopenedSave

HELP = "Print a save as a transcript: what happened, what was chosen and why."
EXAMPLES = """\
  ceo-sim replay saves/as_it_happened.toml
  ceo-sim replay the_post-2026-11-22-1815 --ledger
  ceo-sim replay the_post-2026-11-22-1815 --json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_save(parser)
    parser.add_argument("--ledger", action="store_true", help="also print every change of every metric")


def run(parsed: Namespace) -> int:
    """Replay the save and print its transcript."""
    save = restored(parsed)
    if parsed.json:
        print_json(_as_data(save))
    else:
        print_lines(_transcript(save))
        if parsed.ledger:
            print_lines(_ledger(save.game))
    return 0


def _as_data(save: ReopenedSave) -> dict[str, Any]:
    from ceo_sim.presentation.naming import entry_text

    game, info = save.game, save.game.program.scenario.info
    at = _moments(game)
    return {
        "scenario": info.id,
        "title": info.title,
        "version": info.version,
        "seed": game.seed,
        "mirror": save.save.mirror,
        "edition": save.save.edition,
        "made_up": _made_up(save),
        "reached": at(game.now),
        "ended": game.ended,
        "ending": game.ending.id if game.ending else None,
        "epilogues": {person.id: text for person, text in game.epilogues()} if game.ended else {},
        "notice": save.notice,
        "name": save.save.name,
        "note": save.save.note,
        "values": list(save.save.values),
        "answers": [
            {
                "at": at(answer.step),
                "decision": answer.decision,
                "option": answer.option,
                "reason": answer.reason,
                "check": answer.check,
                "predicted": dict(answer.predicted),
            }
            for answer in game.answers
        ],
        "consultations": [
            {"at": at(asked.step), "decision": asked.decision, "adviser": asked.adviser, "after": asked.after}
            for asked in game.consultations
        ],
        "injections": [
            {"at": at(thrown.step), "inject": thrown.inject, "after": thrown.after, "consulted": thrown.consulted}
            for thrown in game.injections
        ],
        "transcript": [
            {
                "at": at(entry.step),
                "kind": entry.kind,
                "cause": entry.cause,
                "title": entry.title,
                "text": entry_text(entry),
                "reason": entry.reason,
                "exhibits": list(map(_exhibit, entry.exhibits)),
            }
            for entry in game.entries
        ],
        "news": [
            {"at": at(item.step), "from": item.sender, "role": item.role, "text": item.text, "agree": item.agree}
            for item in game.news
        ],
        "ledger": [
            {
                "at": at(row.step),
                "metric": row.metric,
                "kind": row.kind,
                "cause": row.cause,
                "amount": row.amount,
                "value": row.value,
            }
            for row in game.ledger.rows
        ],
    }


def _made_up(save: ReopenedSave) -> dict[str, Any] | None:
    """What was set by hand; None for a play of the story."""
    state = save.save.made_up
    if state is None:
        return None
    at = state.at if isinstance(state.at, int) else state.at.isoformat()
    return {"at": at, "decision": state.decision, "values": dict(state.values)}


def _moments(game: Game) -> Any:
    """What turns a step into a date and time in ISO 8601, or into a turn."""

    def at(step: int) -> str | int:
        moment = game.timeline.moment(step)
        return moment if isinstance(moment, int) else moment.isoformat()

    return at


def _transcript(save: ReopenedSave) -> Iterator[str]:
    from ceo_sim.plain.render import rendered
    from ceo_sim.presentation import naming
    from ceo_sim.presentation.debrief.story import story_so_far

    game = save.game
    yield f"{game.program.scenario.info.title}, seed {game.seed}"
    if made_up := naming.made_up(game.program.scenario):
        yield made_up
    yield ""
    yield from rendered(story_so_far(game))
    yield ""
    yield from _ending(game)
    yield "Where it stands"
    for metric in game.program.scenario.metrics.values():
        if metric.shown != "never":
            yield f"{metric.name}: {formatting.figure(metric, game.course(metric.id)[-1])} {metric.unit}".rstrip()
    yield formatting.full_date(game.timeline, game.now) + "."


def _ending(game: Game) -> Iterator[str]:
    from ceo_sim.plain import lines

    if game.ending is not None:
        yield formatting.full_stop(game.fill(game.ending.title))
        yield from lines.paragraphs(game.fill(game.ending.text))
        yield ""


def _ledger(game: Game) -> Iterator[str]:
    at = _moments(game)
    rows = [("at", "metric", "amount", "value", "kind", "cause")]
    for row in game.ledger.rows:
        amount = "" if row.kind == "start" else f"{row.amount:+.3f}"
        rows.append((str(at(row.step)), row.metric, amount, f"{row.value:.3f}", row.kind, row.cause))
    yield ""
    yield from table(rows, right=[2, 3])


def _exhibit(shown: ShownExhibit) -> dict[str, str]:
    said = {"kind": shown.kind, "from": shown.sender, "role": shown.role, "at": shown.at}
    return said | {"text": shown.text, "note": shown.note}
