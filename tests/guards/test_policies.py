"""No view without a policy: whoever adds one is told here, not by a stranger."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

from shebao.access import policy


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the platform with its pattern."""
    for entry in resolver.url_patterns:
        address = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from patterns(entry, address)
        else:
            yield address, entry


def test_every_view_declares_its_policy() -> None:
    found = list(patterns(get_resolver()))
    assert len(found) > 10
    assert [address for address, pattern in found if policy.of(pattern.callback) is None] == []


def test_every_view_hangs_at_a_door_of_its_policy() -> None:
    def door(address: str) -> str:
        first = address.lstrip("^").split("/", 1)[0]
        return first if first in ("office", "personal", "gateway") else "portal"

    declared = [(address, policy.of(pattern.callback)) for address, pattern in patterns(get_resolver())]
    assert [address for address, one in declared if one and door(address) not in one.doors] == []


def test_public_views_say_why() -> None:
    declared = [(address, policy.of(pattern.callback)) for address, pattern in patterns(get_resolver())]
    assert [address for address, one in declared if one and one.who == "public" and len(one.reason) < 5] == []


def test_the_door_stands_behind_session_and_csrf_check() -> None:
    order = [name.rpartition(".")[2] for name in settings.MIDDLEWARE]
    door = order.index("DoorMiddleware")
    before = ("SessionMiddleware", "CsrfViewMiddleware", "AuthenticationMiddleware", "MessageMiddleware")
    assert all(order.index(name) < door for name in before)
    assert order[door + 1 :] == ["KnownErrors"]


def test_a_view_cannot_declare_two_policies() -> None:
    @policy.signed_in
    def view() -> HttpResponse:
        return HttpResponse()

    with pytest.raises(TypeError):
        policy.public(reason="contradicts")(view)
