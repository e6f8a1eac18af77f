"""Pure decisions about names, networks and the life of a session."""

import ipaddress
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta


def fold_username(typed: str) -> str:
    """A login name as it is stored: NFKC and case folded, without outer blanks (ＡdＭin → admin)."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def network_of(address: str | None) -> str:
    """The network that stands for an address when guesses are counted: IPv4 /24, IPv6 /64; empty if unknown."""
    if not address:
        return ""
    parsed = ipaddress.ip_address(address)
    return str(ipaddress.ip_network((parsed, 24 if parsed.version == 4 else 64), strict=False))  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session may rest, and how long it may last in all."""

    idle: timedelta
    absolute: timedelta


def session_left(limits: SessionLimits, started: datetime, seen: datetime, now: datetime) -> timedelta:
    """Time until the session ends if nothing more is done; zero or less when it has ended."""
    return min(seen + limits.idle, started + limits.absolute) - now
