"""The last line of a screen: which keys do what here, each to be clicked as well."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.widget import Widget

ALWAYS = ("help", "command_palette")
"""What is shown at the end, after the way back, and never left out for want of room."""
DIGITS = "digits"
"""What the entry of the digit keys is called among the needed ones; each does something else, so none is run."""
GAP, NARROW_GAP = 3, 2


class Entry(NamedTuple):
    """A key, what it does in a word or two, the action and whose it is; `always` where there is little room, too."""

    key: str
    words: str
    action: str
    node: DOMNode | None = None
    always: bool = False


class KeyBar(Widget, inherit_bindings=False):
    """The keys of the screen and of what has the focus, as many as there is room for."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._places: list[tuple[int, int, Entry]] = []
        self._under = ""
        """The action under the mouse."""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.look())
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """See which keys there are now, and draw them if they are others."""
        if self.is_attached and (entries := self._now()) != self._entries:
            self._entries = entries
            self.refresh()

    def _now(self) -> tuple[Entry, ...]:
        entries: dict[str, Entry] = {}
        also: tuple[str, ...] = getattr(self.screen, "also_shown", ())
        own_words: Mapping[str, str] = getattr(self.screen, "key_words", {})
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if (binding.show or binding.action in also) and active.enabled and binding.action not in entries:
                always = binding.key == "escape" or binding.action.removeprefix("app.") in ALWAYS
                key = self.app.get_key_display(binding)
                entries[binding.action] = Entry(
                    key, own_words.get(binding.action) or binding.description, binding.action, active.node, always
                )
        shown = sorted(entries.values(), key=lambda entry: entry.action in also)
        if hint := getattr(self.screen, "digits_hint", ""):
            digits, _, words = hint.partition(" ")
            shown.insert(getattr(self.screen, "digits_place", 0), Entry(digits, words, DIGITS))
        return tuple(shown)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        self._entries = self._entries or self._now()  # the first time a screen is drawn, all of it is there
        shown, gap = self._fitting(self.content_size.width)
        self._places = []
        parts: list[Content] = []
        x = 0
        for entry in shown:
            styled = Content.assemble((entry.key, "bold $accent"), " ", entry.words)
            is_under = entry.action == self._under
            parts.append(styled.stylize("underline") if is_under else styled)
            self._places.append((x, x + styled.cell_length, entry))
            x += styled.cell_length + gap
        return Content(" " * gap).join(parts)

    def _fitting(self, width: int) -> tuple[list[Entry], int]:
        """What there is room for, and the gap between: a narrow one rather than leave something out."""
        needed: tuple[str, ...] = getattr(self.screen, "needed_keys", ())
        entries = self._entries
        if _length([entry for entry in entries if entry.always or entry.action in needed], NARROW_GAP) > width:
            short: Mapping[str, str] = getattr(self.screen, "short_words", {})
            entries = tuple(entry._replace(words=short.get(entry.action, entry.words)) for entry in entries)
        always = [entry for entry in entries if entry.always]
        shown = list(always)
        others = [entry for entry in entries if not entry.always]
        for entry in (entry for action in needed for entry in others if entry.action == action):
            shown += [entry] if _length([*shown, entry], NARROW_GAP) <= width else []
        for entry in (entry for entry in others if entry.action not in needed):
            if _length([*shown, entry], NARROW_GAP) > width:
                break
            shown.append(entry)
        in_order = [entry for entry in others if entry in shown] + always
        return in_order, GAP if _length(shown, GAP) <= width else NARROW_GAP

    async def on_click(self, event: events.Click) -> None:
        entry = self._entry_at(event)
        if entry is not None and entry.action != DIGITS:
            event.stop()
            await self.app.run_action(entry.action, entry.node)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        entry = self._entry_at(event)
        self._hover(entry.action if entry and entry.action != DIGITS else "")

    def on_leave(self) -> None:
        self._hover("")

    def _hover(self, action: str) -> None:
        if action != self._under:
            self._under = action
            self.refresh()

    def _entry_at(self, event: events.MouseEvent) -> Entry | None:
        if (offset := event.get_content_offset(self)) is None:
            return None
        return next((entry for start, end, entry in self._places if start <= offset.x < end), None)


def _length(entries: Sequence[Entry], gap: int) -> int:
    """Columns of some entries with a gap between them."""
    return sum(cell_len(entry.key) + cell_len(entry.words) + 1 + gap for entry in entries) - gap
