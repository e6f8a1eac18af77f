from pathlib import Path

import pytest
from pytest_django import Settings

from shebao.employers.models import Employer
from shebao.services.enrolment.tests.desk import make_employer
from shebao.services.supplements.tests.office import Office


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_STORE = tmp_path


@pytest.fixture
def employer(db: None) -> Employer:
    return make_employer("91110105MA00000011", "谨慎商贸有限公司")


@pytest.fixture
def office(employer: Employer) -> Office:
    """The clerk who makes up months for the employer, on a day in November 2023."""
    return Office(employer)


@pytest.fixture
def neighbour(db: None) -> Office:
    """A clerk of another employer."""
    return Office(make_employer("91110105MA00000022", "外人科技有限公司"))
