"""What officers look up in their districts, and what operators watch: notices of all employers, runs, problems."""

from typing import NamedTuple

from django.db.models import Count, Q

from shebao.contributions.models import Notice, NoticeState, Problem, Run
from shebao.kernel.months import Month

MAX_SEARCH = 64


class Tally(NamedTuple):
    """How often a month could not be assessed for one reason, and how many employers that concerns."""

    month: int
    code: str
    detail: str
    number: int
    employers: int


def notices(
    *, month: Month | None = None, state: str = "", search: str = "", before: int | None = None, size: int = 50
) -> list[Notice]:
    """Notices that the user may see, newest first, older than id ``before``.

    ``search`` is a notice's number, an employer's credit code, or a part of its name.
    """
    found = Notice.objects.select_related("employer")
    if month is not None:
        found = found.filter(month=int(month))
    if state in NoticeState.values:
        found = found.filter(state=state)
    text = search.replace("\x00", "").strip()[:MAX_SEARCH]
    if text:
        found = found.filter(Q(number=text) | Q(employer__credit_code=text.upper()) | Q(employer__name__contains=text))
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def notice(number: str) -> Notice | None:
    """The notice of that number, if the user may see it."""
    return Notice.objects.select_related("employer").filter(number=number).first()


def runs(*, before: int | None = None, size: int = 50) -> list[Run]:
    """What made entries, newest first, older than id ``before``."""
    found = Run.objects.all() if before is None else Run.objects.filter(pk__lt=before)
    return list(found.order_by("-pk")[:size])


def tallies(size: int = 200) -> list[Tally]:
    """Open problems counted by month and reason, the newest month first; no personal data."""
    found = Problem.objects.filter(closed_at=None).values_list("month", "code", "detail")
    counted = found.annotate(number=Count("pk"), employers=Count("employer_id", distinct=True))
    return [Tally(*row) for row in counted.order_by("-month", "-number", "code", "detail")[:size]]
