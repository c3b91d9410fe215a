"""Where a source may make the product connect to: public addresses, and those private ones that the operator has named. Pure.

Whoever may register a source must not reach through it what only the server can reach: its own ports, the neighbours in its network,
the metadata service of its cloud.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from xenia.connect.types.pulls import PullFault

IpAddress = IPv4Address | IPv6Address
NAT64 = IPv6Network("64:ff9b::/96")
CLOUD_SERVICES = frozenset({IPv4Address("168.63.129.16"), IPv4Address("192.0.0.192")})
"""Public by their number, but answered by the cloud's own host beside every virtual machine."""
QUERY_OPTIONS = frozenset({"sslmode", "application_name", "charset", "client_encoding", "service_name"})
"""What may follow `?` in the address of a database: nothing that names another host, a socket, or a file of this machine."""


def parse_address(text: str) -> IpAddress:
    """Returns the address, an IPv4 one inside an IPv6 one (mapped, NAT64, 6to4, Teredo) as what it is; raises ValueError."""
    address = ip_address(text.split("%")[0])
    if isinstance(address, IPv6Address):
        if address in NAT64:
            return IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else address)
    return address


def is_public(address: IpAddress) -> bool:
    """True where anybody on the internet has the same address: not private, loopback, link-local, shared, reserved or multicast."""
    return address.is_global and not address.is_multicast and not address.is_reserved and address not in CLOUD_SERVICES


def is_allowed(host: str, address: IpAddress, allowed: Iterable[str]) -> bool:
    """True for a public address, and for one that `allowed` names by host, address or network."""
    return is_public(address) or any(_names(entry, host, address) for entry in allowed)


def reachable(host: str, found: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Returns the addresses to connect to. One that is not allowed among them refuses the host: it would be the one that is tried next.

    Raises PullFault, which names the host and never the address: that would be a map of the network inside.
    """
    entries, texts = tuple(allowed), list(dict.fromkeys(found))
    if not texts:
        raise unresolved(host)
    if not all(is_allowed(host, parse_address(text), entries) for text in texts):
        raise PullFault(
            "host_not_allowed",
            f"{host} lies in a private network; give a public address, or have the host added to XENIA_ALLOWED_PRIVATE_HOSTS.",
            f"{host} 位于内部网络；请填写公网地址，或请管理员将其加入 XENIA_ALLOWED_PRIVATE_HOSTS。",
        )
    return texts


def unresolved(host: str) -> PullFault:
    """The fault of a host that no name server knows."""
    return PullFault(
        "host_unknown",
        f"No address is known for the host {host!r}; check its spelling.",
        f"无法解析主机“{host}”；请检查拼写。",
    )


def require_options(names: Iterable[str]) -> None:
    """Raises PullFault for an option of a database address that could lead elsewhere than its host."""
    unknown = sorted(set(names) - QUERY_OPTIONS)
    if unknown:
        raise PullFault(
            "database_option_refused",
            f"The option {unknown[0]!r} may not stand in a database address; use {', '.join(sorted(QUERY_OPTIONS))}.",
            f"数据库地址中不能使用选项“{unknown[0]}”；可用：{'、'.join(sorted(QUERY_OPTIONS))}。",
        )


def _names(entry: str, host: str, address: IpAddress) -> bool:
    try:
        return address in ip_network(entry, strict=False)
    except ValueError:
        return entry.lower().rstrip(".") == host.lower().rstrip(".")
