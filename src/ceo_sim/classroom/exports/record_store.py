"""Sending statements to a learning record store (xAPI-Communication 1.0.3): in batches, each again if need be."""

from __future__ import annotations

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from ceo_sim.classroom.exports.xapi import VERSION, Statement
from ceo_sim.errors import UserError

BATCH = 50
PATIENCE = 20.0
"""Seconds for an answer."""
TRIES = (0.5, 2.0, 5.0)
"""Seconds between attempts; to send a statement again is harmless, as its id is made of what it says."""


class RecordStoreError(UserError):
    """A record store that does not take what it is sent."""


def send(
    endpoint: str,
    credentials: str,
    statements: Sequence[Statement],
    sleep: Callable[[float], object] = time.sleep,
) -> int:
    """Send statements, and count them.

    Args:
        endpoint: The address of the store, to which `/statements` is added.
        credentials: What the store gave as `key:secret`.
        statements: What is sent.
        sleep: Waits between attempts.

    Raises:
        RecordStoreError: It cannot be reached, or refuses them; those before may have been taken.
    """
    parts = urlsplit(endpoint)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RecordStoreError(f'"{endpoint}" is no address of a record store; expected https://HOST/PATH')
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise RecordStoreError("a record store elsewhere is sent to by https only, as the key would be read on the way")
    address = f"{endpoint.rstrip('/')}/statements"
    for start in range(0, len(statements), BATCH):
        _post(address, credentials, statements[start : start + BATCH], sleep)
    return len(statements)


def _post(address: str, credentials: str, batch: Sequence[Statement], sleep: Callable[[float], object]) -> None:
    request = urllib.request.Request(  # noqa: S310 - the scheme has been looked at
        address,
        data=json.dumps(list(batch)).encode(),
        headers={
            "Content-Type": "application/json",
            "X-Experience-API-Version": VERSION,
            "Authorization": f"Basic {base64.b64encode(credentials.encode()).decode()}",
        },
        method="POST",
    )
    for pause in (*TRIES, None):
        try:
            with _opener().open(request, timeout=PATIENCE):
                return
        except urllib.error.HTTPError as error:
            if error.code == 409:  # a store that has them already
                return
            if error.code < 500 or pause is None:
                raise RecordStoreError(
                    f"the record store answered {error.code} {error.reason}{_hint(error.code)}"
                ) from None
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            if pause is None:
                reason = getattr(error, "reason", error)
                raise RecordStoreError(f"the record store cannot be reached: {reason}") from None
        sleep(pause)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would take the key elsewhere."""

    def redirect_request(self, *_: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirect)


def _hint(code: int) -> str:
    return (
        "; check the key and the secret" if code in (401, 403) else "; check the address" if code in (404, 405) else ""
    )
