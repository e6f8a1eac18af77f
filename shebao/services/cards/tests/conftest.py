import pytest

from shebao.access.models import PostKind, User
from shebao.contributions.tests import town
from shebao.services.cards.tests.desk import Desk
from shebao.services.refunds.tests.office import officer as make_officer


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk(town.employer())


@pytest.fixture
def officer(db: None) -> User:
    """May decide for the employer's district."""
    return make_officer(1, PostKind.FIRST_REVIEW)
