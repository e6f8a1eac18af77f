import pytest

from shebao.access.models import PostKind, User
from shebao.contributions.tests import town
from shebao.services.refunds.tests.office import Office, officer


@pytest.fixture
def office(db: None) -> Office:
    return Office(town.employer())


@pytest.fixture
def officers(db: None) -> tuple[User, User]:
    """初审 and 复核 of the employer's district."""
    return officer(1, PostKind.FIRST_REVIEW), officer(2, PostKind.SECOND_REVIEW)
