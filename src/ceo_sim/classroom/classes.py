"""The classes of a server, by their codes; it takes none of what is needed to hold one along."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from ceo_sim.classroom.held import HeldClass


@define(eq=False)
class Classes:
    """The classes that a server holds."""

    held: list[HeldClass] = field(factory=list)

    async def find(self, code: str) -> HeldClass | None:
        """The class that has this code, or had it once; None if there is none."""
        by_code = next((each for each in self.held if each.room.code == code), None)
        return by_code or next((each for each in self.held if code in each.room.old_codes), None)


@define(eq=False)
class ComingClass(Classes):
    """The only class of a server that answers before its scenario is loaded: who asks for it waits until it is held."""

    _is_held: asyncio.Event = field(init=False, factory=asyncio.Event)

    def hold(self, held: HeldClass) -> None:
        """Let those who wait have it."""
        self.held.append(held)
        self._is_held.set()

    async def find(self, code: str) -> HeldClass | None:
        """The class, once it is held, if it has this code, or had it once; None if it has not."""
        await self._is_held.wait()
        return await super().find(code)
