"""Accounts of the cast: clerks with mandates, officers with posts, insured persons. For demonstrations only."""

from datetime import date

from django.conf import settings
from django.contrib.auth.hashers import make_password

from city import cast
from shebao.access import actions
from shebao.access.models import PostKind, User, UserKind
from shebao.audit.actions import action
from shebao.employers.models import Employer
from shebao.generation.load import GENERATOR
from shebao.kernel.errors import NotAllowed

SINCE = date(2020, 1, 1)
_KINDS = {"clerk": UserKind.CLERK, "operator": UserKind.OPERATOR, "person": UserKind.PERSON}
_POSTS = {"officer": PostKind.FIRST_REVIEW, "supervisor": PostKind.SECOND_REVIEW, "auditor": PostKind.AUDITOR}
_AUDITORS_DISTRICT = "110105"


def open_accounts(password: str) -> None:
    """Make the accounts of everybody in `city.cast.ROLES`, all with one password.

    Raises NotAllowed unless the process is told that it is a demonstration (SHEBAO_DEMO=1).
    """
    if not settings.DEMO:
        raise NotAllowed("演示账号只能在演示环境(SHEBAO_DEMO=1)中建立。", code="not_a_demo")
    employers = dict(Employer.objects.values_list("credit_code", "pk"))
    hashed = make_password(password)  # takes long, as it is meant to
    for role in cast.ROLES:
        user = _open(role, hashed)
        for workplace in role.workplaces or ((_AUDITORS_DISTRICT,) if role.role == "auditor" else ()):
            if role.role == "clerk":
                actions.grant_mandate(GENERATOR, user.pk, employers[workplace], valid_from=SINCE)
            else:
                actions.grant_post(GENERATOR, user.pk, district=workplace, kind=_POSTS[role.role], valid_from=SINCE)


def _open(role: cast.Role, hashed: str) -> User:
    user = actions.create_user(
        GENERATOR,
        username=role.login,
        name=role.name,
        kind=_KINDS.get(role.role, UserKind.OFFICER),
        identity_number=role.number,
        mobile=role.mobile,
    )
    user.password = hashed
    with action(GENERATOR, "set_password", subject=f"user:{user.pk}"):
        user.save(update_fields=["password"])
    return user
