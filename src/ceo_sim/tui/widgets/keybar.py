"""The last line of a screen: which keys do what here, each to be clicked as well."""

from __future__ import annotations

from typing import NamedTuple

from textual import events
from textual.content import Content
from textual.dom import DOMNode
from textual.geometry import Size
from textual.widget import Widget

KEPT = ("help", "command_palette")
"""What is shown at the end, after the way back, and never left out for want of room."""
GAP, NARROW_GAP = 3, 2


class Entry(NamedTuple):
    """A key, what it does in a word or two, the action and whose it is; `kept` where there is little room, too."""

    key: str
    words: str
    action: str
    node: DOMNode | None = None
    kept: bool = False


class KeyBar(Widget, inherit_bindings=False):
    """The keys of the screen and of what has the focus, as many as there is room for."""

    DEFAULT_CSS = """
    KeyBar { height: 1; background: $panel; color: $foreground; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()
        self._places: list[tuple[int, int, Entry]] = []
        self._under: str = ""

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _: self.look())
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """See which keys there are now, and draw them if they are others."""
        if self.is_attached and (entries := self._now()) != self._entries:
            self._entries = entries
            self.refresh()

    def _now(self) -> tuple[Entry, ...]:
        hint = getattr(self.screen, "digits_hint", "")
        digits, _, words = hint.partition(" ")
        digits_entry = [Entry(digits, words, "")] if hint else []
        found = self._found()
        at = getattr(self.screen, "digits_place", 0)
        return (*found[:at], *digits_entry, *found[at:])

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
            if entry.action and entry.action == self._under:
                styled = styled.stylize("underline")
            self._places.append((x, x + styled.cell_length, entry))
            x += styled.cell_length + gap
            parts.append(styled)
        return Content(" " * gap).join(parts)

    async def on_click(self, event: events.Click) -> None:
        entry = self._entry_at(event)
        if entry is not None and entry.action:
            event.stop()
            await self.app.run_action(entry.action, entry.node)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        entry = self._entry_at(event)
        self._hover(entry.action if entry else "")

    def on_leave(self) -> None:
        self._hover("")

    def _hover(self, action: str) -> None:
        if action != self._under:
            self._under = action
            self.refresh()

    def _entry_at(self, event: events.MouseEvent) -> Entry | None:
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        return next((entry for start, end, entry in self._places if start <= offset.x < end), None)

    def _found(self) -> list[Entry]:
        found: dict[str, Entry] = {}
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in found:
                kept = binding.key == "escape" or binding.action.removeprefix("app.") in KEPT
                key = self.app.get_key_display(binding)
                found[binding.action] = Entry(key, binding.description, binding.action, active.node, kept)
        return list(found.values())

    def _fitting(self, width: int) -> tuple[list[Entry], int]:
        """What there is room for, and the gap between: a narrow one rather than leave something out."""
        kept = [entry for entry in self._entries if entry.kept]
        first = [entry for entry in self._entries if not entry.kept]

        def needed(gap: int) -> int:
            return sum(len(entry.key) + len(entry.words) + 1 + gap for entry in first + kept) - gap

        while first and needed(NARROW_GAP) > width:
            first.pop()
        return first + kept, GAP if needed(GAP) <= width else NARROW_GAP
