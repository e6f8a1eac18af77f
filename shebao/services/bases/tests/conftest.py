from pathlib import Path

import pytest
from pytest_django import Settings

from shebao.employers.models import Employer
from shebao.services.bases.tests.office import Office
from shebao.services.enrolment.tests.desk import make_employer


@pytest.fixture(autouse=True)
def _files(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_STORE = tmp_path


@pytest.fixture
def employer(db: None) -> Employer:
    return make_employer("91110105MA00000011", "谨慎商贸有限公司")


@pytest.fixture
def office(employer: Employer) -> Office:
    """The clerk who declares the wages of the employer, on a day in the declaration window of 2024."""
    return Office(employer)
