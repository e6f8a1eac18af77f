"""One platform for all stories of a run that need a running one and leave it to others."""

from collections.abc import Iterator

import pytest

from tests.browser.platform import Platform, fresh_database
from tests.reachable import reachable_folder


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    """The platform, started as a person would start it; on the given server where the run has one.

    Ends with a look at what its doors have logged.
    """
    with reachable_folder() as folder, fresh_database() as database:
        one = Platform(folder, database)
        try:
            one.wait()
            one.wait_for_stories()  # what they change would send a filing that is being confirmed back to checking
            yield one
        finally:
            one.stop()
