"""Writes about accounts: each opens its own audit action. Who may call them is for the door or command to say."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import IntegrityError
from django.db.models import F

from shebao.access import login, passwords
from shebao.access.models import Mandate, Post, PostKind, User, UserKind
from shebao.access.rules import fold_username
from shebao.audit import actions as audit
from shebao.audit.actions import Actor
from shebao.employers.models import Employer
from shebao.kernel.errors import Conflict, Invalid, NotFound, TooMany

_links = PasswordResetTokenGenerator()


def create_user(
    actor: Actor, *, username: str, name: str, kind: UserKind, identity_number: str = "", mobile: str = ""
) -> User:
    """A new account without a password; its owner sets one by the link of `password_link`.

    Raises Invalid (field username or name) for an empty or over-long text, Conflict when the login name is taken,
    also in other case or width.
    """
    folded = fold_username(username)
    for field, text in (("username", folded), ("name", name)):
        if not 1 <= len(text) <= 64 or not text.isprintable():  # noqa: PLR2004 (width of both columns)
            raise Invalid("用户名和姓名须为 1 到 64 个可见字符。", code=f"{field}_length", field=field)
    user = User(username=folded, name=name, kind=kind, identity_number=identity_number, mobile=mobile)
    user.set_unusable_password()
    try:
        with audit.action(actor, "create_user", details={"kind": str(kind)}):
            user.save()
    except IntegrityError as error:
        raise Conflict("该用户名已被使用。", code="username_taken", remedy="请换一个用户名。") from error
    return user


def password_link(actor: Actor, user_id: int) -> str:
    """A one-time token with which the account's owner sets her password herself within three days."""
    user = _user(user_id)
    with audit.action(actor, "offer_password_link", subject=f"user:{user_id}"):
        return _links.make_token(user)


