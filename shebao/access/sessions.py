"""The life of a login session: its start, its limits, its end."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

from shebao.access.models import User
from shebao.access.rules import SessionLimits, session_left

STARTED, SEEN, EPOCH, DOOR, EMPLOYER = ("shebao_started", "shebao_seen", "shebao_epoch", "shebao_door", "employer")
# The moment of last use is written at most this often, so that reading pages costs no write.
NOTED_EVERY = timedelta(seconds=20)


def begin(session: SessionBase, user: User, door: str, now: datetime) -> None:
    """Note when and through which door the user logged in; Django has given the session its new id."""
    session[STARTED] = session[SEEN] = int(now.timestamp())
    session[EPOCH] = user.session_epoch
    session[DOOR] = door
    session.pop(EMPLOYER, None)


def user_id_in(session: SessionBase) -> int | None:
    """The user whom the session names; whether it still holds is for `why_ended` to say."""
    try:
        return int(session[SESSION_KEY])
    except (KeyError, ValueError):
        return None


def why_ended(session: SessionBase, user: User | None, now: datetime) -> str:
    """Why the session no longer holds: idle, absolute, or changed (account or role); empty while it holds.

    `user` is the user of the session as the database knows her now, None if her password has changed since.
    """
    if user is None or not user.is_active or session.get(EPOCH) != user.session_epoch:
        return "changed"
    if left(session, now) > timedelta(0):
        return ""
    started = _moment(session, STARTED)
    return "absolute" if now >= started + _limits(session).absolute else "idle"


def left(session: SessionBase, now: datetime) -> timedelta:
    """Time until the session ends if nothing more is done."""
    return session_left(_limits(session), _moment(session, STARTED), _moment(session, SEEN), now)


def note_use(session: SessionBase, now: datetime) -> None:
    """The user did something: the idle time begins anew; the absolute limit stays."""
    if now - _moment(session, SEEN) >= NOTED_EVERY:
        session[SEEN] = int(now.timestamp())


def _moment(session: SessionBase, key: str) -> datetime:
    return datetime.fromtimestamp(session.get(key, 0), UTC)


def _limits(session: SessionBase) -> SessionLimits:
    door = session.get(DOOR, "office")
    return SessionLimits(
        idle=timedelta(minutes=settings.SESSION_IDLE_MINUTES[door]),
        absolute=timedelta(hours=settings.SESSION_HOURS[door]),
    )
