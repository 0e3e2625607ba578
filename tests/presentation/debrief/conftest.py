from __future__ import annotations

from tests.support.debriefs import flagship, post, tutorial, two

__all__ = ["flagship", "post", "tutorial", "two"]
