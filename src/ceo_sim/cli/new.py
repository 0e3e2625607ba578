"""`ceo-sim new`: a scenario to begin with."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import print_lines
from ceo_sim.errors import UserError

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

HELP = "Begin a scenario: a small one that works, with comments, or a copy of one that is there."
EXAMPLES = """\
  ceo-sim new my_story                       my_story.toml, and a play test in tests/my_story
  ceo-sim new my_story --folder              my_story/, with a file for each kind of thing
  ceo-sim new my_story --title "The Batch"
  ceo-sim new our_post --from the_post       a copy with its comments, under another id
"""
_SCHEMA = "#:schema"
TEMPLATE = Path(__file__).parents[1] / "template"
_ORDER = ("scenario", "model", "people", "decisions", "events", "endings")
"""Of the files of the template in one; a reader wants to know the people before they speak."""
_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")


class Unmade(UserError):
    """A scenario that cannot be begun as asked."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("name", metavar="NAME", help="its id, or the path of its file or folder, which ends in its id")
    parser.add_argument("--from", dest="source", metavar="SCENARIO", help="the scenario to copy")
    parser.add_argument("--title", help="its title")
    parser.add_argument("--folder", action="store_true", help="make a folder with several files")


def run(parsed: Namespace) -> int:
    """Write the files, if none of them is there, and say what to do with them."""
    from ceo_sim.scenario.scaffold import in_one, renamed

    path, id = _named(parsed.name)
    origin = TEMPLATE if parsed.source is None else _origin(parsed.source)
    loaded = playable(parsed.source or str(TEMPLATE))
    texts = renamed(_texts(loaded), id, _title(parsed, id), "" if parsed.source is None else _note(loaded))
    in_folder = parsed.folder or (parsed.source is not None and origin.is_dir())
    if in_folder and parsed.name.endswith(".toml"):
        raise Unmade(f"{parsed.name} would be a folder; leave out .toml")
    if in_folder:
        from ceo_sim.scenario.manifest import MAIN_FILE

        main = next(iter(texts))
        files = {path / (MAIN_FILE if name == main else name): text for name, text in texts.items()}
    else:
        path = path.with_suffix(".toml")
        if parsed.source is None:
            texts = {f"{name}.toml": texts[f"{name}.toml"] for name in _ORDER}
        files = {path: in_one(texts)}
    folder = origin if origin.is_dir() else origin.parent
    files = {file: _with_schema(text, folder, file.parent) for file, text in files.items()}
    files |= _companions(origin, path)
    _check(files, path)
    _check_id(id)
    for file, text in files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        places.write_atomically(file, text)
    print_lines([f"Written: {', '.join(map(str, files))}", "", "What to do with it:", *_next_steps(path)])
    return 0


def _named(name: str) -> tuple[Path, str]:
    """Where it is to lie, and its id."""
    path = places.expanded(name)
    id = path.stem if path.suffix == ".toml" else path.name
    if not _ID.fullmatch(id):
        raise Unmade(f'"{id or name}" cannot be an id; expected small letters, digits and _, such as my_story')
    return path, id


def _check_id(id: str) -> None:
    """Refuse the id of another scenario that is installed: a save would be of either."""
    from ceo_sim.library import installed

    taken = next((manifest for manifest in installed() if manifest.id == id), None)
    if taken is not None:
        raise Unmade(f'"{id}" is the id of {taken.title}, and saves name their scenario by it; choose another name')


def _title(parsed: Namespace, id: str) -> str | None:
    """The title that is asked for; that of a template is made of the id, that of a copy says that it is one."""
    if parsed.title is not None:
        from ceo_sim.scenario.characters import steering

        if not parsed.title.strip() or any(steering(parsed.title)) or "\n" in parsed.title:
            raise Unmade("a title needs words on one line, without control characters")
        return str(parsed.title)
    return id.replace("_", " ").capitalize() if parsed.source is not None else None


def _origin(named: str) -> Path:
    from ceo_sim.library import path_of

    return path_of(named)


def _texts(loaded: Loaded) -> dict[str, str]:
    """What stands in the files of a scenario, by their names, the main one first."""
    assert loaded.sources is not None, "it has no errors"
    return {Path(source.name).name: source.text for source in loaded.sources.sources}


def _note(loaded: Loaded) -> str:
    """What a copy says of the work that it is based on, as its licence asks for."""
    info = loaded.playable.info
    by = f" by {', '.join(info.authors)}" if info.authors else ""
    license = f", {info.license}" if info.license else ""
    return f"Based on {info.title} ({info.id} {info.version}){by}{license}."


def _companions(origin: Path, path: Path) -> dict[Path, str]:
    """The play tests and editions that lie beside a scenario, where they belong to the new one."""
    from ceo_sim.scenario.manifest import EDITIONS
    from ceo_sim.scenario.playtest_reader import folder_of_tests

    tests = path.parent / "tests" / path.stem if path.suffix == ".toml" else path / "tests"
    copied = {tests / file.name: file for file in sorted(folder_of_tests(origin).glob("*.toml"))}
    copied |= {path / EDITIONS / file.name: file for file in sorted((origin / EDITIONS).glob("*.toml"))}
    return {
        target: _with_schema(file.read_text(encoding="utf-8-sig"), file.parent, target.parent)
        for target, file in copied.items()
    }


def _with_schema(text: str, before: Path, after: Path) -> str:
    """A text that lay in one folder and is to lie in another, with the file that its `#:schema` names found from there.

    A name that leads to no file, and would only be an error in an editor, is left out; an address on the web stays.
    """
    line, _, rest = text.partition("\n")
    named = line.removeprefix(_SCHEMA).strip()
    if not line.startswith(_SCHEMA) or "://" in named:
        return text
    file = before / named
    try:
        # By real paths: `..` after a link leads elsewhere for an editor than for a string.
        place = os.path.relpath(os.path.realpath(file), os.path.realpath(after)) if file.is_file() else None
    except (OSError, ValueError):  # such as another drive
        place = None
    return rest if place is None else f"{_SCHEMA} {Path(place).as_posix()}\n{rest}"


def _check(files: dict[Path, str], path: Path) -> None:
    """Refuse to write over anything."""
    either = path.with_suffix(""), path.with_suffix(".toml")
    there = next((file for file in (*either, *files) if file.exists()), None)
    if there is not None:
        raise Unmade(f"{there} is there already, and nothing is written over it; choose another name")


def _next_steps(path: Path) -> list[str]:
    return [
        f"  ceo-sim play {path}       play it",
        f"  ceo-sim check {path}      what is wrong with it",
        f"  ceo-sim outline {path}    what comes when",
        f"  ceo-sim simulate {path}   10,000 plays, and whether your claims hold",
        f"  ceo-sim test {path}       its play tests",
    ]
