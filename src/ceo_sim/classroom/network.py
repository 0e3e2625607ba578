"""Under which address of this machine students find a class, and listening there and nowhere else."""

from __future__ import annotations

import contextlib
import errno
import socket
from ipaddress import ip_address

from ceo_sim.errors import UserError

USUAL_PORT = 8080
_TRIED = 20
"""Ports that are tried where none was asked for."""
BACKLOG = 4096
"""Connections that may wait to be taken up, as when a whole school opens the address at once."""
LOOPBACK = "127.0.0.1"
MANY_FILES = 16_384
"""Files and connections that a server asks the system for; many systems begin at 1,024, one for each student."""
_SOMEWHERE = (("192.0.2.1", socket.AF_INET), ("2001:db8::1", socket.AF_INET6))
"""Addresses for documentation, which nobody has: nothing is sent to them."""


class CannotListen(UserError):
    """An address that a server cannot have."""


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
    wanted = [port] if port is not None else [*range(USUAL_PORT, USUAL_PORT + _TRIED), 0]
    for number in wanted:
        try:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return socket.create_server((address, number), family=family, backlog=BACKLOG)
        except (OSError, UnicodeError) as error:
            if getattr(error, "errno", 0) == errno.EADDRINUSE and number != wanted[-1]:
                continue
            raise CannotListen(_why(address, number, error)) from None
    raise AssertionError


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


def _why(address: str, port: int, error: Exception) -> str:
    match getattr(error, "errno", 0):
        case errno.EADDRINUSE:
            return f"port {port} of {address} is taken; name another with --port, or leave it out to get a free one"
        case errno.EACCES:
            return f"port {port} may not be used by you; name one from 1024 on with --port, or leave it out"
    return (
        f"there is no address {address} on this machine; leave --address out to have one found, or name one of its own"
    )
