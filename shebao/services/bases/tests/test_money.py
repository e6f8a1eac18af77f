"""What declared wages do to what is owed: previews, differences of assessed months, 110 percent of the undeclared."""

from datetime import UTC, datetime
from random import Random

import pytest

from shebao.contributions import actions as contributions
from shebao.contributions.models import Charge
from shebao.contributions.queries import charged
from shebao.employment.models import Contract
from shebao.kernel.errors import Conflict
from shebao.kernel.months import Month
from shebao.notices.models import Notice
from shebao.services.bases.models import WageLine
from shebao.services.bases.tests.office import (
    AFTER_THE_WINDOW,
    IN_THE_WINDOW,
    JULY,
    Office,
    row,
    spans,
    workbook,
)
from shebao.services.bases.undeclared import assess_undeclared
from shebao.services.enrolment.tests.desk import SYSTEM

pytestmark = pytest.mark.django_db

JUNE_MONTH, JULY_MONTH, AUGUST_MONTH = (Month(2024, number) for number in (6, 7, 8))


def owed(contract: Contract, month: Month) -> tuple[int, int]:
    """Both shares of a month over all its entries, fen."""
    sums = [one for one in charged([contract.pk], month) if one.month == month]
    return sum(one.employer_fen for one in sums), sum(one.personal_fen for one in sums)


def generate(contracts: list[Contract], month: Month, now: datetime = IN_THE_WINDOW) -> None:
    contributions.generate(SYSTEM, contracts=[one.pk for one in contracts], month=month, now=now)


def last_bases(contract: Contract, month: Month) -> set[int]:
    """The bases that hold in a month."""
    rows = Charge.objects.filter(contract_id=contract.pk, month=int(month)).order_by("scheme", "entry")
    return set(dict(rows.values_list("scheme", "base")).values())


def test_the_preview_is_what_is_entered(office: Office) -> None:
    (one,) = office.employ(1, wage=800_000)
    checked = office.by_page({one: "9876.54"})
    (line,) = WageLine.objects.filter(declaration_id=checked.pk)
    office.confirm(checked)
    generate([one], JULY_MONTH)
    assert owed(one, JULY_MONTH) == (line.employer_after_fen, line.personal_after_fen)
    assert last_bases(one, JULY_MONTH) == {9877}


def test_two_hundred_previews_are_what_is_entered_to_the_fen(office: Office) -> None:
    drawn = Random(20240710)
    people = office.employ(200, wage=800_000)
    content = workbook([row(one, f"{drawn.randrange(300_000, 4_500_000) / 100:.2f}") for one in people])
    checked = office.by_workbook(content)
    lines = {line.contract_id: line for line in WageLine.objects.filter(declaration_id=checked.pk)}
    generate(people, JULY_MONTH)
    office.confirm(checked)
    shown = {key: (line.employer_after_fen, line.personal_after_fen) for key, line in lines.items()}
    assert len(set(shown.values())) > 100
    assert {one.pk: owed(one, JULY_MONTH) for one in people} == shown


def test_months_assessed_before_get_differences_and_earlier_ones_stay(office: Office) -> None:
    (one,) = office.employ(1, wage=800_000)
    generate([one], JUNE_MONTH)
    generate([one], JULY_MONTH)
    before = owed(one, JULY_MONTH)
    checked = office.by_page({one: "10000"})
    (line,) = WageLine.objects.filter(declaration_id=checked.pk)
    assert (line.employer_before_fen, line.personal_before_fen) == before
    office.confirm(checked)
    assert owed(one, JULY_MONTH) == (line.employer_after_fen, line.personal_after_fen)
    assert last_bases(one, JUNE_MONTH) == {8000}
    assert Charge.objects.filter(contract_id=one.pk, month=JULY, entry=2).count() == 3
    assert "bases_assessed_again" in Notice.objects.values_list("kind", flat=True)


def test_declaring_lower_than_before_gives_back(office: Office) -> None:
    (one,) = office.employ(1, wage=1_000_000)
    generate([one], JULY_MONTH)
    office.declare({one: "8000"})
    assert all(fen < 0 for fen in Charge.objects.filter(entry=2).values_list("employer_fen", flat=True))
    assert last_bases(one, JULY_MONTH) == {8000}


def test_who_was_not_declared_in_time_pays_110_percent_of_the_base_charged_last(office: Office) -> None:
    declared, silent, capped, floored = office.employ(4, wage=800_000)
    office.declare({declared: "8100"})
    high, low = office.employ(1, wage=9_900_000)[0], office.employ(1, wage=300_000)[0]
    newcomer = office.employ(1, wage=700_000, since="2024-08")[0]
    generate([declared, silent, capped, floored, high, low], JUNE_MONTH)
    generate([silent, high], JULY_MONTH)
    assert assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW) == 5
    assert spans(silent)[-1] == (JULY, None, 880_000, "undeclared")
    assert spans(declared)[-1] == (JULY, None, 810_000, "declared")
    assert spans(newcomer) == [(202408, None, 700_000, "enrolment")]
    # of the base charged in June, that is the wage within the bounds of the year before: 33,891 and 6,326 yuan
    assert spans(high)[-1][2] == 3_728_010
    assert spans(low)[-1][2] == 695_860
    assert last_bases(silent, JULY_MONTH) == {8800}
    assert last_bases(high, JULY_MONTH) == {35283}
    told = Notice.objects.get(kind="bases_undeclared")
    assert told.params == {"year": "2024", "persons": "5", "percent": "110"}


def test_assessing_the_undeclared_again_changes_nothing(office: Office) -> None:
    (one,) = office.employ()
    assert assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW) == 1
    before = spans(one)
    assert assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW) == 0
    assert spans(one) == before
    assert Notice.objects.filter(kind="bases_undeclared").count() == 1


def test_a_late_declaration_takes_the_place_of_the_110_percent(office: Office) -> None:
    (one,) = office.employ(1, wage=800_000)
    generate([one], JULY_MONTH)
    assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW)
    office.now = AFTER_THE_WINDOW
    office.declare({one: "8200"})
    assert spans(one)[-1] == (JULY, None, 820_000, "declared")
    assert last_bases(one, JULY_MONTH) == {8200}
    assert assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW) == 0


def test_the_undeclared_are_not_assessed_while_the_window_is_open(office: Office) -> None:
    office.employ()
    on_the_last_day = datetime(2024, 7, 25, 15, 59, tzinfo=UTC)
    with pytest.raises(Conflict, match="2024-07-25"):
        assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=on_the_last_day)


def test_who_left_before_the_year_began_is_not_assessed(office: Office) -> None:
    (one,) = office.employ()
    office.end(one, IN_THE_WINDOW.date().replace(month=6))
    assert assess_undeclared(SYSTEM, 2024, [office.employer.pk], now=AFTER_THE_WINDOW) == 0
