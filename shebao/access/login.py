"""Checking passwords: at most a few real checks an account, network and window, also when they come all at once.

One advisory lock in PostgreSQL for each user name stands around counting and checking, so that parallel guesses wait
for each other. Failures are counted by where they come from: the device, if it carries the cookie of an earlier login
of that user, else the network. Strangers have a limit on the whole account besides; a known device does not, so that
nobody can keep the account's owner out.
"""

import functools
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.http import HttpRequest

from shebao.access import queries
from shebao.access.cookies import Device
from shebao.access.models import LoginAttempt, User
from shebao.access.rules import fold_username, network_of
from shebao.access.transactions import entered
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.kernel import clock
from shebao.kernel.errors import Unavailable

log = structlog.get_logger("shebao.access")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `failures` wrong passwords within `window`."""

    failures: int
    window: timedelta


SOURCE_LIMIT = Limit(5, timedelta(minutes=15))
ACCOUNT_LIMITS = (Limit(20, timedelta(minutes=15)), Limit(100, timedelta(hours=24)))
NETWORK_LIMIT = Limit(100, timedelta(minutes=15))

# One argon2 check takes about 100 MB and a tenth of a second: more at a time would let strangers exhaust the machine.
PARALLEL_CHECKS = 2
CHECK_WAIT_SECONDS = 3.0
LOCK_WAIT = "3s"

_checking = threading.BoundedSemaphore(PARALLEL_CHECKS)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`user` when the password was right; `retry_at` when it was not even looked at, for too many wrong ones before."""

    user: User | None = None
    retry_at: datetime | None = None


def attempt(actor: Actor, username: str, password: str, *, device: Device | None, now: datetime) -> Outcome:
    """Check a password at `actor.door`, within the limits.

    An unknown, disabled or password-less account answers exactly as a wrong password does, after the same work.
    Commits its own transaction: the attempt stays on record whatever becomes of the request.
    Raises Unavailable when too many checks are under way; nothing has been counted then.
    """
    name = fold_username(username)[:64]
    with entered(actor.door), _alone(name):
        user = queries.user_named(name)
        source = _source(actor, user, device)
        retry_at = _locked_until(name, source, now)
        if retry_at is not None:
            _record(name, actor, source, "locked", now)
            return Outcome(retry_at=retry_at)
        passed = _verify(user, password)
        _record(name, actor, source, "passed" if passed else "failed", now)
        if not passed:
            audit.refuse(actor, "log_in", "wrong user name or password")
        return Outcome(user=user if passed else None)


class PasswordBackend(BaseBackend):
    """Django's way to check a password and to find the user of a session; it goes through the same limits."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_other: object
    ) -> User | None:
        """The user, or None when the password is wrong or may not be tried now."""
        if not isinstance(username, str) or not isinstance(password, str):
            return None
        actor = getattr(request, "actor", None) or Actor(kind="anonymous", name="", door="cli")
        return attempt(actor, username, password, device=None, now=clock.now()).user

    def get_user(self, user_id: int) -> User | None:
        """The user of a session."""
        return User.objects.filter(pk=user_id).first()


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """One at a time for a user name, to the end of the transaction; Unavailable if that takes too long."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select set_config('lock_timeout', %s, true)", [LOCK_WAIT])
            cursor.execute("select pg_advisory_xact_lock(hashtextextended('login:' || %s, 0))", [name])
    except OperationalError as error:
        raise _busy() from error
    yield


def _source(actor: Actor, user: User | None, device: Device | None) -> str:
    if user and device and device.user_id == user.pk:
        return f"device:{device.key}"
    return f"network:{network_of(actor.address)}"


def _locked_until(name: str, source: str, now: datetime) -> datetime | None:
    """When the next attempt may be made, if not now. Three small index scans."""
    failed = LoginAttempt.objects.filter(outcome="failed")
    here = failed.filter(username=name, source=source)
    passed = LoginAttempt.objects.filter(username=name, source=source, outcome="passed").order_by("-at").first()
    counted = [(here.filter(at__gt=passed.at) if passed else here, SOURCE_LIMIT)]
    if source.startswith("network:"):
        strangers = failed.filter(username=name, source__startswith="network:")
        counted += [(strangers, limit) for limit in ACCOUNT_LIMITS]
        counted.append((failed.filter(source=source), NETWORK_LIMIT))
    times = [_free_at(attempts, limit, now) for attempts, limit in counted]
    return max((time for time in times if time is not None), default=None)


def _free_at(attempts: QuerySet[LoginAttempt], limit: Limit, now: datetime) -> datetime | None:
    """When the oldest of the failures that fill the limit leaves the window; None if the limit is not reached."""
    recent = attempts.filter(at__gt=now - limit.window).order_by("-at").values_list("at", flat=True)
    oldest = list(recent[limit.failures - 1 : limit.failures])
    return oldest[0] + limit.window if oldest else None


def _verify(user: User | None, password: str) -> bool:
    known = user is not None and user.is_active and is_password_usable(user.password)
    encoded = user.password if user is not None and known else _nobodys_password()
    if not _checking.acquire(timeout=CHECK_WAIT_SECONDS):
        raise _busy()
    try:
        return check_password(password, encoded) and known
    finally:
        _checking.release()


@functools.cache
def _nobodys_password() -> str:
    return make_password(secrets.token_urlsafe())


def _record(name: str, actor: Actor, source: str, outcome: str, now: datetime) -> None:
    LoginAttempt.objects.create(username=name, address=actor.address, source=source, at=now, outcome=outcome)
    if outcome == "locked":
        log.warning("login refused by the limit", source=source.partition(":")[0])


def _busy() -> Unavailable:
    return Unavailable("当前登录人数较多，请稍后再试。", code="login_busy", remedy="请等待几秒后重新登录。")
