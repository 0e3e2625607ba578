"""What a user can put right, as opposed to our own faults."""

from __future__ import annotations


class UserError(Exception):
    """Something that the user can put right; the text says in one line what is wrong and how."""
