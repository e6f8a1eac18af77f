"""How tests of the page kit draw a piece of a template."""

from collections.abc import Callable

import pytest
from django.template import engines
from django.test import RequestFactory

Draw = Callable[..., str]


@pytest.fixture
def draw() -> Draw:
    """Draw a template source with the values given, the way a view would, for GET /."""

    def drawn(source: str, **values: object) -> str:
        template = engines["django"].from_string("{% load i18n page %}" + source)
        return str(template.render(values, RequestFactory().get("/")))

    return drawn
