"""What `shebao user` does, one function a verb; it knows the models."""

import argparse
import getpass
import sys
from collections.abc import Callable

from django.conf import settings

from shebao.access import actions, queries
from shebao.access.entry import DOOR_OF_KIND, HOMES
from shebao.access.models import PostKind, User, UserKind
from shebao.audit.actions import Actor
from shebao.employers.models import Employer
from shebao.kernel import clock
from shebao.kernel.errors import NotFound, ShebaoError


def do(arguments: argparse.Namespace) -> int:
    """Carry out the verb; the exit code."""
    try:
        VERBS[arguments.verb](arguments)
    except ShebaoError as problem:
        sys.stderr.write(f"shebao user: {problem}\n")
        return 1
    return 0


def _create(arguments: argparse.Namespace) -> None:
    actions.create_user(
        _actor(),
        username=arguments.username,
        name=arguments.name,
        kind=UserKind(arguments.kind),
        identity_number=arguments.identity_number,
        mobile=arguments.mobile,
    )
    _link(arguments)


def _link(arguments: argparse.Namespace) -> None:
    user = _user(arguments.username)
    home = HOMES[DOOR_OF_KIND[UserKind(user.kind)]]
    print(f"{home}password/{user.pk}/{actions.password_link(_actor(), user.pk)}/")


def _disable(arguments: argparse.Namespace) -> None:
    actions.disable_user(_actor(), _user(arguments.username).pk)


def _enable(arguments: argparse.Namespace) -> None:
    actions.enable_user(_actor(), _user(arguments.username).pk)


def _provider(arguments: argparse.Namespace) -> None:
    actions.link_provider(_actor(), _user(arguments.username).pk, settings.OIDC_ISSUER, arguments.subject)


def _mandate(arguments: argparse.Namespace) -> None:
    user = _user(arguments.username)
    employer = Employer.objects.filter(credit_code=arguments.credit_code).first()
    if employer is None:
        raise NotFound(f"没有统一社会信用代码为 {arguments.credit_code} 的单位。")
    if arguments.end:
        actions.end_mandate(_actor(), user.pk, employer.pk, last_day=arguments.last or clock.today())
    else:
        first = arguments.first or clock.today()
        actions.grant_mandate(_actor(), user.pk, employer.pk, valid_from=first, valid_until=arguments.last)


def _post(arguments: argparse.Namespace) -> None:
    actions.grant_post(
        _actor(),
        _user(arguments.username).pk,
        district=arguments.district,
        kind=PostKind(arguments.kind),
        valid_from=arguments.first or clock.today(),
        valid_until=arguments.last,
    )


def _actor() -> Actor:
    """Whoever is logged in at the server, by the name of the operating system."""
    return Actor(kind="system", name=getpass.getuser()[:64], door="cli")


def _user(username: str) -> User:
    user = queries.user_named(username)
    if user is None:
        raise NotFound(f"没有用户名为 {username} 的账号。")
    return user


VERBS: dict[str, Callable[[argparse.Namespace], None]] = {
    "create": _create,
    "link": _link,
    "disable": _disable,
    "enable": _enable,
    "provider": _provider,
    "mandate": _mandate,
    "post": _post,
}
