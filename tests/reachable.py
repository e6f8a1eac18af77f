"""A folder for data of a database server that a test starts."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def reachable_folder() -> Iterator[Path]:
    """A temporary folder that another account may pass through, as root's server does.

    Not below pytest's own folders: every run of pytest closes their parent to other accounts.
    """
    with tempfile.TemporaryDirectory(prefix="shebao-tests-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder
