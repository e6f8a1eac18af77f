"""Employers with notices that were issued, and payments for them."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from django.db import connection

from shebao.audit.actions import Actor, action
from shebao.collection.models import Mismatch
from shebao.collection.rules import Arrival
from shebao.collection.telling import tell_tax
from shebao.contributions.models import Charge, Kind, Mode, Notice, NoticeLine, NoticeState, Tariff
from shebao.employers.models import Employer
from shebao.kernel.clock import SHANGHAI
from shebao.kernel.months import Month
from shebao.law import law
from shebao.law.collection_calendar import due_on

SYSTEM = Actor.system("tests", door="cli")
NOW = datetime(2024, 6, 3, 9, 0, tzinfo=SHANGHAI)
_serial = count(1)

Line = tuple[int, str, int, int]
"""Person, scheme, employer's and personal share in fen."""

LINES: tuple[Line, ...] = ((1, "110", 144_000, 72_000), (1, "210", 4_500, 4_500), (2, "110", 101_216, 50_608))


def employer(serial: int | None = None) -> Employer:
    """An employer of its own."""
    number = serial or next(_serial)
    with action(SYSTEM, "set the scene"):
        return Employer.objects.create(
            credit_code=f"91110105MB{number:07d}X", name=f"迟安餐饮管理有限公司{number}", district="110105",
            unit_type="10", injury_class=2, registered_on=date(2010, 1, 1),
        )  # fmt: skip


def tariff(month: int, *, deferred: bool = False) -> int:
    """A tariff; its rates do not matter here."""
    with action(SYSTEM, "set the scene"):
        return Tariff.objects.create(
            month=month, scheme="110", lower=1, upper=99_999, employer_ppm=160_000, personal_ppm=80_000,
            deferred=deferred, law={},
        ).pk  # fmt: skip


def notice(
    whose: Employer,
    month: int = 202403,
    lines: Sequence[Line] = LINES,
    *,
    state: str = NoticeState.ISSUED,
    mode: str = Mode.ASSESSED,
    replaces: Notice | None = None,
    deferred: bool = False,
    kind: str = Kind.REGULAR,
    tell: bool = True,
    now: datetime = NOW,
) -> Notice:
    """An issued notice with its entries; where it replaces one, the sums repeat the other's, as contributions do it."""
    terms = tariff(month, deferred=deferred)
    with action(SYSTEM, "set the scene"):
        seq = Notice.objects.filter(employer=whose, month=month).count() + 1
        employer_fen = sum(line[2] for line in lines) + (replaces.employer_fen if replaces else 0)
        made = Notice.objects.create(
            number=f"{whose.credit_code[10:17]}{month}{seq:02d}", employer=whose, month=month, seq=seq, mode=mode,
            state=state, replaces=replaces.pk if replaces else None, persons=len({line[0] for line in lines}),
            employer_fen=employer_fen,
            personal_fen=sum(line[3] for line in lines) + (replaces.personal_fen if replaces else 0),
            deferred_fen=employer_fen if deferred else 0,
            issued_at=now, due_on=due_on(law(), Month.from_int(month)),
        )  # fmt: skip
        if replaces:
            Notice.objects.filter(pk=replaces.pk).update(state=NoticeState.REPLACED)
        _entries(made, lines, terms, seq, kind)
    if tell:
        tell_tax(SYSTEM, employers=[whose.pk], month=Month.from_int(month))
    made.refresh_from_db()
    return made


def _entries(made: Notice, lines: Sequence[Line], terms: int, entry: int, kind: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select shebao_open_month(%s)", [made.month])
    Charge.objects.bulk_create(
        Charge(
            person_id=person,
            employer_id=made.employer_id,
            contract_id=person,
            notice_id=made.pk,
            run_id=1,
            wage_fen=900_000,
            month=made.month,
            base=9_000,
            employer_fen=employer_fen,
            personal_fen=personal_fen,
            tariff_id=terms,
            entry=entry,
            scheme=scheme,
            kind=kind,
        )
        for person, scheme, employer_fen, personal_fen in lines
    )
    for scheme in sorted({line[1] for line in lines}):
        chosen = [line for line in lines if line[1] == scheme]
        NoticeLine.objects.create(
            notice_id=made.pk, scheme=scheme, persons=len(chosen), base_sum=9_000 * len(chosen),
            employer_fen=sum(line[2] for line in chosen), personal_fen=sum(line[3] for line in chosen),
        )  # fmt: skip


def due_fen(of: Notice) -> int:
    """What a notice asks for."""
    return of.employer_fen + of.personal_fen - of.deferred_fen


def arrival(of: Notice, receipt: str = "", paid_on: date = date(2024, 4, 20), late: int = 0, **more: Any) -> Arrival:
    """A payment of a notice that fits, unless told otherwise."""
    principal = more.pop("principal_fen", due_fen(of))
    told = {
        "receipt": receipt or f"R{next(_serial)}", "notice": of.number, "employer_code": of.employer.credit_code,
        "paid_on": paid_on, "principal_fen": principal, "late_fee_fen": late, "amount_fen": principal + late,
    }  # fmt: skip
    return Arrival(**{**told, **more})


def kinds() -> list[str]:
    """Kinds of the mismatches, oldest first."""
    return list(Mismatch.objects.order_by("pk").values_list("kind", flat=True))


def told(whose: Employer) -> list[tuple[Any, ...]]:
    """What tax was told about an employer: kind, number, sequence, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select kind, payload ->> 'notice', payload ->> 'replaces', sequence from outbox_message"
            " where system = 'tax' and employer_id = %s order by id",
            [whose.pk],
        )
        return list(cursor.fetchall())
