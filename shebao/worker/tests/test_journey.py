"""One filing through all lanes of the worker and the real counterparties: from the form to the medical answer."""

import threading
from time import sleep

from city.numbers import numbers_where
from city.persons import medical_outcome, person_of, trouble_of
from shebao.counterparties.medical.messages import CoverageChange
from shebao.counterparties.national_pension.messages import ParticipationReport
from shebao.declarations import actions
from shebao.declarations.models import Declaration, State
from shebao.declarations.queries import wait_for_worker
from shebao.exchange.tests import place
from shebao.exchange.tests.conftest import Stage
from shebao.outbox import queries
from shebao.outbox.models import Message
from shebao.outbox.words import describe
from shebao.portal.tests import sample
from shebao.verification.checks import Limits
from shebao.verification.run import verify
from shebao.worker import loop

SECONDS = 20


def filed(stage: Stage) -> Declaration:
    """A draft of an ordinary citizen's enrolment."""
    (number,) = numbers_where(1, lambda one: medical_outcome(one, 1) == "success" and trouble_of(one, 1) is None, 1)
    typed = sample.form(name=person_of(number, 1).name, document_number=number)
    payload = {key: str(value) for key, value in typed.items() if key not in ("client_key", "do", "schemes")}
    employer = place.filing().employer
    now = stage.clock()
    found = actions.begin(
        place.SYSTEM, service="enrolment", employer_id=employer.pk, single=True, client_key="1", now=now
    )
    actions.save(place.SYSTEM, found.pk, payload | {"schemes": "养老,失业,工伤"}, now=now)
    return actions.submit(place.SYSTEM, found.pk, now=now)


def test_from_the_form_to_the_medical_answer(at_the_sandbox: Stage) -> None:
    stop = threading.Event()
    worker = threading.Thread(target=loop.run, args=[[], stop])
    worker.start()
    try:
        draft = filed(at_the_sandbox)
        checked = wait_for_worker(draft.pk, seconds=SECONDS)
        assert checked.state == State.CHECKED
        actions.confirm(place.SYSTEM, checked.pk, checked.content_version, now=at_the_sandbox.clock())
        assert wait_for_worker(draft.pk, seconds=SECONDS).state == State.EFFECTIVE
        for _ in range(SECONDS * 20):
            if queries.counts(draft.pk) == {"medical": {"done": 1}, "national_pension": {"done": 1}}:
                break
            sleep(0.05)
    finally:
        stop.set()
        worker.join(SECONDS)
    (medical,) = Message.objects.filter(system="medical")
    assert describe(medical) == "医保处理成功，无需到医保部门再次申报"
    for system, form in (("medical", CoverageChange), ("national_pension", ParticipationReport)):
        (sent,) = at_the_sandbox.sandbox.messages(counterparty=system)
        assert set(sent["message"]["payload"]) == set(form.__dataclass_fields__)
    report = verify(Limits())
    assert [result.name for result in report.results if result.violations] == []
