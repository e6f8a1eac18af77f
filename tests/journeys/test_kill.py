"""kill -9 in the middle of imports and deliveries: nothing is lost, nothing is doubled, the clerk sees what is true."""

from shebao.benches import killing
from shebao.benches.platform import Platform
from shebao.benches.stage import Stage


def test_nothing_is_lost_or_doubled_when_processes_are_killed(undisturbed: tuple[Stage, Platform]) -> None:
    found = killing.disturb(*undisturbed, 3, lines=150)
    assert sum(found["kills"].values()) == 3, found
    assert found["imports"] == 4, found
    assert (found["lines_lost"], found["lines_doubled"]) == (0, 0), found
    assert (found["messages_lost"], found["messages_doubled"], found["messages_unknown"]) == (0, 0, 0), found
    assert found["states_seen"] > 0, found
    assert not found["states_wrong"], found
    assert found["drained"], found
    assert found["verified"], found
