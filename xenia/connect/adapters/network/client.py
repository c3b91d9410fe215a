"""The one way out: a host is resolved once, every address it has is checked, and the connection goes to what was checked.

Resolving again while connecting would let a name server answer differently the second time (DNS rebinding).
"""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from xenia.connect.rules.addresses import reachable, unresolved

Resolver = Callable[[str, int], list[str]]


def resolve(host: str, port: int) -> list[str]:
    """Returns every address the machine knows for the host, as it would connect to them; raises PullFault where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as unknown:
        raise unresolved(host) from unknown
    return [str(entry[4][0]) for entry in found]


def checked(host: str, port: int, private_hosts: tuple[str, ...], resolver: Resolver = resolve) -> list[str]:
    """Returns the addresses to connect to; raises PullFault where the host is unknown or not allowed."""
    return reachable(host, resolver(host, port), private_hosts)


def connect(host: str, port: int, private_hosts: tuple[str, ...], *, timeout: float, resolver: Resolver = resolve) -> socket.socket:
    """Returns a socket to the first checked address that answers; raises PullFault or the last OSError."""
    refused: OSError = OSError(f"{host} has no address")
    for address in checked(host, port, private_hosts, resolver):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError as error:
            refused = error
    raise refused


def aiohttp_resolver(private_hosts: tuple[str, ...]) -> Any:
    """What an aiohttp client asks for addresses in place of the machine: the checked ones and no others."""
    from aiohttp.abc import AbstractResolver

    class Checked(AbstractResolver):  # type: ignore[misc] # there only with the extra s3
        async def resolve(self, host: str, port: int = 0, family: int = socket.AF_INET) -> list[dict[str, Any]]:
            return list(_entries(host, port, checked(host, port, private_hosts)))

        async def close(self) -> None:
            """Holds nothing."""

    return Checked()


def _entries(host: str, port: int, addresses: list[str]) -> Iterator[dict[str, Any]]:
    for address in addresses:
        with suppress(OSError):
            family, _, protocol, _, _ = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)[0]
            yield {
                "hostname": host,
                "host": address,
                "port": port,
                "family": family,
                "proto": protocol,
                "flags": socket.AI_NUMERICHOST,
            }
