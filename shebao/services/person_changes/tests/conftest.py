import pytest

from shebao.access.models import PostKind, User
from shebao.employers.models import Employer
from shebao.services.enrolment.tests.desk import Registry
from shebao.services.person_changes.tests.office import Office, officer


@pytest.fixture
def office(employer: Employer, registry: Registry) -> Office:
    return Office(employer, registry)


@pytest.fixture
def officers(db: None) -> tuple[User, User]:
    """初审 and 复核 of the employer's district."""
    return officer(1), officer(2, PostKind.SECOND_REVIEW)
