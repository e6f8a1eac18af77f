"""Where this checkout and its data are."""

import os
from pathlib import Path

DATABASE_URL = "DATABASE_URL"
ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """The folder of everything the platform keeps: SHEBAO_DATA, else .data in the checkout."""
    return Path(os.environ.get("SHEBAO_DATA") or ROOT / ".data").expanduser().resolve()
