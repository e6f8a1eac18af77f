"""Two at the same moment: one changes the value, whoever comes second is told and overwrites nothing."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

from shebao.declarations.models import Declaration, State
from shebao.persons.models import ValueChange
from shebao.services.enrolment.tests.desk import violations
from shebao.services.enrolment.tests.test_races import at_once
from shebao.services.person_changes import actions, applying
from shebao.services.person_changes.tests.office import Office

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 10


def test_two_filings_of_the_same_value_change_it_once(office: Office) -> None:
    for person in office.employ(TIMES, mobile="13800138000"):
        first = office.checked(person, {"mobile": "13900000001"})
        second = office.checked(person, {"mobile": "13900000002"})
        works: list[Callable[[], None]] = []
        for checked in (first, second):
            actions.confirm(office.actor, checked.pk, checked.content_version, now=office.now)
            filing = Declaration.objects.select_related("employer").get(pk=checked.pk)
            works.append(partial(applying.apply, filing, office.now))
        at_once(*works)
        ends = Counter(Declaration.objects.filter(pk__in=[first.pk, second.pk]).values_list("state", flat=True))
        assert ends == {State.EFFECTIVE: 1, State.FAILED: 1}
        (change,) = ValueChange.objects.filter(person_id=person.pk)
        person.refresh_from_db()
        assert person.mobile == change.new_value
    assert violations() == []
