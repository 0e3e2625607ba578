"""Under which address of this machine students find a class, and listening there and nowhere else."""

from __future__ import annotations

import contextlib
import socket
from ipaddress import ip_address

from ceo_sim.web import sockets

USUAL_PORT = 8080
BACKLOG = 4096
"""Connections that may wait to be taken up, as when a whole school opens the address at once."""
LOOPBACK = "127.0.0.1"
MANY_FILES = 16_384
"""Files and connections that a server asks the system for; many systems begin at 1,024, one for each student."""
_SOMEWHERE = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses for documentation, which nobody has: nothing is sent to them."""


def own_address() -> str:
    """The address of this machine in the network that it is in; that of itself alone if it is in none."""
    for address, family in _SOMEWHERE:
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as way:
            way.connect((address, 9))  # of a datagram this chooses the way, and sends nothing
            return str(way.getsockname()[0])
    return LOOPBACK


def is_loopback(address: str) -> bool:
    """Whether nobody but this machine can reach an address."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def listening(address: str, port: int | None) -> socket.socket:
    """A socket that listens; on the first free port from the usual one on if none is asked for.

    Raises:
        CannotListen: The port is taken, or there is no such address here.
    """
    remedy = "leave --address out to have one found, or name one of its own"
    return sockets.listening(address, port, USUAL_PORT, remedy, BACKLOG)


def names_of(address: str) -> frozenset[str]:
    """The names by which a server that listens at an address may be asked for."""
    own = {address}
    if is_loopback(address):
        return frozenset({*own, LOOPBACK, "::1", "localhost"})
    host = socket.gethostname().lower()
    own |= {host, f"{host}.local"}
    if address in ("0.0.0.0", "::"):  # noqa: S104 - only looked at
        own |= {LOOPBACK, "::1", "localhost", own_address()}
        with contextlib.suppress(OSError):
            own |= {str(info[4][0]) for info in socket.getaddrinfo(host, None)}
    return frozenset(own)


def url(address: str, port: int) -> str:
    """The address as a browser takes it, without a slash at its end."""
    host = own_address() if address in ("0.0.0.0", "::") else address  # noqa: S104 - only looked at
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def allow_many() -> None:
    """Let this process have as many connections open as the system allows, up to `MANY_FILES`."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MANY_FILES if hard == resource.RLIM_INFINITY else min(MANY_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
