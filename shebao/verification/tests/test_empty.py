"""Where nothing was filed yet, nothing is wrong."""

from shebao.verification.run import verify


def test_an_empty_database_passes(db: None) -> None:
    assert verify().exit_code == 0
