"""Rows of the page 「应缴核定」."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shebao.contributions.models import Run, RunKind
from shebao.contributions.texts import problem_words
from shebao.contributions.watching import Tally
from shebao.web import formats
from shebao.web.parts import Cell, Column, Row
from shebao.web.templatetags.page import badge

RUN_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("种类")),
    Column(gettext_lazy("单位"), "number"),
    Column(gettext_lazy("应缴记录"), "number"),
    Column(gettext_lazy("开始时间"), "date"),
    Column(gettext_lazy("完成时间"), "date"),
    Column(gettext_lazy("状态"), "state"),
)
TALLY_COLUMNS: Final = (
    Column(gettext_lazy("费款所属期"), "date"),
    Column(gettext_lazy("原因")),
    Column(gettext_lazy("条数"), "number"),
    Column(gettext_lazy("涉及单位"), "number"),
)


def run_rows(runs: Sequence[Run]) -> list[Row]:
    """Runs for a table with RUN_COLUMNS."""
    return [
        Row(
            (
                formats.month(run.month),
                RunKind(run.kind).label,
                Cell(formats.count(run.employers_done), sub=_("共 %(n)s") % {"n": formats.count(run.employers)}),
                formats.count(run.charges),
                formats.moment(run.started_at),
                formats.moment(run.finished_at),
                badge(_("已完成"), "success") if run.finished_at else badge(_("核定中"), "info"),
            )
        )
        for run in runs
    ]


def tally_rows(tallies: Sequence[Tally]) -> list[Row]:
    """Open problems for a table with TALLY_COLUMNS."""
    return [
        Row(
            (
                formats.month(tally.month),
                Cell(problem_words(tally.code).reason, sub=tally.detail or tally.code),
                formats.count(tally.number),
                formats.count(tally.employers),
            )
        )
        for tally in tallies
    ]
