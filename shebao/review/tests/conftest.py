"""The cast of the office's tests."""

from shebao.office.tests.conftest import _quick, clerk, employer, filings, foreign_officer, officer, work

__all__ = ["_quick", "clerk", "employer", "filings", "foreign_officer", "officer", "work"]
