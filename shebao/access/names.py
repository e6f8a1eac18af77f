"""How the account's own pages are called at each door: the portal's plainly, those of the others with a prefix."""

from django.urls import reverse

PREFIXES = {"portal": "", "office": "office-", "personal": "personal-"}


def url_name(door: str, page: str) -> str:
    """The url name of an account's page (`login`, `kept`, …) at a door."""
    return f"{PREFIXES.get(door, '')}{page}"


def place(door: str, page: str) -> str:
    """Its address."""
    return reverse(url_name(door, page))
