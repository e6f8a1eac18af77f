"""The number of SQL statements does not grow with that of the persons."""

from dataclasses import replace

from shebao.audit.actions import action
from shebao.database import bulk
from shebao.services.cards import making
from shebao.services.cards.making import Answer, Step
from shebao.services.cards.models import Application, Card
from shebao.services.cards.tests.desk import NOW, Desk, photo
from shebao.services.enrolment.tests.desk import SYSTEM

SHIPPED = Step("", "", "shipped", NOW, "", None, None, "", "")


def _applied(desk: Desk, many: int) -> tuple[int, list[Application]]:
    """Apply for so many in one archive; statements of confirming, and the applications."""
    photos = {f"{desk.employ().person.document_number}.jpg": photo("good", place) for place in range(many)}
    checked = desk.many(photos)
    assert checked.good == many
    with bulk.counted() as count:
        desk.confirm(checked)
    return count.statements, list(Application.objects.filter(declaration_id=checked.pk).order_by("pk"))


def _told(applications: list[Application]) -> int:
    """The card maker answers and tells every step of each, all at once; statements of taking that in."""
    steps = [
        replace(SHIPPED, order=one.number, person_key=f"P{one.person_id}", step=kind, card=f"A{one.pk}" * made)
        for one in applications
        for kind, made in (("produced", 1), ("shipped", 0), ("ready", 0), ("collected", 0))
    ]
    with bulk.counted() as count, action(SYSTEM, "tell"):
        assert making.answer(
            {one.pk: Answer(taken=True, reason_code="", reason_text="", at=NOW) for one in applications}, NOW
        ) == len(applications)
        assert set(making.take_steps(steps, NOW)) == {"applied"}
    return count.statements


def test_as_many_statements_for_one_person_as_for_seven(desk: Desk) -> None:
    few, one = _applied(desk, 1)
    many, seven = _applied(desk, 7)
    assert many == few
    assert _told(seven) == _told(one)
    assert Card.objects.filter(state="normal").count() == 8
