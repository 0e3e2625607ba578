"""What a user or a player can put right, as opposed to our own faults."""

from __future__ import annotations


class UserError(Exception):
    """Something that the user can put right; the text says in one line what is wrong and how."""


class IllegalMove(ValueError):
    """What a player asks for and a game does not allow now; the text says why, with the ids of the scenario."""
