"""The clerks of the race: `python -m shebao.benches racing_clerks PAIRS CITY`; prints one JSON object."""

import json
import sys
import time
from datetime import datetime
from itertools import islice
from statistics import median
from typing import Any

from django.db import connection, transaction

from shebao.audit.models import Action
from shebao.benches.filing import CLERK
from shebao.benches.stage import SEED
from shebao.declarations import actions
from shebao.declarations.models import Declaration, Finding, State
from shebao.employers.models import Employer
from shebao.generation.workbook import Row, applicants, payload_of, row_of
from shebao.kernel import clock
from shebao.services.registration import actions as registration

WAIT_SECONDS = 120.0
_LOOK_SECONDS = 0.1
Pair = tuple[int, int]
_LOSER_TOLD = ("insured_elsewhere_now", "insured_elsewhere")


def main(words: list[str]) -> None:
    """Race, and print what came out."""
    pairs, city = (int(word) for word in words)
    sys.stdout.write(json.dumps(race(pairs, city)) + "\n")


def race(pairs: int, city: int) -> dict[str, Any]:
    """File everybody twice, confirm both filings of a pair at once, wait for the workers, and look."""
    filed = _file(pairs, city)
    flat = [declaration for pair in filed for declaration in pair]
    _wait(flat)
    deadlocks = _deadlocks()
    for pair in filed:
        _confirm(pair)
    _wait(flat)
    return {**_look(filed), "deadlocks": _deadlocks() - deadlocks}


def _file(pairs: int, city: int) -> list[Pair]:

    today = clock.today()
    employers = list(Employer.objects.order_by("pk").values_list("pk", flat=True)[:40])
    people = islice(applicants(SEED, city, today), pairs)
    return [
        (
            _submit(employers[2 * place % len(employers)], row_of(person, place, today)),
            _submit(employers[(2 * place + 1) % len(employers)], row_of(person, place, today)),
        )
        for place, person in enumerate(people)
    ]


def _submit(employer_id: int, row: Row) -> int:

    key = f"race {row['document_number']}"
    begun = actions.begin(
        CLERK, service="enrolment", employer_id=employer_id, single=True, client_key=key, now=clock.now()
    )
    actions.save(CLERK, begun.pk, payload_of(row), now=clock.now())
    return actions.submit(CLERK, begun.pk, now=clock.now()).pk


def _confirm(pair: Pair) -> None:

    with transaction.atomic():
        for declaration in Declaration.objects.filter(pk__in=pair).order_by("pk"):
            registration.confirm(CLERK, declaration.pk, declaration.content_version, now=clock.now())


def _wait(declarations: list[int]) -> None:
    """Until the workers have nothing to do with these any more, or the time is up."""
    waiting = Declaration.objects.filter(pk__in=declarations, next_step__isnull=False)
    ends = time.monotonic() + WAIT_SECONDS
    while waiting.exists() and time.monotonic() < ends:
        time.sleep(_LOOK_SECONDS)


def _look(filed: list[Pair]) -> dict[str, Any]:

    flat = [declaration for pair in filed for declaration in pair]
    found = Declaration.objects.in_bulk(flat)
    told = set(
        Finding.objects.filter(declaration__in=flat, code__in=_LOSER_TOLD).values_list("declaration_id", flat=True)
    )
    winners = [[pk for pk in pair if found[pk].state == State.EFFECTIVE] for pair in filed]
    losers = [[pk for pk in pair if found[pk].state == State.FAILED and pk in told] for pair in filed]
    return {
        "one_winner": sum(len(won) == 1 for won in winners),
        "findings_for_loser": sum(len(lost) == 1 for lost in losers),
        "errors": sum(bool(each.step_attempts) or each.next_step is not None for each in found.values()),
        "starts_apart_ms": _apart(filed),
        "p99_ms": _p99([(each.confirmed_at, each.finished_at) for each in found.values()]),
    }


def _apart(filed: list[Pair]) -> int:
    """Median of the milliseconds between the moments at which a pair's two filings began to take effect."""
    flat = [f"declaration:{declaration}" for pair in filed for declaration in pair]
    begun = dict(Action.objects.filter(verb="register", subject__in=flat).values_list("subject", "at"))
    spans = [abs(begun[f"declaration:{one}"] - begun[f"declaration:{other}"]) for one, other in filed]
    return round(1000 * median(span.total_seconds() for span in spans))


def _p99(spans: list[tuple[datetime | None, datetime | None]]) -> int | None:
    seconds = sorted((end - begin).total_seconds() for begin, end in spans if begin and end)
    return round(1000 * seconds[int(0.99 * (len(seconds) - 1))]) if seconds else None


def _deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute("select deadlocks from pg_stat_database where datname = current_database()")
        return int(cursor.fetchone()[0])
