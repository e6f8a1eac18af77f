"""Doors find a port, the wanted one if it is free."""

from shebao.cli.ports import listen, port_of


def test_a_taken_port_is_passed_over_in_steps_of_ten() -> None:
    with listen(0) as free:
        preferred = port_of(free)
        if preferred > 65_000:
            preferred = 20_009
    with listen(preferred) as first, listen(preferred) as second:
        assert port_of(second) > port_of(first)
        assert (port_of(second) - port_of(first)) % 10 == 0


def test_two_doors_never_get_one_port() -> None:
    with listen(8000) as first, listen(8000) as second, listen(8000) as third:
        assert len({port_of(first), port_of(second), port_of(third)}) == 3