def user_of_link(user_id: int, token: str) -> User | None:
    """The user whom a one-time link is for, while it holds."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return user if user is not None and _links.check_token(user, token) else None


def set_password_by_link(actor: Actor, user_id: int, token: str, new: str) -> User:
    """Set the password with a one-time link; it is void afterwards. Raises NotFound for a void link, Invalid."""
    user = user_of_link(user_id, token)
    if user is None:
        raise NotFound("此链接已失效。", code="link_void", remedy="请联系管理员重新获取设置密码的链接。")
    return _set_password(actor, user, new)


def change_password(actor: Actor, user_id: int, old: str, new: str, *, now: datetime) -> User:
    """The user changes her own password; all her sessions end.

    Guesses at the old one count as failed logins do. Raises Invalid with the field `old` or `new`, TooMany.
    """
    user = _user(user_id)
    if actor.user_id != user_id:
        raise NotFound
    outcome = login.attempt(actor, user.username, old, device=None, now=now)
    if outcome.retry_at is not None:
        raise TooMany("密码输错次数过多。", code="login_locked", remedy="请十五分钟后再试。")
    if outcome.user is None:
        raise Invalid("原密码不正确。", code="wrong_password", remedy="请重新输入原密码。", field="old")
    return _set_password(actor, user, new)


def disable_user(actor: Actor, user_id: int) -> None:
    """The account can no longer be used; its sessions end before their next request."""
    _change_account(actor, user_id, "disable_user", active=False)


def enable_user(actor: Actor, user_id: int) -> None:
    """The account can be used again."""
    _change_account(actor, user_id, "enable_user", active=True)


def link_provider(actor: Actor, user_id: int, issuer: str, subject: str) -> None:
    """Tie the account to a subject of an OpenID provider. Raises Conflict when another account has it."""
    try:
        with audit.action(actor, "link_provider", subject=f"user:{user_id}"):
            _changed(User.objects.filter(pk=user_id).update(oidc_subject=provider_key(issuer, subject)))
    except IntegrityError as error:
        raise Conflict("该身份已绑定其他账号。", code="subject_taken") from error


def provider_key(issuer: str, subject: str) -> str:
    """Issuer and subject as they stand in `User.oidc_subject`."""
    return f"{issuer.rstrip('/')}#{subject}"


def grant_mandate(
    actor: Actor, user_id: int, employer_id: int, *, valid_from: date, valid_until: date | None = None
) -> Mandate:
    """The clerk may act for the employer between two days.

    Raises NotFound, Invalid when the days are the wrong way round, Conflict when an open mandate exists.
    """
    if not User.objects.filter(pk=user_id, kind=UserKind.CLERK).exists():
        raise NotFound
    if not Employer.objects.filter(pk=employer_id).exists():
        raise NotFound
    _check_days(valid_from, valid_until)
    try:
        with audit.action(actor.acting_for(employer_id), "grant_mandate", subject=f"user:{user_id}"):
            return Mandate.objects.create(
                user_id=user_id, employer_id=employer_id, valid_from=valid_from, valid_until=valid_until
            )
    except IntegrityError as error:
        raise Conflict("该经办人已有此单位的授权。", code="mandate_open", remedy="请先结束原有授权。") from error


def end_mandate(actor: Actor, user_id: int, employer_id: int, *, last_day: date) -> None:
    """Mandates of the clerk for the employer end with `last_day`; each request checks, so no session need end."""
    open_ones = Mandate.objects.filter(user_id=user_id, employer_id=employer_id).exclude(valid_until__lte=last_day)
    with audit.action(actor.acting_for(employer_id), "end_mandate", subject=f"user:{user_id}"):
        _changed(open_ones.update(valid_until=last_day))


def grant_post(
    actor: Actor, user_id: int, *, district: str, kind: PostKind, valid_from: date, valid_until: date | None = None
) -> Post:
    """The officer holds a post between two days; her sessions end, so that she works with the new rights."""
    if not User.objects.filter(pk=user_id, kind=UserKind.OFFICER).exists():
        raise NotFound
    _check_days(valid_from, valid_until)
    with audit.action(
        actor, "grant_post", subject=f"user:{user_id}", details={"district": district, "post": str(kind)}
    ):
        post = Post.objects.create(
            user_id=user_id, district=district, kind=kind, valid_from=valid_from, valid_until=valid_until
        )
        _end_sessions(user_id)
    return post


def end_post(actor: Actor, post_id: int, *, last_day: date) -> None:
    """The post ends with `last_day`, and the officer's sessions at once."""
    post = Post.objects.filter(pk=post_id).first()
    if post is None:
        raise NotFound
    with audit.action(actor, "end_post", subject=f"post:{post_id}"):
        Post.objects.filter(pk=post_id).update(valid_until=last_day)
        _end_sessions(post.user_id)


def _set_password(actor: Actor, user: User, new: str) -> User:
    problems = passwords.weaknesses(new, passwords.PROFILES[settings.PASSWORD_PROFILE], _about(user))
    if problems:
        raise Invalid("".join(problems), code="weak_password", remedy="请重新设置密码。", field="new")
    user.set_password(new)
    user.session_epoch += 1
    with audit.action(actor, "set_password", subject=f"user:{user.pk}"):
        user.save(update_fields=["password", "session_epoch"])
    return user


def _about(user: User) -> list[str]:
    """Words an acquaintance would try: the account's own, and names and codes of the employers she serves."""
    words = [user.username, user.name, user.mobile, user.identity_number]
    if user.kind == UserKind.CLERK:  # the other doors read no mandates
        employers = Employer.objects.filter(mandate__user=user).values_list("name", "credit_code")
        words += [word for pair in employers for word in pair]
    return words


def _change_account(actor: Actor, user_id: int, verb: str, *, active: bool) -> None:
    with audit.action(actor, verb, subject=f"user:{user_id}"):
        _changed(User.objects.filter(pk=user_id).update(is_active=active))
        _end_sessions(user_id)


def _end_sessions(user_id: int) -> None:
    User.objects.filter(pk=user_id).update(session_epoch=F("session_epoch") + 1)


def _changed(rows: int) -> None:
    if not rows:
        raise NotFound


def _user(user_id: int) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NotFound
    return user


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise Invalid("结束日期早于开始日期。", code="days_reversed", field="valid_until")
