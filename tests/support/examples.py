"""How many examples the properties take whose every example is costly, or cheap."""

from __future__ import annotations

from hypothesis import settings

USUAL = 100


def examples(most: int) -> int:
    """How many examples of `most` to take: the same part as the profile in use takes of Hypothesis's usual hundred."""
    profile = settings.get_profile(settings.get_current_profile_name())
    return max(1, most * profile.max_examples // USUAL)
