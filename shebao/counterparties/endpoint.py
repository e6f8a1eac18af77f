"""Where a counterparty is and how to speak to it."""

from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from shebao.counterparties.failures import Misconfigured

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One counterparty. Times in seconds; `total_timeout` bounds a whole call, however slowly its bytes arrive."""

    name: str
    base_url: str
    own_key_path: Path
    their_key_path: Path
    allowed_hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    sender: str = "shebao"
    connect_timeout: float = 2.0
    read_timeout: float = 20.0
    total_timeout: float = 60.0
    max_connections: int = 4
    max_reply_bytes: int = 32 * MEBIBYTE

    def checked_base(self) -> str:
        """The address without a trailing slash.

        Raises Misconfigured unless the host is on the list and the scheme is https (http only to this machine).
        """
        parts = urlsplit(self.base_url)
        host = parts.hostname or ""
        if parts.username or parts.password or parts.query or parts.fragment or host not in self.allowed_hosts:
            raise Misconfigured("host_not_allowed", f"{self.name}: {host or 'no host'}")
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_loopback(host)):
            raise Misconfigured("scheme_not_allowed", f"{self.name}: {parts.scheme}")
        return self.base_url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
