from pathlib import Path

import pytest
from pytest_django import Settings

from shebao.access import actions as access
from shebao.access.models import PostKind, User, UserKind
from shebao.employers.models import Employer
from shebao.services.enrolment.tests.desk import LONG_AGO, SYSTEM, Desk, Pension, Registry, make_employer


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_STORE = tmp_path


@pytest.fixture
def registry() -> Registry:
    """Shared government data that knows everybody under the name asked for, unless told otherwise."""
    return Registry()


@pytest.fixture
def pension() -> Pension:
    """A national pension system in which nobody is insured elsewhere, unless told otherwise."""
    return Pension()


@pytest.fixture
def employer(db: None) -> Employer:
    return make_employer("91110105MA00000011", "谨慎商贸有限公司")


@pytest.fixture
def desk(employer: Employer, registry: Registry, pension: Pension) -> Desk:
    return Desk(employer, registry, pension)


@pytest.fixture
def other_desk(db: None, registry: Registry, pension: Pension) -> Desk:
    """A clerk of another employer."""
    return Desk(make_employer("91110105MA00000022", "外人科技有限公司"), registry, pension, user_id=1_000_002)


@pytest.fixture
def officer(db: None) -> User:
    """May decide for the district of both employers."""
    user = access.create_user(
        SYSTEM, username="wang.fang", name="王芳", kind=UserKind.OFFICER, identity_number="110105197001011238"
    )
    access.grant_post(SYSTEM, user.pk, district="110105", kind=PostKind.FIRST_REVIEW, valid_from=LONG_AGO)
    return user
