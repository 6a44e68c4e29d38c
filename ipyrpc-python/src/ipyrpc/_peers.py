"""Which servers a client asks about pointers: its own, and those that the user named. Nothing is looked up."""

from __future__ import annotations

import ipaddress
import re
from typing import Any, Iterable, List, Mapping, Optional, Set, Tuple, Union
from urllib.parse import urlsplit

_SCHEME = re.compile(r"[a-z][a-z0-9]{0,15}")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,254}")
_PATH = re.compile(r"/data/([A-Za-z0-9_-]{1,64})/[A-Za-z0-9_-]{1,64}")

_Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
_Server = Tuple[str, str, int]


def server_of(path: str) -> Optional[str]:
    """The id of the server's process in a pointer's path, or None if it is no pointer's path."""
    found = _PATH.fullmatch(path)
    return found.group(1) if found else None


def _literal(host: str) -> Optional[_Address]:
    """An address that is written as numbers, or None."""
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped if mapped is not None else address


def _server(scheme: str, host: str, port: int) -> _Server:
    address = _literal(host)
    return scheme.lower(), host.strip("[]").lower() if address is None else str(address), port


def address_of(members: Mapping[str, Any]) -> Optional[str]:
    """The URL of a pointer's server, or None where its parts make none."""
    host, port = members["host"], members["port"]
    if not _SCHEME.fullmatch(members["protocol"]) or not 0 < port < 1 << 16:
        return None
    if _literal(host) is None and not _NAME.fullmatch(host):
        return None
    return f"{members['protocol']}://{f'[{host}]' if ':' in host else host}:{port}"


def is_at(members: Mapping[str, Any], url: str) -> bool:
    """Whether a pointer names the server of that URL, as text."""
    parts = urlsplit(url)
    return _server_of(members) == _server(parts.scheme, parts.hostname or "", parts.port or 0)


def _server_of(members: Mapping[str, Any]) -> _Server:
    return _server(members["protocol"], members["host"], members["port"])


class Peers:
    """The servers, by scheme, host and port, and networks of literal addresses. Immutable.

    Raises ValueError for an entry that is neither ``scheme://host:port`` nor a network such as ``10.0.0.0/8``.
    """

    def __init__(self, entries: Union[None, str, Iterable[str]]) -> None:
        self._servers: Set[_Server] = set()
        self._networks: List[Union[ipaddress.IPv4Network, ipaddress.IPv6Network]] = []
        for entry in [entries] if isinstance(entries, str) else entries or ():
            self._add(entry)

    def _add(self, entry: str) -> None:
        try:
            if "://" in entry:
                parts = urlsplit(entry)
                if parts.hostname and parts.port and not (parts.path or parts.query or parts.fragment or parts.username):
                    self._servers.add(_server(parts.scheme, parts.hostname, parts.port))
                    return
            else:
                self._networks.append(ipaddress.ip_network(entry, strict=False))
                return
        except (ValueError, TypeError):
            pass
        raise ValueError(
            f"peers has {entry!r}, must be scheme://host:port, or a network of addresses such as 10.0.0.0/8 or fd00::/8"
        )

    def allow(self, members: Mapping[str, Any]) -> bool:
        """Whether that pointer's server may be connected to."""
        if _server_of(members) in self._servers:
            return True
        address = _literal(members["host"])
        return address is not None and any(address in network for network in self._networks)
