"""Waiting and batch sizes."""

from datetime import timedelta

from shebao.exchange.rules import BATCH, ask_after, batch_size, failures_after, pause, together

HOUR = timedelta(hours=1)


def test_pauses_double_up_to_the_longest_and_are_spread() -> None:
    assert [pause(failures, HOUR, 1).total_seconds() for failures in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert pause(1, HOUR, 0).total_seconds() == 0.5
    assert pause(10_000, HOUR, 1) == HOUR
    assert HOUR / 2 < pause(10_000, HOUR, 0.3) < HOUR


def test_batches_shrink_to_one_message() -> None:
    assert [batch_size(failures) for failures in (0, 1, 2, 9, 10, 10_000)] == [BATCH, 500, 250, 1, 1, 1]


def test_asking_waits_twice_as_long_each_time() -> None:
    assert [ask_after(HOUR, asked) / HOUR for asked in (0, 1, 2, 3)] == [1, 2, 4, 8]


def test_success_makes_good_half_of_the_failures() -> None:
    assert [failures_after(failures, failed=True) for failures in (0, 1, 100)] == [1, 2, 20]
    assert [failures_after(failures, failed=False) for failures in (0, 1, 5)] == [0, 0, 2]


def test_what_failed_is_tried_in_small_company_and_holds_nobody_up() -> None:
    fresh = [0] * 1_500
    assert together(fresh) == list(range(1_000))
    assert together([20, *fresh]) == [0]
    assert together([0, 20, *fresh])[:3] == [0, 2, 3]
    assert len(together([2] * 600)) == 250
    assert len(together([0, 2, *fresh])) == 250
    assert together([]) == []
