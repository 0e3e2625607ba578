"""Reading a save that may be anything: damaged, from a later version, or hostile.

Nothing is written here. The first thing wrong is named exactly, with what can be salvaged.
"""

from __future__ import annotations

import codecs
import datetime as dt
import math
import re
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from ceo_sim.saves.format import (
    FORMAT,
    MAX_NOTE,
    MAX_SIZE,
    MAX_TEXT,
    SALVAGE,
    Moment,
    Save,
    SavedAnswer,
    SavedConsultation,
    SavedInjection,
    SavedMadeUpState,
    SaveError,
    checksum,
    tidy,
    tidy_name,
)
from ceo_sim.saves.migrations import migrate
from ceo_sim.saves.toml_subset import parse

MAX_WHOLE = 1 << 64
MAX_LINES = 150_000
"""A table that we write has a line for each 13 bytes at least; a file of blank lines has one for each byte."""

LONGEST_FORMAT = 9
"""Digits; a file from outside may have a number of any size there."""
_FORMAT = re.compile(rf"^format[ \t]*=[ \t]*(\d{{1,{LONGEST_FORMAT}}})[ \t]*(?:#.*)?$", re.MULTILINE)
_SCENARIO = re.compile(r"^[ \t]*\[scenario\]", re.MULTILINE)
"""The table that every scenario has and no save."""
_NUMBER = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?", re.ASCII)
_Data = dict[str, Any]
Thing = TypeVar("Thing")


def read(path: Path) -> Save:
    """Read a save.

    Raises:
        SaveError: It cannot be used as it is.
    """
    content = content_of(path).removeprefix(codecs.BOM_UTF8)
    damage = ""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8")
        damage = f"byte {error.start + 1} is not UTF-8 text"
    return _Reader(path).parse(text, damage)


