"""Two links with a record in common at the same moment: all three records are one person afterwards."""

import time
from collections.abc import Callable

import pytest
from django.db import transaction

from shebao.audit.actions import Actor, action
from shebao.contributions.tests import town
from shebao.persons import merging
from shebao.persons.models import Person
from shebao.services.enrolment.tests.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

ENGINE = Actor.system("信息变更办理")
NOW = town.moment("2024-02-05")
A_MOMENT = 0.4
"""Seconds in which both links come to wait for the record in common."""


def test_two_links_with_a_record_in_common() -> None:
    one, two, three = (town.hire(town.employer(at), "9000", "2023-01-01").person_id for at in (1, 2, 3))
    with action(ENGINE, "same"):
        Person.objects.update(name="王芳")
    merging.ask(ENGINE, one, two, 77, 1, why="", now=NOW)
    merging.ask(ENGINE, two, three, 77, 2, why="", now=NOW)

    def hold() -> None:
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=two)
            time.sleep(A_MOMENT * 2)

    def link(line_no: int) -> Callable[[], None]:
        def work() -> None:
            time.sleep(A_MOMENT * line_no / 2)
            merging.carry_out(ENGINE, 77, line_no, officer="赵磊", now=NOW)

        return work

    at_once(hold, link(1), link(2))
    assert set(Person.objects.values_list("same_person", flat=True)) == {three}
