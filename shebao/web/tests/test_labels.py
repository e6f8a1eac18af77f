"""The words on the pages are the words of the models: one state has one name everywhere."""

import pytest
from django.db.models import TextChoices

from shebao.declarations.models import LineState
from shebao.declarations.models import State as DeclarationState
from shebao.outbox.models import State as MessageState
from shebao.review.models import CaseState
from shebao.web import labels


@pytest.mark.parametrize(
    ("states", "table"),
    [
        (DeclarationState, labels.STATES),
        (LineState, labels.STATES),
        (CaseState, labels.STATES),
        (MessageState, labels.DELIVERIES),
    ],
)
def test_every_state_has_its_label(states: type[TextChoices], table: labels.Labels) -> None:
    assert {state.value: str(state.label) for state in states} == {
        state.value: str(labels.look_up(table, state)[0]) for state in states
    }
