from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support import postgresql


@pytest.fixture(scope="module")
def server() -> Iterator[postgresql.Cluster]:
    """A PostgreSQL of the tests' own."""
    with postgresql.cluster() as running:
        yield running