def content_of(path: Path) -> bytes:
    """The bytes of a file that may be a save.

    Raises:
        SaveError: It is no file, too large, or cannot be read; it is never waited for.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SaveError(path, "is not a file", "name a save, such as those that `ceo-sim saves` lists")
        # Some files of the system grow while they are read.
        with path.open("rb") as file:
            content = b"" if status.st_size > MAX_SIZE else file.read(MAX_SIZE + 1)
    except FileNotFoundError:
        raise SaveError(path, "there is no such save", "`ceo-sim saves` lists those there are") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "the name is no file name"
        raise SaveError(path, f"cannot be read: {reason}", "see that you may read it") from None
    if (size := max(status.st_size, len(content))) > MAX_SIZE:
        raise SaveError(path, f"is too large for a save ({size:,} bytes)", f"at most {MAX_SIZE:,} are")
    return content


class _InvalidValueError(Exception):
    """A value that is not what it should be."""


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def parse(self, text: str, damage: str) -> Save:
        if not text.strip():
            self.fail("is no text" if damage else "is empty", None)
        text = text.replace("\r\n", "\n")
        self.check_format(text)
        if text.count("\n") > MAX_LINES:
            self.fail(f"has more than {MAX_LINES:,} lines", None)
        parsed = parse(text)
        if _SCENARIO.search(text):
            raise SaveError(self.path, "is a scenario and no save", f"`ceo-sim play {self.path}` plays it")
        if parsed.wrong_line:
            damage = damage or f"line {parsed.wrong_line} is not as a save is written"
        if damage:
            self.fail(f"is damaged: {damage}", self.leading(parsed.data))
        save = self.save(parsed.data)
        actual = checksum(text)
        if parsed.data.get("checksum", actual) != actual:
            self.fail("does not match its checksum: it is damaged; whoever changed it by hand removes that line", save)
        return save

    def check_format(self, text: str) -> None:
        """Refuse a save of a later format before anything else, as the rest of it may be written in another way."""
        match = _FORMAT.search(text)
        if match and int(match[1]) > FORMAT:
            problem = f"has format {int(match[1])}, and this ceo-sim knows formats up to {FORMAT}"
            raise SaveError(self.path, problem, "update ceo-sim to open it; the file is as it was")

    def fail(self, problem: str, salvageable: Save | None) -> NoReturn:
        if salvageable is None:
            remedy = "nothing of it can be kept"
        elif not salvageable.answers:
            remedy = f"only its seed can be kept, in a new file{SALVAGE}"
        else:
            count = len(salvageable.answers)
            first = "the first answer" if count == 1 else f"the first {count} answers"
            remedy = f"{first} can be kept, in a new file{SALVAGE}"
        raise SaveError(self.path, problem, remedy, salvageable)

    # ---- salvage --------------------------------------------------------------------------------------------

    def leading(self, data: _Data) -> Save | None:
        """A save of the leading answers that are whole, or None if not even the head is."""
        try:
            save = self.save(data)
        except SaveError as error:
            return error.salvageable
        return save.first(len(save.answers))

    # ---- structure ------------------------------------------------------------------------------------------

    def save(self, data: _Data) -> Save:
        data = self.migrated(data)
        try:
            head = _head(data)
            counts = [_whole(data, key, MAX_SIZE) for key in ("answers", "consultations", "injections")]
            tables = [_list(data, key) for key in ("answer", "consultation", "injection")]
        except _InvalidValueError as wrong:
            self.fail(str(wrong), None)
        answers, problem = _leading(tables[0], "answer", _saved_answer)
        consultations, wrong_asked = _leading(tables[1], "consultation", _saved_consultation)
        injections, wrong_thrown = _leading(tables[2], "injection", _saved_injection)
        save = head._replace(answers=answers, consultations=consultations, injections=injections)
        if problem := problem or wrong_asked or wrong_thrown or _missing(save, *counts):
            self.fail(problem, save.first(len(answers)))
        try:
            reached, step, ending = _reached(data)
        except _InvalidValueError as wrong:
            self.fail(f"reached: {wrong}", save.first(len(answers)))
        return save._replace(reached=reached, step=step, ending=ending)

    def migrated(self, data: _Data) -> _Data:
        version = data.get("format")
        if "scenario" not in data or "seed" not in data or version is None:
            self.fail("is not a save of ceo-sim: it has no format, scenario and seed", None)
        if not isinstance(version, int) or isinstance(version, bool):
            self.fail(f"has a format that is {_name(version)}, not a whole number", None)
        if not 0 <= version < 10**LONGEST_FORMAT:
            self.fail(f"has a format that is out of bounds; it should be from 1 to {FORMAT}", None)
        if version > FORMAT:
            self.check_format(f"format = {version}")
        try:
            return migrate(data, FORMAT)
        except (LookupError, TypeError, ValueError, AttributeError):
            self.fail(f"has format {version}, which cannot be brought up to format {FORMAT}", None)


def _leading(tables: list[Any], name: str, make: Callable[[_Data], Thing]) -> tuple[tuple[Thing, ...], str]:
    """What the tables hold up to the first that is wrong, and what is wrong with that one."""
    whole: list[Thing] = []
    for number, table in enumerate(tables, 1):
        try:
            if not isinstance(table, dict):
                raise _InvalidValueError(f"is {_name(table)}, not a table")
            whole.append(make(table))
        except _InvalidValueError as wrong:
            return tuple(whole), f"{name} {number}: {wrong}"
    return tuple(whole), ""


def _missing(save: Save, answers: int, consultations: int, injections: int) -> str:
    """What a save lacks that says how many answers and the like it has; empty if nothing."""
    for present, stated, name in (
        (save.answers, answers, "answers"),
        (save.consultations, consultations, "consultations"),
        (save.injections, injections, "injections"),
    ):
        if len(present) != stated:
            return f"is incomplete: it has {len(present)} of its {stated} {name}"
    for number, consulted in enumerate(save.consultations, 1):
        if consulted.after > answers:
            return f'consultation {number}: "after" is {consulted.after}, and there are {answers} answers'
    for number, thrown in enumerate(save.injections, 1):
        if thrown.after > answers:
            return f'injection {number}: "after" is {thrown.after}, and there are {answers} answers'
        if thrown.consulted > consultations:
            there_are = f"there are {consultations} consultations"
            return f'injection {number}: "consulted" is {thrown.consulted}, and {there_are}'
    return ""


def _head(data: _Data) -> Save:
    return Save(
        scenario=_text(data, "scenario"),
        title=_text(data, "title"),
        version=_text(data, "version"),
        fingerprint=_text(data, "fingerprint"),
        seed=_whole(data, "seed", MAX_WHOLE),
        mirror=_value(data, "mirror", bool, "true or false"),
        edition=_text(data, "edition") if "edition" in data else None,
        act=_text(data, "act") if "act" in data else None,
        assignment=_text(data, "assignment") if "assignment" in data else "",
        result=_text(data, "result") if "result" in data else "",
        created=_date(data, "created"),
        updated=_date(data, "updated"),
        reached=None,
        step=0,
        ending="",
        answers=(),
        name=tidy_name(_text(data, "name")),
        note=tidy(_text(data, "note"), MAX_NOTE),
        values=tuple(_value(data, "values", list, "a list of texts")),
        made_up=_made_up_state(data),
    )


def _made_up_state(data: _Data) -> SavedMadeUpState | None:
    if "made_up_state" not in data:
        return None
    table = _value(data, "made_up_state", dict, "a table")
    values = _value(table, "values", dict, "a table")
    numbers = tuple((id, _number_or_condition(id, written)) for id, written in values.items())
    return SavedMadeUpState(_moment(table, "at"), _text(table, "decision"), numbers)


def _number_or_condition(id: str, written: Any) -> float | bool:
    if written in ("true", "false"):
        return bool(written == "true")
    number = float(written) if isinstance(written, str) and _NUMBER.fullmatch(written) else math.nan
    if not math.isfinite(number):
        raise _InvalidValueError(f'"{id}" should be a number, "true" or "false", in quotes')
    return number


def _reached(data: _Data) -> tuple[Moment | None, int, str]:
    if "reached" not in data:
        return None, 0, ""
    table = _value(data, "reached", dict, "a table")
    return _moment(table, "at"), _whole(table, "step", 1_000_000), _text(table, "ending")


def _saved_answer(table: _Data) -> SavedAnswer:
    at, predicted = _moment(table, "at"), _value(table, "predicted", dict, "a table") if "predicted" in table else {}
    decision, option, reason, check = (_text(table, key) for key in ("decision", "option", "reason", "check"))
    return SavedAnswer(at, decision, option, reason, check, tuple(predicted.items()))


def _saved_consultation(table: _Data) -> SavedConsultation:
    after = _whole(table, "after", MAX_SIZE)
    return SavedConsultation(_moment(table, "at"), _text(table, "decision"), _text(table, "adviser"), after)


def _saved_injection(table: _Data) -> SavedInjection:
    after, consulted = (_whole(table, key, MAX_SIZE) for key in ("after", "consulted"))
    return SavedInjection(_moment(table, "at"), _text(table, "inject"), after, consulted)


def _value(table: _Data, key: str, type_: type, expected: str) -> Any:
    if key not in table:
        raise _InvalidValueError(f'"{key}" is missing; it should be {expected}')
    value = table[key]
    if type(value) is not type_:
        raise _InvalidValueError(f'"{key}" is {_name(value)}; it should be {expected}')
    return value


def _text(table: _Data, key: str) -> str:
    text: str = _value(table, key, str, "a text in quotes")
    return text[:MAX_TEXT]


def _whole(table: _Data, key: str, limit: int) -> int:
    number: int = _value(table, key, int, "a whole number")
    if not 0 <= number < limit:
        raise _InvalidValueError(f'"{key}" is out of bounds; it should be at least 0 and below {limit:,}')
    return number


def _list(data: _Data, key: str) -> list[Any]:
    items: list[Any] = _value(data, key, list, "a list of tables") if key in data else []
    return items


def _date(table: _Data, key: str) -> dt.datetime:
    expected = "a date and time with its zone, such as 2020-05-29T18:00:00-04:00"
    date: dt.datetime = _value(table, key, dt.datetime, expected)
    if date.tzinfo is None:
        raise _InvalidValueError(f'"{key}" has no zone; it should be {expected}')
    return date


def _moment(table: _Data, key: str) -> Moment:
    if type(table.get(key)) is int:
        return _whole(table, key, 1_000_000)
    return _date(table, key)


def _name(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a whole number",
        float: "a number",
        str: "a text",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), "a date")
