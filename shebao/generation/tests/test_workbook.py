from datetime import date

from shebao.generation.workbook import MISTAKES, rows, wrong_lines

TODAY = date(2026, 12, 31)


def test_one_line_in_a_hundred_is_wrong_in_turn() -> None:
    lines = 100 * (len(MISTAKES) + 1)
    found = list(rows(1, 3_000, lines, TODAY))
    assert len(found) == lines
    assert wrong_lines(lines) == len(MISTAKES) + 1
    distinct = {row["document_number"] for row in found}
    assert len(distinct) == lines - 1  # one mistake is to file somebody twice


def test_the_month_after_december_is_january() -> None:
    months = {row["insured_from"] for row in rows(1, 3_000, 1_200, TODAY)}
    assert months == {"2026-12", "2027-01"}


def test_wrong_lines_are_counted_from_the_first_hundred() -> None:
    assert [wrong_lines(lines) for lines in (1, 7, 8, 107, 108, 1_000)] == [0, 0, 1, 1, 2, 10]
