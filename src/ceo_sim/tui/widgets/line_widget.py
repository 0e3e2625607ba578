"""A widget that draws its lines for the width that it has."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.strip import Strip
from textual.visual import Visual
from textual.widget import Widget

LONGEST_ORPHAN = 8
"""Cells of a word that does not stand alone on a last line."""
LEAST_BESIDE = 8
"""Cells that a text needs beside its head; where there are fewer, it goes on below."""


class LineWidget(Widget, inherit_bindings=False):
    """Draws its own lines; a subclass says what stands on them."""

    DEFAULT_CSS = "LineWidget { height: auto; }"

    def draw(self, width: int) -> list[Content]:
        """The lines, none wider than `width`."""
        raise NotImplementedError

    def changed(self, *, layout: bool = True) -> None:
        """Draw anew, after what is shown has changed; without layout if it is as high as before."""
        if not self.is_attached:
            return
        if layout:
            self.clear_cached_dimensions()
        self.refresh(layout=layout)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return max(1, len(self.draw(width))) if width > 0 else 1

    def render(self) -> Content:
        width = self.content_size.width
        return Content("\n").join(self.draw(width)) if width > 0 else Content("")

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # Textual 8.2 lays out the whole screen again where a new size may move what is inside: nothing is.
        return super()._size_updated(size, virtual_size, container_size, layout=False)


def strip_of(widget: Widget, line: Content, y: int) -> Strip:
    """One line of a widget's content, drawn by itself; `y` tells text selection where it stands."""
    [strip] = Visual.to_strips(widget, line, widget.content_size.width, 1, widget.visual_style)
    return strip.apply_offsets(0, y)


def justify(left: Content, right: Content, width: int, gap: int = 2) -> Content:
    """A line with something at each end; the left one gives way where there is not room for both."""
    room = width - right.cell_length
    if room < gap + 1:
        return left.truncate(width, ellipsis=True)
    left = left.truncate(room - gap, ellipsis=True)
    return Content.assemble(left, " " * (room - left.cell_length), right)


def at_word(content: Content, width: int) -> Content:
    """A line no wider than that, cut after a whole word if it has to be cut."""
    if content.cell_length <= width:
        return content
    drawn = content.truncate(max(1, width - 1)).plain
    end = len(drawn) - (not content.plain.startswith(drawn))  # half a wide letter is drawn as a blank
    if " " in drawn[:end] and not content.plain[end].isspace():
        end = drawn.rindex(" ", 0, end)
    return Content.assemble(content[:end].rstrip(), "…")


def in_column(text: str, width: int, *, right: bool = False) -> str:
    """A text filled up with blanks to so many cells, at its right, or at its left where it is set to the right."""
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def hanging_indent(head: Content, body: Content, width: int, indent: int | None = None) -> list[Content]:
    """Wrapped lines of which all but the first are indented: under the body, or by so much."""
    indent = head.cell_length if indent is None else indent
    if width - indent < LEAST_BESIDE:
        indent = 2
    room = max(LEAST_BESIDE, width - indent)
    if indent >= head.cell_length:
        lines = _without_orphan(body.wrap(room), room) or [Content("")]
        gap = " " * (indent - head.cell_length)
        return [Content.assemble(head, gap, lines[0]), *(Content.assemble(" " * indent, one) for one in lines[1:])]
    whole = Content.assemble(head, body)
    first = whole.wrap(max(LEAST_BESIDE, width))[0]
    cut = len(first.plain.rstrip())
    rest = whole[cut:]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    first, *others = _without_orphan([first, *(rest.wrap(room) if rest else [])], room)
    return [first, *(Content.assemble(" " * indent, one) for one in others)]


def _without_orphan(lines: list[Content], room: int) -> list[Content]:
    """Wrapped lines of which the last has two words at least, where it would be a short one alone."""
    if len(lines) < 2 or cell_len(lines[-1].plain.strip()) > LONGEST_ORPHAN or " " in lines[-1].plain.strip():
        return lines
    *before, above, last = lines
    above = above.rstrip()
    place = above.plain.rfind(" ")
    together = Content.assemble(above[place + 1 :], " ", last)
    if above[:place].cell_length < above.cell_length / 2 or together.cell_length > room:
        return lines
    return [*before, above[:place], together]
